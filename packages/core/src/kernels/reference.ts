import { decodeRow, type Rows } from "../patterns/rows.ts";
import type { Kernels } from "./kernels.ts";

/** out[q N + i] = Σⱼ term(xᵢⱼ, ξqⱼ), in the plainest loops. */
function sums(term: (x: number, y: number) => number): Kernels["dot"] {
  return (stored: Rows, columns, states, count, out) => {
    const { count: N, size } = stored;
    const width = columns === null ? size : columns.length;
    const pattern = new Float64Array(width);
    for (let i = 0; i < N; i++) {
      decodeRow(stored, i, columns, pattern);
      for (let q = 0; q < count; q++) {
        let sum = 0;
        for (let k = 0; k < width; k++) {
          sum += term(pattern[k], states[q * size + (columns === null ? k : columns[k])]);
        }
        out[q * N + i] = sum;
      }
    }
  };
}

/** The definition of every kernel: plain loops and float64 sums. The other sets are held against it. */
export const referenceKernels: Kernels = {
  name: "reference",
  precision: 2 ** -40,
  dot: sums((x, y) => x * y),
  squaredDistance: sums((x, y) => (x - y) * (x - y)),
  manhattanDistance: sums((x, y) => Math.abs(x - y)),
  weightedSum(stored, weights, count, out) {
    const { count: N, size } = stored;
    const pattern = new Float64Array(size);
    out.fill(0, 0, count * size);
    for (let i = 0; i < N; i++) {
      decodeRow(stored, i, null, pattern);
      for (let q = 0; q < count; q++) {
        const weight = weights[q * N + i];
        for (let j = 0; j < size; j++) out[q * size + j] += weight * pattern[j];
      }
    }
  },
};
