import type { Kernels } from "../kernels/kernels.ts";
import type { ScoutMeasure } from "../kernels/scout.ts";
import type { Patterns } from "../patterns/patterns.ts";
import type { Rows } from "../patterns/rows.ts";

/** Where the states of a similarity live: anywhere, on the unit sphere, or on the corners of the cube. */
export type StateSpace = "vectors" | "sphere" | "cube";

/**
 * Which proved bound holds after an update: that of the weighted mean, that of generalised medians (exact as soon
 * as one weight exceeds 1/2), or none.
 */
export type UpdateBound = "mean" | "median" | "none";

/** What a similarity may read of a batch: the stored patterns and the components it may trust. */
export interface SimilarityContext {
  readonly stored: Rows;
  readonly kernels: Kernels;
  /** The known components, in rising order; null when all are. */
  readonly columns: Int32Array | null;
}

/**
 * A similarity tied to stored patterns and known components. Batches are `count` rows side by side; weights and
 * scores are count x N.
 */
export interface BoundSimilarity {
  /** Writes the scores of the states; larger is closer. */
  scores(states: Float64Array, count: number, out: Float64Array): void;
  /**
   * Writes the next states: for each, a minimiser over ξ of R(ξ) - Σᵢ pᵢ s(xᵢ, ξ), or where that has no closed
   * form a point that does not raise it. A state without any weight stays as it is.
   */
  update(weights: Float64Array, states: Float64Array, count: number, next: Float64Array): void;
  /** R(ξ), the part of the energy that does not depend on the patterns, over the known components. */
  potential(state: Float64Array): number;
  /** Moves a query into the space of states, in place (a unit vector, a sign). */
  enter(state: Float64Array): void;
}

/**
 * A similarity owns its update. The energy is E(ξ) = R(ξ) - (1/β) F(β s(X, ξ)) with a convex F whose gradient is
 * the separation; because -F lies below its tangent, the step to the minimiser of R(ξ) - Σ pᵢ s(xᵢ, ξ) can never
 * raise E (concave-convex procedure, Yuille and Rangarajan 2003).
 */
export interface Similarity {
  readonly name: string;
  /** The update in a word, for tables: "weighted mean", "weighted median" ... */
  readonly update: string;
  /** Whether the energy is proved never to rise, with any separation that is the gradient of a convex function. */
  readonly descends: boolean;
  readonly bound: UpdateBound;
  readonly space: StateSpace;
  /** The sign that its scores can take: some separations need scores that are not negative. */
  readonly scoreSign: "any" | "nonNegative" | "nonPositive";
  /** Rounding takes a share of each score; without this, a share of |x| |ξ|, which a difference of large numbers loses. */
  readonly relativeScores?: boolean;
  /** What its scores are, where kernels can bound them and so skip patterns that cannot matter. */
  readonly measure?: ScoutMeasure;
  /** Throws a HopfieldError when the patterns cannot be used (zero norm, negative values ...). */
  check(stored: Patterns): void;
  bind(context: SimilarityContext): BoundSimilarity;
}
