import { exp } from "../math/elementary.ts";
import type { Separation } from "./separation.ts";
import type { BoundSimilarity } from "./similarity.ts";

/** How scores become an association: the separation, beta, and ln w of the patterns' weights (null: all 1). */
export interface AssociationRule {
  readonly separation: Separation;
  readonly beta: number;
  readonly logWeights: Float64Array | null;
}

/** Turns scores (N numbers) into logits z = β s, with ln w added where the separation takes it there. In place. */
export function toLogits(scores: Float64Array, { separation, beta, logWeights }: AssociationRule): void {
  for (let i = 0; i < scores.length; i++) scores[i] *= beta;
  if (logWeights === null || separation.prior !== "logit") return;
  for (let i = 0; i < scores.length; i++) scores[i] += logWeights[i];
}

/** Writes the association of one row of logits and returns the conjugate F(z), or NaN where there is none. */
export function weighLogits(logits: Float64Array, rule: AssociationRule, out: Float64Array): number {
  const { separation, beta, logWeights } = rule;
  const conjugate = separation.weigh(logits, out, beta);
  if (logWeights !== null && separation.prior === "factor") {
    let mass = 0;
    for (let i = 0; i < out.length; i++) {
      out[i] *= exp(logWeights[i]);
      mass += out[i];
    }
    if (mass > 0) for (let i = 0; i < out.length; i++) out[i] /= mass;
  }
  return conjugate;
}

/** E(ξ) = R(ξ) - F(β s) / β; NaN where the separation has no conjugate. */
export function energyOf(
  bound: BoundSimilarity,
  state: Float64Array,
  conjugate: number,
  beta: number,
): number {
  return bound.potential(state) - conjugate / beta;
}
