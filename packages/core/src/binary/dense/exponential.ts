import { exp } from "../../math/elementary.ts";
import { logSumExp } from "../../math/logSumExp.ts";
import type { Interaction } from "./interaction.ts";

/** Sums nearer to 0 than this share of their terms are 0. */
const rounding = 1e-13;

/**
 * F(c) = exp(c). D(c) = 2 sinh(1) exp(c), taken relative to the largest overlap, so nothing overflows at any size; the
 * energy is the logarithm, E(s) = -ln Σ_m exp(x_m·s), which falls whenever -Σ exp does.
 *
 * @see Demircigil et al. 2017, "On a model of associative memory with huge storage capacity" (arXiv 1702.01929)
 */
export function exponentialInteraction(size: number): Interaction {
  /** exp(-k); overlaps differ by at most 2 d, and beyond 745 all is 0. */
  const falling = Float64Array.from({ length: 2 * size + 3 }, (_, k) => exp(-k));
  return {
    name: "exponential",
    exact: false,
    terms(overlaps, t) {
      let largest = Number.NEGATIVE_INFINITY;
      for (const overlap of overlaps) if (overlap > largest) largest = overlap;
      let sum = 0;
      for (let m = 0; m < t.length; m++) {
        const weight = falling[largest - overlaps[m]];
        t[m] = (Math.E + 1 / Math.E) * weight;
        sum += weight;
      }
      return (1 / Math.E - Math.E) * sum;
    },
    sum(counts, touched) {
      let largest = Number.NEGATIVE_INFINITY;
      for (const c of touched) if (c > largest && counts[c + size] !== 0) largest = c;
      let sum = 0;
      let scale = 0;
      for (const c of touched) {
        const times = counts[c + size];
        if (times === 0) continue;
        counts[c + size] = 0;
        const term = times * falling[largest - c];
        sum += term;
        scale += Math.abs(term);
      }
      return Math.abs(sum) <= rounding * scale ? 0 : sum;
    },
    energy: (overlaps) => -logSumExp(overlaps),
  };
}
