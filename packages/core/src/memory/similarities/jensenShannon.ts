import { exp, log } from "../../math/elementary.ts";
import type { Similarity } from "../similarity.ts";
import {
  amountDivergence,
  type DivergenceOptions,
  divergenceSimilarity,
  updateByStep,
} from "./divergence.ts";

/** Rounds towards the minimiser per update; the distance to it halves about once a round. */
const rounds = 60;

/**
 * s(x, ξ) = -½ Σ (D(xⱼ, mⱼ) + D(ξⱼ, mⱼ)) with m = (x + ξ)/2 and D the Kullback-Leibler divergence of amounts; R = 0.
 *
 * Update: Σ pᵢ JS(xᵢ, ξ) is convex in ξ and has no closed minimiser; each round replaces the concave part by its
 * tangent, which gives ξ <- exp(Σ pᵢ ln((xᵢ + ξ)/2)) and never raises the sum.
 * @see Millidge et al. 2022 (Universal Hopfield networks, arXiv 2202.04557)
 */
export function jensenShannon({ smoothing = 1e-3 }: DivergenceOptions = {}): Similarity {
  return divergenceSimilarity(
    "jensenShannon",
    "weighted Jensen-Shannon centre",
    "none",
    smoothing,
    (x, y) => {
      const middle = (x + y) / 2;
      return (amountDivergence(x, middle) + amountDivergence(y, middle)) / 2;
    },
    (context) =>
      updateByStep(context, (rows, shares, state, target) => {
        const size = target.length;
        for (let j = 0; j < size; j++) {
          let value = state[j] + smoothing;
          for (let round = 0; round < rounds; round++) {
            let logSum = 0;
            for (let k = 0; k < shares.length; k++) {
              logSum += shares[k] * log((rows[k * size + j] + smoothing + value) / 2);
            }
            const moved = exp(logSum) - value;
            value += moved;
            if (Math.abs(moved) <= 1e-14 * value) break;
          }
          target[j] = value - smoothing;
        }
      }),
  );
}
