import { HopfieldError } from "../../errors.ts";
import { knownComponents } from "../../kernels/gather.ts";
import type { Patterns } from "../../patterns/patterns.ts";
import type { Similarity, SimilarityContext } from "../similarity.ts";
import { updateByStep } from "./divergence.ts";
import { updateByMedian } from "./median.ts";
import { enterAsIs, noPotential, pairwise, updateByMean } from "./support.ts";

/** A similarity of your own. */
export interface SimilarityDefinition {
  readonly name: string;
  /** The score of a pattern and a state over their known components; larger is closer. */
  readonly score: (pattern: Float64Array, state: Float64Array) => number;
  /**
   * The next state: the weighted mean or median of the patterns, or your own rule, which gets the patterns with
   * weight (row after row), their shares (summing to 1) and the current state, and writes `next`.
   */
  readonly update:
    | "mean"
    | "median"
    | ((patterns: Float64Array, shares: Float64Array, state: Float64Array, next: Float64Array) => void);
  /** R(ξ) over the known components; 0 by default. */
  readonly potential?: (state: Float64Array) => number;
  /** Say true only when the update minimises R(ξ) - Σ pᵢ s(xᵢ, ξ); false by default. */
  readonly descends?: boolean;
  /** The sign its scores can take; `any` by default. */
  readonly scoreSign?: Similarity["scoreSign"];
  /** Throws when the patterns cannot be used. */
  readonly check?: (stored: Patterns) => void;
}

/**
 * A similarity from a scoring function; masks, batches, energies and certificates then work as for the built-in ones.
 * @throws HopfieldError ERR_OPTION when the name is empty or the score is no function
 */
export function defineSimilarity(definition: SimilarityDefinition): Similarity {
  const { name, score, update, potential = noPotential, check = enterAsIs } = definition;
  if (!name || typeof score !== "function") {
    throw new HopfieldError("ERR_OPTION", "a similarity needs a name and a score(pattern, state) function", {
      name,
    });
  }
  return {
    name,
    update: typeof update === "string" ? `weighted ${update}` : "own update",
    descends: definition.descends ?? false,
    bound: update === "mean" ? "mean" : "none",
    space: "vectors",
    scoreSign: definition.scoreSign ?? "any",
    check,
    bind(context: SimilarityContext) {
      const rule = typeof update === "function" ? updateByStep(context, update) : undefined;
      return {
        scores: pairwise(context, score),
        update: rule ?? (update === "median" ? updateByMedian(context) : updateByMean(context)),
        potential: (state) => potential(knownComponents(state, 0, state.length, context.columns)),
        enter: enterAsIs,
      };
    },
  };
}
