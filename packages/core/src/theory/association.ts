import { exp, log } from "../math/elementary.ts";

/**
 * Shannon's entropy of an association in nats: H = -Σ pᵢ ln pᵢ, the weights taken as shares of their sum.
 * 0 for no mass.
 */
export function entropy(association: ArrayLike<number>): number {
  let mass = 0;
  let sum = 0;
  for (let i = 0; i < association.length; i++) {
    const p = association[i];
    if (p > 0) {
      mass += p;
      sum -= p * log(p);
    }
  }
  return mass > 0 ? Math.max(0, sum / mass + log(mass)) : 0;
}

/** exp of the entropy: how many patterns take part in an association (1 = one, N = all alike). */
export function effectivePatterns(association: ArrayLike<number>): number {
  return exp(entropy(association));
}

/**
 * The least number of patterns that hold `share` of the mass of an association.
 * @see Ramsauer et al. 2020, appendix A.5.1 (the k of the attention heads, share 0.90)
 */
export function metastableSize(association: ArrayLike<number>, share = 0.9): number {
  let mass = 0;
  let largest = 0;
  for (let i = 0; i < association.length; i++) {
    mass += association[i];
    if (association[i] > largest) largest = association[i];
  }
  // 0.90 of a mass that was summed in another order may miss by a rounding error.
  const wanted = share * mass * (1 - 1e-12);
  if (largest >= wanted) return mass > 0 ? 1 : 0;
  const sorted = Float64Array.from(association).sort();
  let held = 0;
  let size = 0;
  while (held < wanted && size < sorted.length) held += sorted[sorted.length - ++size];
  return size;
}

/** The kinds of fixed points: one pattern, a few, or more than half of all. */
export type FixedPointKind = "single" | "metastable" | "global";

/**
 * The kind of fixed point by its metastable size: 1 is `single`, more than half of the N patterns `global`.
 * @see Ramsauer et al. 2020, section 2 (three types of energy minima)
 */
export function fixedPointKind(size: number, N: number): FixedPointKind {
  if (size <= 1) return "single";
  return size > N / 2 ? "global" : "metastable";
}
