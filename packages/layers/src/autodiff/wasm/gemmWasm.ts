import type { GemmModule } from "./module.ts";

/** Sums of so many products stay in float32 before they are added to the result. */
const depthBlock = 768;
/** Columns of a block: its panels stay in the second cache. */
const columnBlock = 1024;
/** Multiply-adds of a call: a call must end before V8 can replace it by a faster one. */
const callWork = 2 ** 23;

/**
 * Numbers below this are packed as 0. Their products are soon denormal, which makes a processor ten times slower, and
 * no sum of a float32 product of this size notices.
 */
const negligible = 1e-25;

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** Copies rows of numbers into the module's memory, with zeros behind each and below. */
function enter(
  from: Float32Array,
  at: number,
  rowStep: number,
  rows: number,
  width: number,
  to: Float32Array,
  room: number,
  height: number,
): void {
  if (rowStep === width && room === width) to.set(from.subarray(at, at + rows * width));
  else {
    for (let r = 0; r < rows; r++) {
      const source = at + r * rowStep;
      to.set(from.subarray(source, source + width), r * room);
      to.fill(0, r * room + width, (r + 1) * room);
    }
  }
  to.fill(0, rows * room, height * room);
}

/** Packs `count` lines of `depth` numbers of a factor into panels; lines or numbers are neighbours. */
function pack(
  module: GemmModule,
  from: Float32Array,
  at: number,
  lineStep: number,
  step: number,
  count: number,
  depth: number,
  width: number,
  raw: number,
  to: number,
): void {
  const lines = roundUp(count, width);
  const deep = roundUp(depth, 4);
  const room = new Float32Array(module.memory.buffer, raw, lines * deep);
  if (step === 1) {
    enter(from, at, lineStep, count, depth, room, deep, lines);
    module.packLines(raw, lines, deep, width, negligible, to);
  } else {
    enter(from, at, step, depth, count, room, lines, deep);
    module.packColumns(raw, lines, deep, width, negligible, to);
  }
}

/** Adds the rows of a block to those of the result. */
function leave(
  block: Float32Array,
  columns: number,
  height: number,
  width: number,
  c: Float32Array,
  at: number,
  step: number,
): void {
  for (let r = 0; r < height; r++) {
    const to = at + r * step;
    const from = r * columns;
    for (let q = 0; q < width; q++) c[to + q] += block[from + q];
  }
}

/**
 * The product of `gemm` in WebAssembly, where one step of each factor is 1. Factors are packed into panels, so that all
 * transpositions run at one speed.
 */
export function gemmWasm(
  module: GemmModule,
  m: number,
  n: number,
  k: number,
  a: Float32Array,
  ao: number,
  ar: number,
  ac: number,
  b: Float32Array,
  bo: number,
  br: number,
  bc: number,
  c: Float32Array,
  co: number,
  cr: number,
): void {
  const { memory, start, multiply } = module;
  const depthMost = roundUp(Math.min(k, depthBlock), 4);
  const columnsMost = Math.min(roundUp(n, 8), columnBlock);
  const byWork = Math.max(4, (callWork / (columnsMost * depthMost)) & ~3);
  const rowsMost = Math.min(roundUp(m, 4), byWork, 4096);
  const bAt = start + rowsMost * depthMost * 4;
  const rawAt = bAt + columnsMost * depthMost * 4;
  // The room for raw factors is that of the result afterwards.
  const rawCells = Math.max(rowsMost * depthMost, columnsMost * depthMost, rowsMost * columnsMost);
  const missing = rawAt + rawCells * 4 - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
  const block = new Float32Array(memory.buffer, rawAt, rowsMost * columnsMost);
  for (let j = 0; j < n; j += columnBlock) {
    const width = Math.min(columnBlock, n - j);
    const columns = roundUp(width, 8);
    for (let p = 0; p < k; p += depthBlock) {
      const depth = Math.min(depthBlock, k - p);
      pack(module, b, bo + j * bc + p * br, bc, br, width, depth, 8, rawAt, bAt);
      for (let i = 0; i < m; i += rowsMost) {
        const height = Math.min(rowsMost, m - i);
        pack(module, a, ao + i * ar + p * ac, ar, ac, height, depth, 4, rawAt, start);
        multiply(start, bAt, rawAt, roundUp(height, 4), columns, roundUp(depth, 4));
        leave(block, columns, height, width, c, co + i * cr + j, cr);
      }
    }
  }
}
