import { exp, log } from "../../math/elementary.ts";
import type { Separation } from "../separation.ts";

/**
 * pᵢ = exp zᵢ / Σ exp zⱼ; conjugate: the log-sum-exp (Shannon's entropy).
 * @see Ramsauer et al. 2020, equation 3
 */
export const softmax: Separation = {
  name: "softmax",
  convex: true,
  needsNonNegative: false,
  prior: "logit",
  margin: null,
  support: { reach: "tail", few: 0 },
  weigh(logits, out) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < logits.length; i++) if (logits[i] > largest) largest = logits[i];
    let sum = 0;
    for (let i = 0; i < logits.length; i++) {
      // The largest is taken out first: exp(z) leaves float64 at z = 709.
      out[i] = exp(logits[i] - largest);
      sum += out[i];
    }
    for (let i = 0; i < logits.length; i++) out[i] /= sum;
    return largest + log(sum);
  },
};
