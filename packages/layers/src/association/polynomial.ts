import {
  type Separation as CoreSeparation,
  identity as coreIdentity,
  polynomial as corePolynomial,
} from "modern-hopfield";
import { negligible, type Separation } from "./separation.ts";
import { weighAllowed } from "./weighAllowed.ts";

/** The association of the core's shares, with dz = n p / z ∘ (dp - p·dp) where p has weight. */
function shares(core: CoreSeparation, degree: number): Separation {
  return {
    name: core.name,
    parameter: null,
    weigh(logits, at, count) {
      weighAllowed(logits, at, count, (z, out) => core.weigh(z, out, 1));
      for (let s = at; s < at + count; s++) if (logits[s] < negligible) logits[s] = 0;
    },
    scaleOf(logits, at, count) {
      let largest = 0;
      for (let s = at; s < at + count; s++) if (logits[s] > largest) largest = logits[s];
      return largest;
    },
    pull(p, at, dp, dpAt, count, _head, scale) {
      // Where no logit is positive the weights are even and stay so.
      if (scale === 0) {
        dp.fill(0, dpAt, dpAt + count);
        return;
      }
      let most = 0;
      let mean = 0;
      for (let s = 0; s < count; s++) {
        most = Math.max(most, p[at + s]);
        mean += p[at + s] * dp[dpAt + s];
      }
      for (let s = 0; s < count; s++) {
        const weight = p[at + s];
        const logit = scale * (weight / most) ** (1 / degree);
        const value = weight > 0 ? ((degree * weight) / logit) * (dp[dpAt + s] - mean) : 0;
        dp[dpAt + s] = Math.abs(value) < negligible ? 0 : value;
      }
    },
  };
}

/**
 * pᵢ = max(zᵢ, 0)^n / Σ; where no logit is positive all patterns that are allowed weigh alike. Beta has no effect
 * without a float mask.
 * @throws HopfieldError ERR_OPTION unless the degree is positive
 * @see Millidge et al. 2022 (arXiv 2202.04557)
 */
export function polynomialSeparation(degree = 3): Separation {
  return shares(corePolynomial({ degree }), degree);
}

/** pᵢ = max(zᵢ, 0) / Σ: the scores themselves as weights. */
export const identitySeparation: Separation = shares(coreIdentity, 1);
