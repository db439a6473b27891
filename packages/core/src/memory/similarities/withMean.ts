import type { Similarity, SimilarityContext } from "../similarity.ts";
import { enterAsIs, noPotential, updateByMean } from "./support.ts";

/**
 * The scores of a similarity with the plain weighted mean Σ pᵢ xᵢ / Σ pᵢ as update, whatever its own would be: for
 * reproducing what others did. Nothing is proved about its energy, which can rise (`descends` is false).
 */
export function withMean(similarity: Similarity): Similarity {
  return {
    name: `${similarity.name}+mean`,
    update: "weighted mean",
    descends: false,
    bound: "mean",
    space: "vectors",
    scoreSign: similarity.scoreSign,
    relativeScores: similarity.relativeScores ?? false,
    check: (stored) => similarity.check(stored),
    bind(context: SimilarityContext) {
      return {
        scores: similarity.bind(context).scores,
        update: updateByMean(context),
        potential: noPotential,
        enter: enterAsIs,
      };
    },
  };
}
