import { HopfieldError } from "../../errors.ts";
import type { Separation } from "../separation.ts";
import { bisect, bringToOne, expectation } from "./entmax.ts";

/**
 * p = argmax of p·z + 1 - |p|_α over the simplex: pᵢ is proportional to [zᵢ - τ]₊^(1/(α-1)) with
 * Σ [zᵢ - τ]₊^(α/(α-1)) = 1. Sparse, and even over what it keeps. Margin 1.
 *
 * @param alpha  the norm, above 1; 2 by default
 * @throws HopfieldError ERR_OPTION for alpha not above 1
 * @see Blondel, Martins and Niculae 2020 (norm entropies, arXiv 1901.02324); Santos et al. 2024 (arXiv 2402.13725)
 */
export function normmax({ alpha = 2 }: { readonly alpha?: number } = {}): Separation {
  if (!(alpha > 1) || !Number.isFinite(alpha)) {
    throw new HopfieldError("ERR_OPTION", `invalid alpha: ${alpha} (expected a number above 1)`, { alpha });
  }
  return {
    name: `normmax/alpha=${alpha}`,
    convex: true,
    needsNonNegative: false,
    prior: "logit",
    margin: 1,
    weigh(logits, out) {
      let largest = Number.NEGATIVE_INFINITY;
      for (const z of logits) largest = Math.max(largest, z);
      const near = Float64Array.from(logits.filter((z) => largest - z < 1)).map((z) => z - largest);
      const tau = bisect(-1, 0, (t) => {
        let sum = -1;
        for (const z of near) sum += Math.max(0, z - t) ** (alpha / (alpha - 1));
        return sum;
      });
      let norm = 0;
      for (let i = 0; i < logits.length; i++) {
        out[i] = Math.max(0, logits[i] - largest - tau) ** (1 / (alpha - 1));
      }
      bringToOne(out);
      for (let i = 0; i < out.length; i++) norm += out[i] ** alpha;
      return expectation(out, logits) + 1 - norm ** (1 / alpha);
    },
  };
}
