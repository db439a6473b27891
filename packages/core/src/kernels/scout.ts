import type { Rows } from "../patterns/rows.ts";

/** The scores that a scout can bound: x·ξ, -½|x - ξ|², -|x - ξ|₁. */
export type ScoutMeasure = "dot" | "squaredEuclidean" | "manhattan";

/** What a survey looks for. Logits are z = β s + ln w. */
export interface SurveyRequest {
  readonly beta: number;
  /** ln w of each pattern; null when all weights are 1. */
  readonly logWeights: Float64Array | null;
  /** Patterns whose logit may lie within this of the largest are kept: rising numbers, tried until the tail suffices. */
  readonly reaches: readonly number[];
  /** The tail that suffices. */
  readonly tail: number;
  /** The patterns with the largest logits are kept in any case: so many. */
  readonly few: number;
  /** At most so many patterns may be kept for one state; one with more is given up. */
  readonly room: number;
}

/**
 * What a survey proves about one state: the patterns kept contain the `few` best and all within `reach`, and the weights
 * exp(z) of all others together are at most `tail` times the largest weight.
 */
export interface Survey {
  /** Indices of the patterns kept, rising. */
  readonly kept: Int32Array;
  /** Upper bounds on how far their logits lie above the proved largest; at most a little over 0. */
  readonly above: Float64Array;
  /** Σ exp(z) over all other patterns, in units of exp(largest z): an upper bound. */
  readonly tail: number;
  /** Patterns that lie this far above or higher may be among the `few` largest. */
  readonly fewth: number;
}

/** Finds the patterns that can matter to a state, from bounds that cost a fraction of the scores. */
export interface Scout {
  /** No two points in the hull of the rows' known components lie farther apart (Euclidean). */
  readonly diameter: number;
  /** The scores of the patterns `which` for one state, summed in float64. */
  scores(state: Float64Array, which: Int32Array): Float64Array;
  /** One survey per state (`count` rows side by side); null for a state to which more than `room` patterns matter. */
  survey(states: Float64Array, count: number, request: SurveyRequest): (Survey | null)[];
}

/** Makes a scout for stored rows and known components, or says by null that it has none for them. */
export type MakeScout = (stored: Rows, columns: Int32Array | null, measure: ScoutMeasure) => Scout | null;
