import {
  entmax as coreEntmax,
  max as coreMax,
  normmax as coreNormmax,
  topK as coreTopK,
  HopfieldError,
  unknownName,
} from "modern-hopfield";
import type { Floats, Tensor } from "../autodiff/tensor.ts";
import { identitySeparation, polynomialSeparation } from "./polynomial.ts";
import { quickExp } from "./quickExp.ts";
import { negligible, type Separation } from "./separation.ts";
import { type Weigh, weighAllowed } from "./weighAllowed.ts";

/** dz = p ∘ (dp - p·dp), over dp. */
function pullSoftmax(p: Floats, at: number, dp: Floats, dpAt: number, count: number): void {
  let mean = 0;
  for (let s = 0; s < count; s++) mean += p[at + s] * dp[dpAt + s];
  for (let s = 0; s < count; s++) {
    const value = p[at + s] * (dp[dpAt + s] - mean);
    dp[dpAt + s] = Math.abs(value) < negligible ? 0 : value;
  }
}

/** Logits become exp(z - largest); returns their sum. */
function rise(logits: Floats, at: number, count: number, largest: number): number {
  let total = 0;
  for (let s = at; s < at + count; s++) {
    const weight = Math.exp(logits[s] - largest);
    logits[s] = weight;
    total += weight;
  }
  return total;
}

/** `rise` to the precision of float32. */
function rise32(logits: Float32Array, at: number, count: number, largest: number): number {
  let total = 0;
  for (let s = at; s < at + count; s++) {
    const weight = quickExp(logits[s] - largest);
    logits[s] = weight;
    total += weight;
  }
  return total;
}

/** pᵢ = exp zᵢ / Σ exp zⱼ (Ramsauer et al. 2020, equation 3). */
export const softmaxSeparation: Separation = {
  name: "softmax",
  parameter: null,
  weigh(logits, at, count) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let s = at; s < at + count; s++) if (logits[s] > largest) largest = logits[s];
    const share =
      1 /
      (logits instanceof Float32Array
        ? rise32(logits, at, count, largest)
        : rise(logits, at, count, largest));
    for (let s = at; s < at + count; s++) {
      const weight = logits[s] * share;
      logits[s] = weight < negligible ? 0 : weight;
    }
  },
  pull: pullSoftmax,
};

/** dz = s ∘ (dp - Σ s dp / Σ s) with s = p^(2 - α) on the support, over dp. */
function pullEntmax(p: Floats, at: number, dp: Floats, dpAt: number, count: number, alpha: number): void {
  let mass = 0;
  let along = 0;
  for (let s = 0; s < count; s++) {
    if (p[at + s] <= 0) continue;
    const slope = p[at + s] ** (2 - alpha);
    mass += slope;
    along += slope * dp[dpAt + s];
  }
  const mean = mass > 0 ? along / mass : 0;
  for (let s = 0; s < count; s++) {
    dp[dpAt + s] = p[at + s] <= 0 ? 0 : p[at + s] ** (2 - alpha) * (dp[dpAt + s] - mean);
  }
}

/**
 * dL/dα of one row: with p̃ = p^(2-α) / Σ p^(2-α) and h = -p ln p it is dp · [(p - p̃) / (α-1)² + (h - p̃ Σ h) / (α-1)].
 * @see Correia, Niculae and Martins 2019, proposition 2 (arXiv 1909.00015)
 */
function slopeByAlpha(p: Floats, at: number, dp: Floats, dpAt: number, count: number, alpha: number): number {
  const over = alpha - 1;
  let mass = 0;
  let entropy = 0;
  let squares = 0;
  for (let s = 0; s < count; s++) {
    const weight = p[at + s];
    if (weight <= 0) continue;
    const ln = Math.log(weight);
    mass += weight ** (2 - alpha);
    entropy -= weight * ln;
    squares += weight * ln * ln;
  }
  let total = 0;
  for (let s = 0; s < count; s++) {
    const weight = p[at + s];
    if (weight <= 0) continue;
    const ln = Math.log(weight);
    // Near 1 the two terms cancel; there the limit is ½ p (Σ p ln² p - ln² p).
    if (over < 1e-4) total += dp[dpAt + s] * 0.5 * weight * (squares - ln * ln);
    else {
      const even = weight ** (2 - alpha) / mass;
      total += dp[dpAt + s] * ((weight - even) / over ** 2 + (-weight * ln - even * entropy) / over);
    }
  }
  return total;
}

/**
 * pᵢ = [(α-1) zᵢ - τ]₊^(1/(α-1)): softmax for α = 1, sparser the larger α is, sparsemax for α = 2.
 *
 * @param alpha  a number of at least 1, or a tensor with one per head, which is learned if it wants gradients
 * @throws HopfieldError ERR_OPTION for an alpha below 1
 * @see Peters, Niculae and Martins 2019 (arXiv 1905.05702)
 */
