import { rowOf } from "../../patterns/rows.ts";
import type { SimilarityContext } from "../similarity.ts";
import { decodeAll, massOf, weighted } from "./support.ts";

/** Half the mass, less a rounding error: a weight of exactly 1/2 must count as reaching it. */
const half = 0.5 * (1 - 1e-14);

/**
 * next = the weighted median of each component: the smallest stored value whose cumulated weight reaches half the
 * mass. It minimises Σ pᵢ |xᵢⱼ - ξⱼ|, and is the heaviest pattern itself, bit for bit, once that holds more than
 * half the mass.
 */
export function updateByMedian(context: SimilarityContext) {
  const { stored } = context;
  return (weights: Float64Array, states: Float64Array, count: number, next: Float64Array): void => {
    const { count: N, size } = stored;
    for (let q = 0; q < count; q++) {
      const target = next.subarray(q * size, (q + 1) * size);
      const mass = massOf(weights, q, N);
      const found = weighted(weights, q, N);
      if (!(mass > 0)) {
        target.set(states.subarray(q * size, (q + 1) * size));
      } else if (found[0].weight > 0.5 * mass) {
        target.set(rowOf(stored, found[0].index));
      } else {
        medians(decodeAll(context, found), found, mass, target);
      }
    }
  };
}

/** Writes the weighted median of each column of `rows` (one row per entry of `found`). */
function medians(
  rows: Float64Array,
  found: readonly { weight: number }[],
  mass: number,
  target: Float64Array,
): void {
  const size = target.length;
  const order = found.map((_, k) => k);
  for (let j = 0; j < size; j++) {
    order.sort((a, b) => rows[a * size + j] - rows[b * size + j]);
    let held = 0;
    let k = 0;
    do held += found[order[k]].weight;
    while (held < half * mass && ++k < order.length);
    target[j] = rows[order[Math.min(k, order.length - 1)] * size + j];
  }
}
