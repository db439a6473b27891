import { HopfieldError, requireCount } from "../../errors.ts";
import type { Interaction } from "./interaction.ts";

/** Sums nearer to 0 than this share of their terms are 0. */
const rounding = 1e-13;

/** base^degree by multiplication: whole numbers up to 2^53 are exact. */
function power(base: number, degree: number): number {
  let result = 1;
  for (let k = 0; k < degree; k++) result *= base;
  return result;
}

/**
 * F(c) = cⁿ, or max(c, 0)ⁿ rectified. Degree 2 is the Hebbian network with zero diagonal.
 *
 * @throws HopfieldError ERR_OPTION for a degree that is no whole number >= 2, or so large that the energy leaves float64
 * @see Krotov and Hopfield 2016, "Dense associative memory for pattern recognition" (arXiv 1606.01164)
 */
export function powerInteraction(
  degree: number,
  rectified: boolean,
  size: number,
  count: number,
): Interaction {
  requireCount(degree, "degree", 2);
  const largest = power(size + 2, degree) * Math.max(1, count);
  if (!Number.isFinite(4 * largest)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `degree ${degree} leaves float64 at ${size} units and ${count} patterns; take a smaller degree, or the exponential`,
      { degree, size, count },
    );
  }
  const F = (c: number): number => (rectified && c < 0 ? 0 : power(c, degree));
  const offset = size + 1;
  const slopes = Float64Array.from(
    { length: 2 * offset + 1 },
    (_, k) => F(k - offset + 1) - F(k - offset - 1),
  );
  const values = Float64Array.from({ length: 2 * size + 1 }, (_, k) => F(k - size));
  return {
    name: rectified ? "rectifiedPower" : "power",
    exact: 4 * largest < Number.MAX_SAFE_INTEGER,
    terms(overlaps, t) {
      let sum = 0;
      for (let m = 0; m < t.length; m++) {
        const at = overlaps[m] + offset;
        const agreeing = slopes[at - 1];
        const other = slopes[at + 1];
        t[m] = agreeing + other;
        sum += agreeing - other;
      }
      return sum;
    },
    sum(counts, touched) {
      let sum = 0;
      let scale = 0;
      for (const c of touched) {
        const times = counts[c + size];
        if (times === 0) continue;
        counts[c + size] = 0;
        const term = times * slopes[c + offset];
        sum += term;
        scale += Math.abs(term);
      }
      return Math.abs(sum) <= rounding * scale ? 0 : sum;
    },
    energy(overlaps) {
      let sum = 0;
      for (const overlap of overlaps) sum += values[overlap + size];
      return -sum;
    },
  };
}
