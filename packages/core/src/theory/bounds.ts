import { exp, log } from "../math/elementary.ts";

/**
 * |f(ξ) - x_top| <= (1 - p_top) maxⱼ |xⱼ - x_top| <= 2 M (1 - p_top), for the mean update of any association.
 *
 * @param topWeight  the largest weight p_top of the association that made the update
 * @param largestNorm  M, the largest norm of a stored pattern
 * @see Ramsauer et al. 2020, lemma A4 and its proof
 */
export function weightBound(topWeight: number, largestNorm: number): number {
  return 2 * largestNorm * Math.max(0, 1 - topWeight);
}

/**
 * |f(ξ) - x_top| <= 2 (N - 1) M exp(-β g), for the mean update and softmax; g is the gap between the largest and
 * the second largest score of the query.
 * @see Ramsauer et al. 2020, lemma A4
 */
export function gapBound(N: number, largestNorm: number, beta: number, gap: number): number {
  return N <= 1 ? 0 : 2 * (N - 1) * largestNorm * exp(-beta * gap);
}

/**
 * |f(ξ) - xᵢ| <= 2 (N - 1) M exp(-β (Δᵢ - 2 max(|ξ - xᵢ|, |xᵢ* - xᵢ|) M)), the retrieval error after one update.
 *
 * @param separation  Δᵢ of the pattern
 * @param farthest  max(|ξ - xᵢ|, |xᵢ* - xᵢ|): the distances of the state and of the fixed point from the pattern
 * @see Ramsauer et al. 2020, theorem 5
 */
export function retrievalErrorBound(
  N: number,
  largestNorm: number,
  beta: number,
  separation: number,
  farthest: number,
): number {
  return gapBound(N, largestNorm, beta, separation - 2 * farthest * largestNorm);
}

/**
 * |J^m| <= 2 β N M² (N - 1) exp(-β (Δᵢ - 2 max(|ξ - xᵢ|, |xᵢ* - xᵢ|) M)), so that after one update
 * |f(ξ) - xᵢ*| <= |J^m| |ξ - xᵢ*|: the factor by which one update brings a state closer to the fixed point.
 *
 * @param separation  Δᵢ of the pattern
 * @param farthest  max(|ξ - xᵢ|, |xᵢ* - xᵢ|): the distances of the state and of the fixed point from the pattern
 * @see Ramsauer et al. 2020, theorem 4
 */
export function updateFactorBound(
  N: number,
  largestNorm: number,
  beta: number,
  separation: number,
  farthest: number,
): number {
  return beta * N * largestNorm * retrievalErrorBound(N, largestNorm, beta, separation, farthest);
}

/**
 * The beta below which the update is a contraction everywhere, with one fixed point near the mean of all patterns:
 * |J| <= β m², as J = β X^T (diag p - p p^T) X has the variance of the patterns under p in every direction.
 *
 * @param spread  m, the largest distance of a stored pattern from the mean of all
 * @see Ramsauer et al. 2020, appendix A.1.5.2 (global fixed point)
 */
export function globalBeta(spread: number): number {
  return 1 / (spread * spread);
}

/** The radius 1 / (β N M) of the sphere in which a stored pattern's fixed point lies (Definition 3). */
export function sphereRadius(N: number, largestNorm: number, beta: number): number {
  return 1 / (beta * N * largestNorm);
}

/**
 * The separation that a pattern must have to be stored for certain:
 * Δᵢ >= 2 / (β N) + (1/β) ln(2 (N - 1) N β M²). Then the update maps the sphere of radius 1 / (β N M) around xᵢ
 * into itself, contracts there and has one fixed point in it.
 * @see Ramsauer et al. 2020, theorem 3 and lemmas A5-A7
 */
export function requiredSeparation(N: number, largestNorm: number, beta: number): number {
  if (N <= 1) return 0;
  return 2 / (beta * N) + log(2 * (N - 1) * N * beta * largestNorm * largestNorm) / beta;
}

/**
 * The smallest beta from which on a pattern of separation Δᵢ is stored for certain; Infinity when Δᵢ <= 0.
 *
 * Solves `requiredSeparation` = Δᵢ for the larger root (the smaller one belongs to the regime with one fixed
 * point, where the spheres overlap), by bisection to 1e-12 relative.
 */
export function certifiedBeta(N: number, largestNorm: number, separation: number): number {
  if (!(separation > 0)) return Number.POSITIVE_INFINITY;
  if (N <= 1 || largestNorm === 0) return Number.MIN_VALUE;
  const slack = (beta: number): number => beta * (separation - requiredSeparation(N, largestNorm, beta));
  // β (Δ - required) = β Δ - 2/N - ln(2 (N - 1) N β M²) is convex in β with its minimum at β = 1/Δ.
  let low = 1 / separation;
  if (slack(low) >= 0) return low;
  let high = 2 * low;
  while (slack(high) < 0) high *= 2;
  for (let k = 0; k < 200 && high - low > 1e-12 * high; k++) {
    const middle = (low + high) / 2;
    if (slack(middle) < 0) low = middle;
    else high = middle;
  }
  return high;
}
