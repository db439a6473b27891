import { exp, log } from "./elementary.ts";

/**
 * ln Σᵢ exp(zᵢ), without overflow for any finite input: the largest term is taken out first, because exp(z)
 * leaves float64 at z ≈ 709. Returns -Infinity for no terms.
 */
export function logSumExp(z: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < z.length; i++) if (z[i] > largest) largest = z[i];
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum += exp(z[i] - largest);
  return largest + log(sum);
}
