/**
 * Turns logits z = β s (one row, N numbers) into an association p.
 *
 * A convex separation is the gradient of a convex function F, here F(z) = max over p of p·z + H(p) for an entropy
 * H; then the energy -F/β can only fall. `weigh` returns F(z), the conjugate, or NaN where there is none.
 */
export interface Separation {
  readonly name: string;
  /** Whether it is the gradient of a convex function, so that descent is proved. */
  readonly convex: boolean;
  /** Whether it needs scores that are not negative. */
  readonly needsNonNegative: boolean;
  /**
   * How a pattern's weight w enters: `logit` adds ln w to its logit (inside the log-sum-exp), `factor` multiplies
   * the association before it is brought back to sum 1.
   */
  readonly prior: "logit" | "factor";
  /**
   * The margin m: a stored pattern is a fixed point, exactly, once β Δᵢ >= m, and one update retrieves it exactly
   * from within (Δᵢ - m/β) / (2 M). null where the association never is exactly one pattern.
   * @see Santos et al. 2024 (arXiv 2402.13725)
   */
  readonly margin: number | null;
  /**
   * Which patterns can have weight, where that is known: those whose logit lies less than `reach` below the largest, and
   * the `few` largest in any case. With the reach "tail" all can, but exp(z) bounds their share. Absent: no telling.
   */
  readonly support?: { readonly reach: number | "tail"; readonly few: number };
  /** Writes the association of the logits and returns the conjugate. `beta` is what the scores were multiplied by. */
  weigh(logits: Float64Array, out: Float64Array, beta: number): number;
}
