import type { Rows } from "../../patterns/rows.ts";
import { knownComponents, sharedMap } from "../gather.ts";
import { BytePanels } from "./bytePanels.ts";
import { type Digits, wholeNumbers, writeDigits } from "./digits.ts";
import type { WasmModule } from "./module.ts";

/** Rows whose numbers are bytes. */
export type ByteRows = Rows & { readonly data: Uint8Array };

/** Digits per query: 36 bits, so that a score is wrong by less than 2⁻³⁶ of the product of the norms. */
const levels = 3;

/** Queries held against a panel at a time. */
const queryBlock = 32;

/** A query in digits, with its sums. */
interface Query extends Digits {
  readonly sum: number;
  readonly squares: number;
}

/**
 * out[q N + i] = x·ξ or |x - ξ|² from integer sums, panel by panel. Exact in whole numbers for a query on the bytes'
 * grid; else wrong by at most 2⁻³⁶ of the product of the norms.
 */
export function scoreBytes(
  module: WasmModule,
  formula: "dot" | "squared",
  stored: ByteRows,
  columns: Int32Array | null,
  states: Float64Array,
  count: number,
  out: Float64Array,
): void {
  const { count: N, size } = stored;
  const { exports } = module;
  const map = sharedMap(stored);
  const grid = map === null ? null : { gain: map.gain, offset: map.offset + 128 * map.gain };
  for (let from = 0; from < count; from += queryBlock) {
    const block = Math.min(queryBlock, count - from);
    const panels = new BytePanels(module, stored, columns);
    const { stride, width, rows: room, scratch } = panels;
    const digitsAt = scratch.take((block * levels + 1) * stride * 2);
    const workAt = scratch.take(stride * 8);
    const queries: Query[] = [];
    let lines = 0;
    for (let q = 0; q < block; q++) {
      const query = knownComponents(states, from + q, size, columns);
      const digits = writeDigits(module, query, stride, grid, levels, workAt, digitsAt + lines * stride * 2);
      let [sum, squares] = [0, 0];
      for (let j = 0; j < query.length; j++) {
        sum += query[j];
        squares += query[j] * query[j];
      }
      queries.push({ ...digits, sum, squares });
      lines += digits.steps.length;
    }
    lines += lines & 1;
    const dotsAt = scratch.take(lines * room * 4);
    const sumsAt = scratch.take(room * 8);
    const squaresAt = scratch.take(room * 8);
    for (let first = 0; first < N; first += room) {
      const rows = panels.pack(first);
      exports.moments(panels.panel, rows, stride, sumsAt, squaresAt);
      exports.dotBytes(panels.panel, (rows + 3) & ~3, stride, digitsAt, lines, dotsAt, room);
      const dots = new Int32Array(exports.memory.buffer, dotsAt, lines * room);
      const sums = new Float64Array(exports.memory.buffer, sumsAt, room);
      const squares = new Float64Array(exports.memory.buffer, squaresAt, room);
      let at = 0;
      for (let q = 0; q < block; q++) {
        const { steps, zero, sum, squares: square, wholeSquares } = queries[q];
        const target = (from + q) * N + first;
        for (let r = 0; r < rows; r++) {
          const gain = stored.gain[first + r];
          const offset = stored.offset[first + r] + 128 * gain;
          if (formula === "squared" && wholeSquares !== null) {
            // Whole numbers: exact, and zero for equal pictures.
            out[target + r] = gain * gain * (squares[r] - 2 * dots[at * room + r] + wholeSquares);
            continue;
          }
          let product = zero * sums[r];
          for (let l = 0; l < steps.length; l++) product += steps[l] * dots[(at + l) * room + r];
          const scalar = gain * product + offset * sum;
          if (formula === "dot") out[target + r] = scalar;
          else {
            const norm = gain * gain * squares[r] + 2 * gain * offset * sums[r] + width * offset * offset;
            out[target + r] = Math.max(0, norm - 2 * scalar + square);
          }
        }
        at += steps.length;
      }
    }
  }
}

/**
 * out[q N + i] = |x - ξ|₁ in whole numbers, exact; false where a query does not lie on the bytes' grid or rows have
 * maps of their own, so that it cannot be done so.
 */
export function manhattanOfBytes(
  module: WasmModule,
  stored: ByteRows,
  columns: Int32Array | null,
  states: Float64Array,
  count: number,
  out: Float64Array,
): boolean {
  const { count: N, size } = stored;
  const { exports } = module;
  const map = sharedMap(stored);
  if (map === null) return false;
  const grid = { gain: map.gain, offset: map.offset + 128 * map.gain };
  const width = columns === null ? size : columns.length;
  const stride = (width + 15) & ~15;
  const queries: Int8Array[] = [];
  for (let q = 0; q < count; q++) {
    const whole = wholeNumbers(knownComponents(states, q, size, columns), grid, 128);
    if (whole === null || whole.includes(128)) return false;
    queries.push(Int8Array.from(whole));
  }
  const gain = Math.abs(map.gain);
  for (let from = 0; from < count; from += 2 * queryBlock) {
    const block = Math.min(2 * queryBlock, count - from);
    const panels = new BytePanels(module, stored, columns);
    const { rows: room, scratch } = panels;
    const lines = (block + 3) & ~3;
    const queriesAt = scratch.take(lines * stride);
    const sumsAt = scratch.take(lines * room * 4);
    for (let q = 0; q < block; q++) {
      const line = new Int8Array(exports.memory.buffer, queriesAt + q * stride, stride);
      line.set(queries[from + q]);
      line.fill(0, width);
    }
    for (let first = 0; first < N; first += room) {
      const rows = panels.pack(first);
      exports.manhattanBytes(panels.panel, (rows + 1) & ~1, stride, queriesAt, lines, sumsAt, room);
      const sums = new Int32Array(exports.memory.buffer, sumsAt, lines * room);
      for (let q = 0; q < block; q++) {
        const target = (from + q) * N + first;
        for (let r = 0; r < rows; r++) out[target + r] = gain * sums[q * room + r];
      }
    }
  }
  return true;
}
