import { decodeRow, type Rows } from "../patterns/rows.ts";
import type { Kernels } from "./kernels.ts";

/** Patterns decoded at a time: 32 x 3,072 float64 are 0.8 MB, which stays in a second-level cache. */
const panelRows = 32;

/** Weights below this share of the largest cannot change a float64 sum over any memory that fits a machine. */
export const negligible: number = 2 ** -75;

/**
 * Scores a tile of 2 queries against 2 patterns: each loaded number is used twice, and the four running sums
 * are independent, so the processor can overlap them.
 */
type Tile = (
  panel: Float64Array,
  a: number,
  b: number,
  queries: Float64Array,
  u: number,
  v: number,
  width: number,
  sums: Float64Array,
) => void;

const dotTile: Tile = (panel, a, b, queries, u, v, width, sums) => {
  let au = 0;
  let av = 0;
  let bu = 0;
  let bv = 0;
  for (let k = 0; k < width; k++) {
    const xa = panel[a + k];
    const xb = panel[b + k];
    const yu = queries[u + k];
    const yv = queries[v + k];
    au += xa * yu;
    av += xa * yv;
    bu += xb * yu;
    bv += xb * yv;
  }
  sums[0] = au;
  sums[1] = av;
  sums[2] = bu;
  sums[3] = bv;
};

const squaredTile: Tile = (panel, a, b, queries, u, v, width, sums) => {
  let au = 0;
  let av = 0;
  let bu = 0;
  let bv = 0;
  for (let k = 0; k < width; k++) {
    const xa = panel[a + k];
    const xb = panel[b + k];
    const yu = queries[u + k];
    const yv = queries[v + k];
    const dau = xa - yu;
    const dav = xa - yv;
    const dbu = xb - yu;
    const dbv = xb - yv;
    au += dau * dau;
    av += dav * dav;
    bu += dbu * dbu;
    bv += dbv * dbv;
  }
  sums[0] = au;
  sums[1] = av;
  sums[2] = bu;
  sums[3] = bv;
};

const manhattanTile: Tile = (panel, a, b, queries, u, v, width, sums) => {
  let au = 0;
  let av = 0;
  let bu = 0;
  let bv = 0;
  for (let k = 0; k < width; k++) {
    const xa = panel[a + k];
    const xb = panel[b + k];
    const yu = queries[u + k];
    const yv = queries[v + k];
    au += Math.abs(xa - yu);
    av += Math.abs(xa - yv);
    bu += Math.abs(xb - yu);
    bv += Math.abs(xb - yv);
  }
  sums[0] = au;
  sums[1] = av;
  sums[2] = bu;
  sums[3] = bv;
};

/** The batch of states with only the known components, side by side. */
function gather(states: Float64Array, count: number, size: number, columns: Int32Array | null): Float64Array {
  if (columns === null) return states;
  const width = columns.length;
  const gathered = new Float64Array(count * width);
  for (let q = 0; q < count; q++) {
    for (let k = 0; k < width; k++) gathered[q * width + k] = states[q * size + columns[k]];
  }
  return gathered;
}

/** Walks the patterns panel by panel and the panel tile by tile. An odd last row is scored with itself. */
function tiled(tile: Tile): Kernels["dot"] {
  return (stored: Rows, columns, states, count, out) => {
    const { count: N, size } = stored;
    const width = columns === null ? size : columns.length;
    const queries = gather(states, count, size, columns);
    const panel = new Float64Array(Math.min(panelRows, N) * width);
    const sums = new Float64Array(4);
    for (let first = 0; first < N; first += panelRows) {
      const rows = Math.min(panelRows, N - first);
      for (let r = 0; r < rows; r++) decodeRow(stored, first + r, columns, panel, r * width);
      for (let q = 0; q < count; q += 2) {
        const p = Math.min(q + 1, count - 1);
        for (let r = 0; r < rows; r += 2) {
          const s = Math.min(r + 1, rows - 1);
          tile(panel, r * width, s * width, queries, q * width, p * width, width, sums);
          out[q * N + first + r] = sums[0];
          out[p * N + first + r] = sums[1];
          out[q * N + first + s] = sums[2];
          out[p * N + first + s] = sums[3];
        }
      }
    }
  };
}

/** Tiled loops in plain TypeScript with float64 sums: runs everywhere, agrees with the reference to rounding. */
export const portableKernels: Kernels = {
  name: "portable",
  precision: 2 ** -40,
  dot: tiled(dotTile),
  squaredDistance: tiled(squaredTile),
  manhattanDistance: tiled(manhattanTile),
  weightedSum(stored, weights, count, out) {
    const { count: N, size, data } = stored;
    out.fill(0, 0, count * size);
    const row = new Float64Array(data instanceof Uint16Array ? size : 0);
    for (let q = 0; q < count; q++) {
      let largest = 0;
      for (let i = 0; i < N; i++) largest = Math.max(largest, Math.abs(weights[q * N + i]));
      const least = largest * negligible;
      const target = out.subarray(q * size, (q + 1) * size);
      let shift = 0;
      for (let i = 0; i < N; i++) {
        const weight = weights[q * N + i];
        if (Math.abs(weight) <= least) continue;
        if (data instanceof Uint16Array) {
          decodeRow(stored, i, null, row);
          for (let j = 0; j < size; j++) target[j] += weight * row[j];
          continue;
        }
        const factor = weight * stored.gain[i];
        shift += weight * stored.offset[i];
        const from = i * size;
        for (let j = 0; j < size; j++) target[j] += factor * data[from + j];
      }
      if (shift !== 0) for (let j = 0; j < size; j++) target[j] += shift;
    }
  },
};
