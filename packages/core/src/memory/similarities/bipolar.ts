import { HopfieldError } from "../../errors.ts";
import { rowOf } from "../../patterns/rows.ts";
import type { Similarity, SimilarityContext } from "../similarity.ts";
import { noPotential } from "./support.ts";

/**
 * s(x, ξ) = x·ξ with patterns and states on the corners of the cube, ±1; update = sign(Σ pᵢ xᵢ), a component with
 * sum 0 keeps its sign. It minimises -Σ pᵢ xᵢ·ξ over the cube, so with a convex separation all components may be
 * updated at once. A query is read by its signs; 0 counts as +1.
 *
 * @see Krotov and Hopfield 2016 (arXiv 1606.01164), Demircigil et al. 2017 (arXiv 1702.01929)
 */
export const bipolar: Similarity = {
  name: "bipolar",
  update: "sign of the weighted sum",
  descends: true,
  bound: "median",
  space: "cube",
  scoreSign: "any",
  check(stored) {
    for (let i = 0; i < stored.count; i++) {
      const row = rowOf(stored, i);
      const at = row.findIndex((value) => value !== 1 && value !== -1);
      if (at >= 0) {
        throw new HopfieldError(
          "ERR_RANGE",
          `pattern ${i} has ${row[at]} at component ${at}; bipolar stores +1 and -1 alone: take signs first`,
          { pattern: i, component: at, value: row[at] },
        );
      }
    }
  },
  bind({ stored, kernels, columns }: SimilarityContext) {
    return {
      scores: (states, count, out) => kernels.dot(stored, columns, states, count, out),
      update(weights, states, count, next) {
        kernels.weightedSum(stored, weights, count, next);
        for (let k = 0; k < count * stored.size; k++) next[k] = Math.sign(next[k]) || states[k];
      },
      potential: noPotential,
      enter(state) {
        for (let j = 0; j < state.length; j++) state[j] = state[j] < 0 ? -1 : 1;
      },
    };
  },
};