export function entmaxSeparation(alpha: number | Tensor = 1.5): Separation {
  if (alpha === 1) return softmaxSeparation;
  const learned = typeof alpha === "number" ? null : alpha;
  const alphaOf = (head: number): number => (typeof alpha === "number" ? alpha : alpha.data[head]);
  const made = new Map<number, Weigh>();
  const weighOf = (head: number): Weigh => {
    const value = alphaOf(head);
    let weigh = made.get(value);
    if (weigh === undefined) {
      const separation = coreEntmax({ alpha: value });
      weigh = (logits, out) => separation.weigh(logits, out, 1);
      made.set(value, weigh);
    }
    return weigh;
  };
  // An alpha that cannot be is refused here, not in the middle of a training run.
  weighOf(0);
  return {
    name: learned === null ? (alpha === 2 ? "sparsemax" : `entmax/alpha=${alpha}`) : "entmax/learned",
    parameter: learned,
    weigh(logits, at, count, head) {
      weighAllowed(logits, at, count, weighOf(head));
    },
    pull(p, at, dp, dpAt, count, head) {
      pullEntmax(p, at, dp, dpAt, count, alphaOf(head));
    },
    pullParameter: (p, at, dp, dpAt, count, head) => slopeByAlpha(p, at, dp, dpAt, count, alphaOf(head)),
  };
}

/** The Euclidean projection of the logits on the simplex (Martins and Astudillo 2016). */
export const sparsemaxSeparation: Separation = entmaxSeparation(2);

/**
 * p ∝ [z - τ]₊^(1/(α-1)) with Σ [z - τ]₊^(α/(α-1)) = 1: sparse, and even over what it keeps.
 * @throws HopfieldError ERR_OPTION for alpha not above 1
 * @see Blondel, Martins and Niculae 2020 (arXiv 1901.02324)
 */
export function normmaxSeparation(alpha = 2): Separation {
  const separation = coreNormmax({ alpha });
  const weigh: Weigh = (logits, out) => separation.weigh(logits, out, 1);
  return {
    name: separation.name,
    parameter: null,
    weigh(logits, at, count) {
      weighAllowed(logits, at, count, weigh);
    },
    // With S = 1/|p|_α and w = (p S)^(2-α) / ((α-1) S): dz = w ∘ (dp - p·dp) - p (w·dp - p·dp Σ w).
    pull(p, at, dp, dpAt, count) {
      let norm = 0;
      for (let s = at; s < at + count; s++) norm += p[s] ** alpha;
      const scale = norm > 0 ? norm ** (-1 / alpha) : 0;
      const slope = (weight: number): number =>
        weight > 0 ? (weight * scale) ** (2 - alpha) / ((alpha - 1) * scale) : 0;
      let mean = 0;
      let mass = 0;
      let along = 0;
      for (let s = 0; s < count; s++) {
        const w = slope(p[at + s]);
        mean += p[at + s] * dp[dpAt + s];
        mass += w;
        along += w * dp[dpAt + s];
      }
      for (let s = 0; s < count; s++) {
        dp[dpAt + s] = slope(p[at + s]) * (dp[dpAt + s] - mean) - p[at + s] * (along - mean * mass);
      }
    },
  };
}

/** Softmax over the k largest logits. @throws HopfieldError ERR_OPTION unless k is a whole number of at least 1 */
export function topKSeparation(k = 5): Separation {
  const separation = coreTopK({ k });
  const weigh: Weigh = (logits, out) => separation.weigh(logits, out, 1);
  return {
    name: separation.name,
    parameter: null,
    weigh(logits, at, count) {
      weighAllowed(logits, at, count, weigh);
    },
    pull: pullSoftmax,
  };
}

/** All the weight on the largest logit. Flat almost everywhere: no gradient goes back through it. */
export const maxSeparation: Separation = {
  name: "max",
  parameter: null,
  weigh(logits, at, count) {
    weighAllowed(logits, at, count, (z, out) => coreMax.weigh(z, out, 1));
  },
  pull(_p, _at, dp, dpAt, count) {
    dp.fill(0, dpAt, dpAt + count);
  },
};

/** The separations that have a name. */
export type SeparationName =
  | "softmax"
  | "sparsemax"
  | "entmax"
  | "normmax"
  | "polynomial"
  | "identity"
  | "topK"
  | "max";

/** A separation by name, or with its number. */
export type SeparationChoice =
  | SeparationName
  | {
      readonly name: "entmax";
      readonly alpha?: number /** Whether alpha is learned, one per head. */;
      readonly trainable?: boolean;
    }
  | { readonly name: "normmax"; readonly alpha?: number }
  | { readonly name: "polynomial"; readonly degree?: number }
  | { readonly name: "topK"; readonly k?: number };

const names: readonly SeparationName[] = [
  "softmax",
  "sparsemax",
  "entmax",
  "normmax",
  "polynomial",
  "identity",
  "topK",
  "max",
];

/**
 * The separation of a choice whose alpha is not learned.
 * @throws HopfieldError ERR_OPTION for an unknown name or a number that makes no separation
 */
export function separationOf(choice: SeparationChoice): Separation {
  const given = typeof choice === "string" ? { name: choice } : choice;
  if (!names.includes(given.name)) throw unknownName("separation", given.name, names);
  const { alpha, degree, k } = given as { alpha?: number; degree?: number; k?: number };
  if (given.name === "entmax") return entmaxSeparation(alpha);
  if (given.name === "normmax") return normmaxSeparation(alpha);
  if (given.name === "polynomial") return polynomialSeparation(degree);
  if (given.name === "topK") return topKSeparation(k);
  if (alpha !== undefined || degree !== undefined || k !== undefined) {
    throw new HopfieldError("ERR_OPTION", `${given.name} has neither alpha nor degree nor k`, { ...given });
  }
  if (given.name === "identity") return identitySeparation;
  if (given.name === "sparsemax") return sparsemaxSeparation;
  return given.name === "max" ? maxSeparation : softmaxSeparation;
}
