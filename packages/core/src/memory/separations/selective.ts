import { requireCount } from "../../errors.ts";
import { exp } from "../../math/elementary.ts";
import { argMax } from "../../math/vector.ts";
import type { Separation } from "../separation.ts";

/** The indices of the k largest logits, the lower index first among equals. */
function largestIndices(logits: Float64Array, k: number): number[] {
  return Array.from(logits.keys())
    .sort((a, b) => logits[b] - logits[a] || a - b)
    .slice(0, k);
}

/**
 * Softmax over the k largest logits, 0 elsewhere; of equal logits the lower index comes first. Not the gradient of
 * a convex function.
 * @throws HopfieldError ERR_OPTION unless k is a whole number of at least 1
 */
export function topK({ k = 5 }: { readonly k?: number } = {}): Separation {
  requireCount(k, "k", 1);
  return {
    name: `topK/k=${k}`,
    convex: false,
    needsNonNegative: false,
    prior: "logit",
    margin: null,
    support: { reach: 0, few: k },
    weigh(logits, out) {
      const kept = largestIndices(logits, k);
      out.fill(0);
      let sum = 0;
      for (const i of kept) {
        out[i] = exp(logits[i] - logits[kept[0]]);
        sum += out[i];
      }
      for (const i of kept) out[i] /= sum;
      return Number.NaN;
    },
  };
}

/** All the weight on the largest logit, the lowest index on ties: the limit of softmax for large beta. */
export const max: Separation = {
  name: "max",
  convex: false,
  needsNonNegative: false,
  prior: "logit",
  margin: 0,
  support: { reach: 0, few: 1 },
  weigh(logits, out) {
    out.fill(0);
    out[argMax(logits)] = 1;
    return Number.NaN;
  },
};
