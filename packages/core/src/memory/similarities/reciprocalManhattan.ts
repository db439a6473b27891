import type { Similarity, SimilarityContext } from "../similarity.ts";
import { negativeManhattan } from "./manhattan.ts";
import { enterAsIs, noPotential, updateByMean } from "./support.ts";

/**
 * s(x, ξ) = 1 / (1 + Σ |xⱼ - ξⱼ|) with the weighted mean: the score of the founding notebooks, for reproduction.
 *
 * It saturates (far patterns are all near 0, so the useful beta is 1e4 to 1e6 and moves with the noise) and its
 * update is no minimiser: the energy can rise. Prefer `manhattan`.
 */
export const reciprocalManhattan: Similarity = {
  name: "reciprocalManhattan",
  update: "weighted mean",
  descends: false,
  bound: "mean",
  space: "vectors",
  scoreSign: "nonNegative",
  relativeScores: true,
  check() {},
  bind(context: SimilarityContext) {
    const scores = negativeManhattan(context);
    return {
      scores(states, count, out) {
        scores(states, count, out);
        for (let k = 0; k < count * context.stored.count; k++) out[k] = 1 / (1 - out[k]);
      },
      update: updateByMean(context),
      potential: noPotential,
      enter: enterAsIs,
    };
  },
};
