import { HopfieldError } from "../errors.ts";
import { normalCdf, normalDensity, normalTailInverse } from "./normal.ts";

/**
 * Patterns that the Hebb rule keeps with a few wrong bits: 0.138 d. Up to there about 1.6 % of the bits are wrong, beyond
 * it nearly half of them: recall ends at once.
 * @see Amit, Gutfreund and Sompolinsky 1985, "Storing infinite numbers of patterns in a spin-glass model of neural networks"
 */
export function hebbCapacity(size: number): number {
  return 0.138 * size;
}

/**
 * Patterns that the Hebb rule keeps without an error: d / (2 ln d) when one of them is asked for, d / (4 ln d) for all of
 * them to be right at once; for large d.
 * @see McEliece, Posner, Rodemich and Venkatesh 1987, "The capacity of the Hopfield associative memory"
 */
export function hebbErrorFreeCapacity(size: number, which: "one" | "all" = "one"): number {
  return size / ((which === "one" ? 2 : 4) * Math.log(size));
}

/**
 * Patterns that the Storkey rule keeps without an error: d / sqrt(2 ln d).
 * @see Storkey 1997, "Increasing the capacity of a Hopfield network without sacrificing functionality"
 */
export function storkeyCapacity(size: number): number {
  return size / Math.sqrt(2 * Math.log(size));
}

/**
 * Patterns that the pseudo-inverse keeps as fixed points: d, as many as can be linearly independent. Their basins vanish
 * on the way there; without a diagonal it is useful up to about d / 2.
 * @see Personnaz, Guyon and Dreyfus 1985; Kanter and Sompolinsky 1987, "Associative recall of memory without errors"
 */
export function pseudoInverseCapacity(size: number): number {
  return size;
}

/**
 * The most random patterns for which any weights give every bit the margin kappa:
 * d / ∫_{-κ}^∞ (t + κ)² φ(t) dt = d / ((1 + κ²) Φ(κ) + κ φ(κ)), which is 2 d at κ = 0.
 * @see Gardner 1988, "The space of interactions in neural network models"
 */
export function gardnerCapacity(size: number, kappa = 0): number {
  return size / ((1 + kappa * kappa) * normalCdf(kappa) + kappa * normalDensity(kappa));
}

/**
 * The largest margin that weights can give every bit of N random patterns: the kappa whose `gardnerCapacity` is N; 0 from
 * N = 2 d on, where there is none.
 */
export function gardnerMargin(size: number, patterns: number): number {
  if (patterns >= 2 * size) return 0;
  let low = 0;
  let high = 1;
  while (gardnerCapacity(size, high) > patterns) high *= 2;
  for (let k = 0; k < 100 && high - low > 1e-12 * high; k++) {
    const middle = (low + high) / 2;
    if (gardnerCapacity(size, middle) > patterns) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** (2n - 3)!! = 1 · 3 · 5 ... (2n - 3) */
function oddFactorial(degree: number): number {
  let product = 1;
  for (let k = 3; k <= 2 * degree - 3; k += 2) product *= k;
  return product;
}

/**
 * The share of bits of a stored pattern that one update turns wrong, F(c) = cⁿ, N random patterns, large d:
 * Φ(-sqrt(dⁿ⁻¹ / ((2n - 3)!! N))).
 * @see Krotov and Hopfield 2016 (arXiv 1606.01164), section 2
 */
export function powerBitError(size: number, degree: number, patterns: number): number {
  return normalCdf(-Math.sqrt(size ** (degree - 1) / (oddFactorial(degree) * patterns)));
}

/**
 * Patterns that the power n keeps with small errors: αₙ dⁿ⁻¹ with αₙ = 1 / ((2n - 3)!! z²), z the normal quantile of the
 * share of wrong bits allowed after one update. The default, 0.36 %, is the share at which n = 2 gives 0.138 d.
 * @see Krotov and Hopfield 2016 (arXiv 1606.01164), section 2
 */
export function powerCapacity(size: number, degree: number, wrongBits = 0.0036): number {
  if (!(wrongBits > 0 && wrongBits < 0.5)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid wrongBits: ${wrongBits} (expected a share between 0 and 0.5)`,
      {
        wrongBits,
      },
    );
  }
  return size ** (degree - 1) / (oddFactorial(degree) * normalTailInverse(wrongBits) ** 2);
}

/**
 * Patterns that the power n keeps without an error: dⁿ⁻¹ / (2 (2n - 3)!! ln d).
 * @see Krotov and Hopfield 2016 (arXiv 1606.01164), section 2
 */
export function powerErrorFreeCapacity(size: number, degree: number): number {
  return size ** (degree - 1) / (2 * oddFactorial(degree) * Math.log(size));
}

/**
 * Patterns that the exponential keeps, and finds again from queries with a share ρ of wrong bits:
 * exp(α d) with α = I(1 - 2ρ) / 2, I(a) = ½ ((1 + a) ln(1 + a) + (1 - a) ln(1 - a)); 2^(d/2) at ρ = 0. The theorem is for
 * every smaller α and large d. Infinity beyond the range of float64.
 * @see Demircigil et al. 2017 (arXiv 1702.01929)
 */
export function exponentialCapacity(size: number, wrongBits = 0): number {
  if (!(wrongBits >= 0 && wrongBits < 0.5)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid wrongBits: ${wrongBits} (expected a share of 0 up to below 0.5)`,
      {
        wrongBits,
      },
    );
  }
  const a = 1 - 2 * wrongBits;
  const part = (x: number): number => (x === 0 ? 0 : x * Math.log(x));
  return Math.exp((size * (part(1 + a) + part(1 - a))) / 4);
}
