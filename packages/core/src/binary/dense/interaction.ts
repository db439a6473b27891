/** The names of the interaction functions F. */
export type InteractionName = "power" | "rectifiedPower" | "exponential";

/** The names of all interaction functions. */
export const interactionNames: readonly InteractionName[] = ["power", "rectifiedPower", "exponential"];

/**
 * F of E(s) = -Σ_m F(x_m·s), prepared for a number of units and patterns.
 *
 * With o_m = x_m·s and c_m = o_m - x_mi sᵢ (the overlap without unit i) the unit is drawn to the sign of
 * Σ_m F(c_m + x_mi) - F(c_m - x_mi) = Σ_m x_mi D(c_m), D(c) = F(c + 1) - F(c - 1). Patterns that agree with the unit have
 * c = o - 1, the others o + 1, so this is ½ Σ_m x_mi t_m + ½ sᵢ K with t = D(o - 1) + D(o + 1) and
 * K = Σ_m D(o_m - 1) - D(o_m + 1): one sum over the patterns, and t changes only when a unit turns.
 */
export interface Interaction {
  readonly name: InteractionName;
  /** The sums are of whole numbers that float64 holds, so that 0 means 0. */
  readonly exact: boolean;
  /** Writes t for these overlaps, in any common unit, and returns K. */
  terms(overlaps: Float64Array, t: Float64Array): number;
  /**
   * Σ_c counts(c) D(c), in any positive unit, and what rounding may have made of it: `counts[c + size]` says how often c
   * occurs, with signs; `touched` lists the c (repeated ones too). Clears the counts.
   */
  sum(counts: Int32Array, touched: Int32Array): number;
  /** -Σ_m F(o_m), or its logarithm where the interaction says so. */
  energy(overlaps: Float64Array): number;
}
