import { knownComponents } from "../../kernels/gather.ts";
import { decodeRow } from "../../patterns/rows.ts";
import type { SimilarityContext } from "../similarity.ts";

/** Weights below this share of the largest are left out of medians: they are lost in its float64 sum anyway. */
const negligible = 2 ** -75;

/** The sum of a row of weights. */
export function massOf(weights: Float64Array, q: number, N: number): number {
  let mass = 0;
  for (let i = q * N; i < (q + 1) * N; i++) mass += weights[i];
  return mass;
}

/** A similarity that leaves queries as they are. */
export function enterAsIs(): void {}

/** R(ξ) = 0 */
export function noPotential(): number {
  return 0;
}

/** The patterns with weight in row q of the weights, heaviest first. */
export function weighted(weights: Float64Array, q: number, N: number): { index: number; weight: number }[] {
  let largest = 0;
  for (let i = 0; i < N; i++) largest = Math.max(largest, weights[q * N + i]);
  const found: { index: number; weight: number }[] = [];
  for (let i = 0; i < N; i++) {
    const weight = weights[q * N + i];
    if (weight > largest * negligible) found.push({ index: i, weight });
  }
  return found.sort((a, b) => b.weight - a.weight || a.index - b.index);
}

/** next = Σ pᵢ xᵢ / Σ pᵢ: the minimiser of Σ pᵢ D(xᵢ, ξ) for every Bregman divergence D. */
export function updateByMean({ stored, kernels }: SimilarityContext) {
  return (weights: Float64Array, states: Float64Array, count: number, next: Float64Array): void => {
    const { count: N, size } = stored;
    kernels.weightedSum(stored, weights, count, next);
    for (let q = 0; q < count; q++) {
      const mass = massOf(weights, q, N);
      for (let j = q * size; j < (q + 1) * size; j++) next[j] = mass > 0 ? next[j] / mass : states[j];
    }
  };
}

/** Scores by a function of two vectors of the known components, pair by pair. */
export function pairwise(
  { stored, columns }: SimilarityContext,
  score: (pattern: Float64Array, state: Float64Array) => number,
) {
  return (states: Float64Array, count: number, out: Float64Array): void => {
    const { count: N, size } = stored;
    const width = columns === null ? size : columns.length;
    const pattern = new Float64Array(width);
    const known = Array.from({ length: count }, (_, q) => knownComponents(states, q, size, columns));
    for (let i = 0; i < N; i++) {
      decodeRow(stored, i, columns, pattern);
      for (let q = 0; q < count; q++) out[q * N + i] = score(pattern, known[q]);
    }
  };
}

/** Decodes the patterns of `found` into one array, row after row. */
export function decodeAll({ stored }: SimilarityContext, found: readonly { index: number }[]): Float64Array {
  const rows = new Float64Array(found.length * stored.size);
  found.forEach(({ index }, k) => {
    decodeRow(stored, index, null, rows, k * stored.size);
  });
  return rows;
}
