import type { BoundSimilarity, Similarity, SimilarityContext } from "../similarity.ts";
import { enterAsIs } from "./support.ts";

/** ½|ξ|² over the known components. */
export function halfSquaredNorm(columns: Int32Array | null) {
  return (state: Float64Array): number => {
    let sum = 0;
    const width = columns === null ? state.length : columns.length;
    for (let k = 0; k < width; k++) sum += state[columns === null ? k : columns[k]] ** 2;
    return sum / 2;
  };
}

/**
 * s(x, ξ) = x·ξ, the similarity of the paper and of attention; R(ξ) = ½|ξ|²; update Σ pᵢ xᵢ.
 *
 * Favours patterns of large norm: on raw pixels a bright picture wins nearly every query. Prefer
 * `squaredEuclidean`, or layer norm, there.
 *
 * @see Ramsauer et al. 2020, equations 2 and 3 (arXiv 2008.02217)
 */
export const dot: Similarity = {
  name: "dot",
  update: "weighted sum",
  descends: true,
  bound: "mean",
  space: "vectors",
  scoreSign: "any",
  measure: "dot",
  check() {},
  bind({ stored, kernels, columns }: SimilarityContext): BoundSimilarity {
    return {
      scores: (states, count, out) => kernels.dot(stored, columns, states, count, out),
      update: (weights, _states, count, next) => kernels.weightedSum(stored, weights, count, next),
      potential: halfSquaredNorm(columns),
      enter: enterAsIs,
    };
  },
};
