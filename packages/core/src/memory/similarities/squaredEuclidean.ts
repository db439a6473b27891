import type { Similarity, SimilarityContext } from "../similarity.ts";
import { enterAsIs, noPotential, updateByMean } from "./support.ts";

/**
 * s(x, ξ) = -½ Σ (xⱼ - ξⱼ)²; R = 0; update Σ pᵢ xᵢ / Σ pᵢ: mean shift on a Gaussian mixture. Equals `dot` with the bias
 * -½|x|² per pattern, and so takes its theorems over; every pattern that is not a duplicate has Δᵢ > 0.
 */
export const squaredEuclidean: Similarity = {
  name: "squaredEuclidean",
  update: "weighted mean",
  descends: true,
  bound: "mean",
  space: "vectors",
  scoreSign: "nonPositive",
  measure: "squaredEuclidean",
  check() {},
  bind(context: SimilarityContext) {
    const { stored, kernels, columns } = context;
    return {
      scores(states, count, out) {
        kernels.squaredDistance(stored, columns, states, count, out);
        for (let k = 0; k < count * stored.count; k++) out[k] *= -0.5;
      },
      update: updateByMean(context),
      potential: noPotential,
      enter: enterAsIs,
    };
  },
};
