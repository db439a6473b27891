import { decodeRow, type Rows } from "../../patterns/rows.ts";
import { Scratch, type WasmModule } from "./module.ts";

/** Bytes of a panel of float32 rows. */
const panelBytes = 2 ** 19;

/** Queries held against a panel at a time. */
const queryBlock = 32;

/** Writes row `i` (its known components, decoded unless `raw`) as float32, zeros behind it. */
function packRow(
  stored: Rows,
  i: number,
  columns: Int32Array | null,
  plain: boolean,
  row: Float64Array,
  target: Float32Array,
): void {
  if (plain && columns === null) target.set(stored.data.subarray(i * stored.size, (i + 1) * stored.size));
  else {
    decodeRow(stored, i, columns, row);
    target.set(row);
  }
  target.fill(0, row.length);
}

/**
 * out[q N + i] by one of the float32 kernels: patterns and queries are rounded to float32, sums run in float32 over 256
 * components and in float64 beyond. Wrong by at most 2⁻²⁰ of the sum of the absolute terms.
 */
export function scoreFloats(
  module: WasmModule,
  formula: "dotFloats" | "squaredFloats" | "manhattanFloats",
  stored: Rows,
  columns: Int32Array | null,
  states: Float64Array,
  count: number,
  out: Float64Array,
): void {
  const { count: N, size } = stored;
  const { exports } = module;
  const width = columns === null ? size : columns.length;
  const stride = (width + 3) & ~3;
  const room = Math.min(1024, Math.max(4, Math.floor(panelBytes / (4 * stride)) & ~3), (N + 3) & ~3);
  const block = Math.min(queryBlock, count + (count & 1));
  const scratch = new Scratch(exports);
  const panelAt = scratch.take(room * stride * 4);
  const queriesAt = scratch.take(block * stride * 4);
  const sumsAt = scratch.take(block * room * 8);
  const row = new Float64Array(width);
  // Rows that need no decoding go in as they are.
  const plain =
    stored.data instanceof Float32Array &&
    stored.gain.every((g) => g === 1) &&
    stored.offset.every((o) => o === 0);
  for (let first = 0; first < N; first += room) {
    const rows = Math.min(room, N - first);
    const panel = new Float32Array(exports.memory.buffer, panelAt, room * stride);
    for (let r = 0; r < rows; r++) {
      packRow(stored, first + r, columns, plain, row, panel.subarray(r * stride, (r + 1) * stride));
    }
    for (let from = 0; from < count; from += block) {
      const some = Math.min(block, count - from);
      const queries = new Float32Array(exports.memory.buffer, queriesAt, block * stride);
      for (let q = 0; q < some; q++) {
        const at = (from + q) * size;
        if (columns === null) queries.set(states.subarray(at, at + size), q * stride);
        else for (let k = 0; k < width; k++) queries[q * stride + k] = states[at + columns[k]];
        queries.fill(0, q * stride + width, (q + 1) * stride);
      }
      exports[formula](panelAt, (rows + 3) & ~3, stride, queriesAt, some + (some & 1), sumsAt, room);
      const sums = new Float64Array(exports.memory.buffer, sumsAt, block * room);
      for (let q = 0; q < some; q++) {
        out.set(sums.subarray(q * room, q * room + rows), (from + q) * N + first);
      }
    }
  }
}
