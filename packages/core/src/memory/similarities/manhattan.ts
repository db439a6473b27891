import type { Similarity, SimilarityContext } from "../similarity.ts";
import { updateByMedian } from "./median.ts";
import { enterAsIs, noPotential } from "./support.ts";

/** Writes -Σ |xⱼ - ξⱼ| for every state and pattern. */
export function negativeManhattan({ stored, kernels, columns }: SimilarityContext) {
  return (states: Float64Array, count: number, out: Float64Array): void => {
    kernels.manhattanDistance(stored, columns, states, count, out);
    for (let k = 0; k < count * stored.count; k++) out[k] = -out[k];
  };
}

/**
 * s(x, ξ) = -Σ |xⱼ - ξⱼ|; R = 0; update = the weighted median of each component, which minimises
 * Σ pᵢ |xᵢ - ξ|₁. (The weighted mean does not, and can raise the energy: `withMean(manhattan)`.)
 */
export const manhattan: Similarity = {
  name: "manhattan",
  update: "weighted median",
  descends: true,
  bound: "median",
  space: "vectors",
  scoreSign: "nonPositive",
  measure: "manhattan",
  check() {},
  bind(context: SimilarityContext) {
    return {
      scores: negativeManhattan(context),
      update: updateByMedian(context),
      potential: noPotential,
      enter: enterAsIs,
    };
  },
};
