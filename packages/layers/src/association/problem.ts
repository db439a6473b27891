import type { Floats, Tensor } from "../autodiff/tensor.ts";
import type { AssociationMasks } from "./masks.ts";
import type { Role } from "./roles.ts";
import type { Separation } from "./separation.ts";

/** How close a state is to a stored pattern: their dot product, or -½ of their squared distance. */
export type LayerSimilarity = "dot" | "squaredEuclidean";

/** When a head or a state is done. */
export interface Stopping {
  /**
   * `state`: each state on its own, when |q' - q|₂ <= epsilon (Ramsauer et al. 2020, A.6.2). `association`: hflayers'
   * rule, a head of the whole batch, when the change of p has a Frobenius norm <= epsilon in every sample.
   */
  readonly rule: "state" | "association";
  /** The largest number of updates per head; Infinity for as many as are needed. */
  readonly maxSteps: readonly number[];
  /** The tolerance per head. */
  readonly epsilon: readonly number[];
}

/** Everything an association is computed from. */
export interface AssociationProblem {
  readonly batch: number;
  readonly heads: number;
  /** batch or 1, L, features. */
  readonly states: Role;
  /** batch or 1, S, features. */
  readonly stored: Role;
  /** Trailing stored patterns that no mask can forbid (zero association, bias patterns). */
  readonly unmasked: number;
  readonly masks: AssociationMasks;
  /** The inverse temperature of each head; learned if it wants gradients. */
  readonly beta: Tensor;
  /**
   * hflayers' defect D2 in place of beta: what feature j of the concatenated heads is multiplied by before the first
   * association, and feature j of each head before the later ones.
   */
  readonly tiled: { readonly first: Floats; readonly later: Floats } | null;
  readonly similarity: LayerSimilarity;
  readonly separation: Separation;
  readonly stopping: Stopping;
  /** Through every step, or at the fixed point alone (memory constant in the steps). */
  readonly gradient: "unrolled" | "implicit";
  /** What the association of a state is that may be associated with nothing: zeros, or hflayers' NaN. */
  readonly empty: "zero" | "nan";
}

/** Updates after which a head without a limit is stopped, and said to be. */
export const mostSteps = 1000;
