import { HopfieldError } from "../../errors.ts";
import type { Separation } from "../separation.ts";
import { softmax } from "./softmax.ts";

/** Tsallis' entropy Σ (p - p^α) / (α (α - 1)). */
export function tsallisEntropy(p: Float64Array, alpha: number): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) sum += p[i] - p[i] ** alpha;
  return sum / (alpha * (alpha - 1));
}

/** Σ pᵢ zᵢ over the weights that are not 0. */
export function expectation(p: Float64Array, z: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) sum += p[i] * z[i];
  return sum;
}

function largestOf(z: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < z.length; i++) if (z[i] > largest) largest = z[i];
  return largest;
}

/** The logits within `reach` of the largest, as differences to it (0 first), falling: only these can have weight. */
function differences(z: Float64Array, largest: number, reach: number): Float64Array {
  const near: number[] = [];
  for (let i = 0; i < z.length; i++) if (largest - z[i] < reach) near.push(largest - z[i]);
  return Float64Array.from(near)
    .sort()
    .map((difference) => -difference);
}

/** The threshold τ of sparsemax on z - max z: Σ [zᵢ - τ]₊ = 1, by sorting. */
function sparsemaxThreshold(sorted: Float64Array): number {
  let sum = 0;
  let threshold = -1;
  for (let k = 0; k < sorted.length; k++) {
    sum += sorted[k];
    const candidate = (sum - 1) / (k + 1);
    if (sorted[k] <= candidate) break;
    threshold = candidate;
  }
  return threshold;
}

/** The threshold τ of 1.5-entmax on (z - max z)/2: Σ [zᵢ/2 - τ]₊² = 1, by sorting. */
function entmax15Threshold(sorted: Float64Array): number {
  let sum = 0;
  let squares = 0;
  let threshold = -1;
  for (let k = 0; k < sorted.length; k++) {
    const half = sorted[k] / 2;
    sum += half;
    squares += half * half;
    const mean = sum / (k + 1);
    const inside = (1 - (squares - sum * mean)) / (k + 1);
    if (inside < 0) break;
    const candidate = mean - Math.sqrt(inside);
    if (half <= candidate) break;
    threshold = candidate;
  }
  return threshold;
}

/** The root τ of a falling function on [low, high], to the last bits. */
export function bisect(low: number, high: number, excess: (tau: number) => number): number {
  let [a, b] = [low, high];
  for (let k = 0; k < 200; k++) {
    const middle = (a + b) / 2;
    if (middle <= a || middle >= b) break;
    if (excess(middle) >= 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/** Brings the weights to sum 1: what is left of the rounding of τ. */
export function bringToOne(out: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < out.length; i++) sum += out[i];
  for (let i = 0; i < out.length; i++) out[i] /= sum;
}

/**
 * pᵢ = [(α - 1) zᵢ - τ]₊^(1/(α-1)) with τ such that p sums to 1; conjugate p·z + H(p) with Tsallis' entropy.
 * α = 2 is sparsemax and α = 1.5 has an exact solution by sorting; others by bisection to the last bits. α = 1 is
 * softmax. Margin 1 / (α - 1).
 *
 * @param alpha  at least 1; 1.5 by default
 * @throws HopfieldError ERR_OPTION for alpha below 1
 * @see Peters, Niculae and Martins 2019 (arXiv 1905.05702); Santos et al. 2024 (arXiv 2402.13725)
 */
export function entmax({ alpha = 1.5 }: { readonly alpha?: number } = {}): Separation {
  if (!(alpha >= 1) || !Number.isFinite(alpha)) {
    throw new HopfieldError("ERR_OPTION", `invalid alpha: ${alpha} (expected at least 1; 1 is softmax)`, {
      alpha,
    });
  }
  if (alpha === 1) return softmax;
  const power = 1 / (alpha - 1);
  return {
    name: alpha === 2 ? "sparsemax" : `entmax/alpha=${alpha}`,
    convex: true,
    needsNonNegative: false,
    prior: "logit",
    margin: power,
    support: { reach: power, few: 0 },
    weigh(logits, out) {
      const largest = largestOf(logits);
      const sorted = differences(logits, largest, power);
      if (alpha === 2) {
        const tau = sparsemaxThreshold(sorted);
        for (let i = 0; i < logits.length; i++) out[i] = Math.max(0, logits[i] - largest - tau);
      } else if (alpha === 1.5) {
        const tau = entmax15Threshold(sorted);
        for (let i = 0; i < logits.length; i++) out[i] = Math.max(0, (logits[i] - largest) / 2 - tau) ** 2;
      } else {
        const tau = bisect(-1, 0, (t) => {
          let sum = -1;
          for (const z of sorted) sum += Math.max(0, (alpha - 1) * z - t) ** power;
          return sum;
        });
        for (let i = 0; i < logits.length; i++) {
          out[i] = Math.max(0, (alpha - 1) * (logits[i] - largest) - tau) ** power;
        }
      }
      bringToOne(out);
      return expectation(out, logits) + tsallisEntropy(out, alpha);
    },
  };
}

/** Euclidean projection of the logits on the simplex: entmax with α = 2 (Martins and Astudillo 2016). */
export const sparsemax: Separation = entmax({ alpha: 2 });
