import type { AssociationSummary } from "./summary.ts";

/**
 * One association of a few states, whichever way it was computed: over all patterns, or over those that can matter.
 * States are addressed by their place among those the round was made for.
 */
export interface Round {
  /** E of state k; NaN where the separation has no conjugate. */
  readonly energies: Float64Array;
  /** The share of the association of state k that may lie on patterns which were left out: an upper bound. */
  readonly skipped: Float64Array;
  summary(k: number): AssociationSummary;
  /** Hands the logits and weights of state k over all patterns to a visitor; only where they were computed. */
  visit?(k: number, visitor: (logits: Float64Array, association: Float64Array) => void): void;
  /** Whether the update of state k is known to give the state itself, bit for bit. */
  rests?(k: number): boolean;
  /** Writes the next states of those at `places` side by side; `out` has just that room, and anything in it. */
  next(places: readonly number[], out: Float64Array): void;
  /** The readouts of those at `places`, side by side. */
  readout(places: readonly number[]): Float64Array;
}
