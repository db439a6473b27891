import { exp, log } from "../../math/elementary.ts";
import type { Similarity } from "../similarity.ts";
import {
  amountDivergence,
  type DivergenceOptions,
  divergenceSimilarity,
  updateByStep,
} from "./divergence.ts";
import { updateByMean } from "./support.ts";

/**
 * s(x, ξ) = -Σ (xⱼ ln(xⱼ/ξⱼ) - xⱼ + ξⱼ), each value raised by the smoothing; R = 0; update = the weighted mean, the
 * minimiser of Σ pᵢ D(xᵢ, ξ) for every Bregman divergence (Banerjee et al. 2005). Values must not be negative.
 * @see Millidge et al. 2022 (Universal Hopfield networks, arXiv 2202.04557)
 */
export function kullbackLeibler({ smoothing = 1e-3 }: DivergenceOptions = {}): Similarity {
  return divergenceSimilarity(
    "kullbackLeibler",
    "weighted mean",
    "mean",
    smoothing,
    amountDivergence,
    updateByMean,
  );
}

/**
 * s(x, ξ) = -Σ (ξⱼ ln(ξⱼ/xⱼ) - ξⱼ + xⱼ), each value raised by the smoothing; R = 0; update = the weighted geometric
 * mean, which minimises Σ pᵢ D(ξ, xᵢ). Values must not be negative.
 * @see Millidge et al. 2022 (Universal Hopfield networks, arXiv 2202.04557)
 */
export function reverseKullbackLeibler({ smoothing = 1e-3 }: DivergenceOptions = {}): Similarity {
  return divergenceSimilarity(
    "reverseKullbackLeibler",
    "weighted geometric mean",
    "none",
    smoothing,
    (x, y) => amountDivergence(y, x),
    (context) =>
      updateByStep(context, (rows, shares, _state, target) => {
        const size = target.length;
        for (let j = 0; j < size; j++) {
          let logSum = 0;
          for (let k = 0; k < shares.length; k++) logSum += shares[k] * log(rows[k * size + j] + smoothing);
          target[j] = exp(logSum) - smoothing;
        }
      }),
  );
}
