import { HopfieldError } from "../../errors.ts";
import type { Separation } from "../separation.ts";

/** Shares of the non-negative parts to a power; all alike where no logit is positive. */
function shares(name: string, degree: number): Separation {
  return {
    name,
    convex: false,
    needsNonNegative: true,
    prior: "factor",
    margin: null,
    weigh(logits, out) {
      let largest = 0;
      for (let i = 0; i < logits.length; i++) largest = Math.max(largest, logits[i]);
      let sum = 0;
      for (let i = 0; i < logits.length; i++) {
        // Divided by the largest first, so that no power overflows.
        out[i] = largest > 0 ? (Math.max(0, logits[i]) / largest) ** degree : 1;
        sum += out[i];
      }
      for (let i = 0; i < logits.length; i++) out[i] /= sum;
      return Number.NaN;
    },
  };
}

/**
 * pᵢ = max(zᵢ, 0)^n / Σ: the normalised power of Krotov and Hopfield as Millidge uses it; beta has no effect. Where no
 * logit is positive all patterns weigh alike. Not a gradient of a convex function once normalised.
 * @throws HopfieldError ERR_OPTION unless the degree is positive
 * @see Millidge et al. 2022 (arXiv 2202.04557)
 */
export function polynomial({ degree = 3 }: { readonly degree?: number } = {}): Separation {
  if (!(degree > 0) || !Number.isFinite(degree)) {
    throw new HopfieldError("ERR_OPTION", `invalid degree: ${degree} (expected a positive number)`, {
      degree,
    });
  }
  return shares(`polynomial/degree=${degree}`, degree);
}

/** pᵢ = max(zᵢ, 0) / Σ: the scores themselves as weights; beta has no effect. */
export const identity: Separation = shares("identity", 1);
