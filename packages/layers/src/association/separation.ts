import type { Floats, Tensor } from "../autodiff/tensor.ts";

/**
 * A separation with its derivative: how one row of logits becomes an association, and how gradients go back.
 *
 * Logits of -∞ are forbidden and get no weight. The caller sees to rows in which all are forbidden.
 */
export interface Separation {
  readonly name: string;
  /** What it learns, one number per head, or null. */
  readonly parameter: Tensor | null;
  /** Writes the association of `count` logits from `at` on over them. */
  weigh(logits: Floats, at: number, count: number, head: number): void;
  /**
   * Only where logits times any positive number have the same association: the largest of a row, 0 where none is
   * positive. The association does not tell it, and `pull` needs it.
   */
  scaleOf?(logits: Floats, at: number, count: number): number;
  /** dz = Jᵀ dp for one row, written over `dp`; J is the Jacobian at the association `p` of logits of that scale. */
  pull(p: Floats, at: number, dp: Floats, dpAt: number, count: number, head: number, scale: number): void;
  /** dL/dparameter of one row; only where there is a parameter. */
  pullParameter?(p: Floats, at: number, dp: Floats, dpAt: number, count: number, head: number): number;
}

/**
 * Weights below this are taken as 0: numbers that small are denormal in float32 soon, make processors ten times
 * slower and change nothing.
 */
export const negligible = 1e-30;
