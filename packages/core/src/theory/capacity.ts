import { HopfieldError } from "../errors.ts";
import { lambertW0OfExp } from "../math/lambertW.ts";
import { sphereRadius } from "./bounds.ts";

/** Random patterns on a sphere, as theorem 3 speaks of them. */
export interface SphereSetting {
  /** d, the components of a pattern; at least 2. */
  readonly size: number;
  /** K: the patterns lie on the sphere of radius M = K √(d - 1). */
  readonly radius: number;
  /** β */
  readonly beta: number;
  /** p, the probability with which the guarantee may fail: above 0, at most 1. */
  readonly failure: number;
}

/** What theorem 3 guarantees, with the constants on the way. */
export interface SphereCapacity {
  /** a = 2/(d - 1) (1 + ln(2 β K² p (d - 1))) */
  readonly a: number;
  /** b = 2 K² β / 5 */
  readonly b: number;
  /** c = b / W₀(exp(a + ln b)), the base of the exponential. */
  readonly c: number;
  /** (2/√p)^(4/(d - 1)): the theorem speaks only where c is at least this, which is where it promises two patterns. */
  readonly leastC: number;
  /** K² (d - 1) / (5 c), the least separation Δ among that many patterns that the proof works with. */
  readonly separation: number;
  /** Whether the spheres of radius 1 / (β N M) around the patterns are disjoint at that separation, as being stored demands. */
  readonly disjoint: boolean;
  /** c >= leastC, and `disjoint`. */
  readonly holds: boolean;
  /** √p c^((d - 1)/4): with probability 1 - p at least so many random patterns are stored, where `holds`. */
  readonly count: number;
}

/** @throws HopfieldError ERR_OPTION for a number outside of what the theorem allows */
function requireSetting({ size, radius, beta, failure }: SphereSetting): void {
  const wrong = (what: string, value: number, expected: string): HopfieldError =>
    new HopfieldError("ERR_OPTION", `invalid ${what}: ${value} (expected ${expected})`, { what, value });
  if (!Number.isInteger(size) || size < 2) throw wrong("size", size, "a whole number >= 2");
  if (!(radius > 0) || !Number.isFinite(radius)) throw wrong("radius", radius, "a positive finite number");
  if (!(beta > 0) || !Number.isFinite(beta)) throw wrong("beta", beta, "a positive finite number");
  if (!(failure > 0 && failure <= 1)) throw wrong("failure", failure, "a probability above 0, at most 1");
}

/** M = K √(d - 1), the radius of the sphere that the capacity theorem puts its patterns on. */
export function sphereNorm({ size, radius }: Pick<SphereSetting, "size" | "radius">): number {
  return radius * Math.sqrt(size - 1);
}

/**
 * The number of random patterns on the sphere that are stored with probability 1 - p: N >= √p c^((d - 1)/4),
 * exponential in the dimension. It is a guarantee, not an estimate: what is measured is far larger.
 *
 * The formula alone also "guarantees" patterns at a tiny β, where all states run to one fixed point inside of spheres that
 * overlap; Definition 1 wants disjoint spheres, so `holds` asks for these too.
 *
 * @throws HopfieldError ERR_OPTION for a size below 2, or a number that is not positive
 * @see Ramsauer et al. 2020, theorem 3 and appendix A.1.6.2 (arXiv 2008.02217)
 */
export function sphereCapacity(setting: SphereSetting): SphereCapacity {
  requireSetting(setting);
  const { size, radius, beta, failure } = setting;
  const a = (2 / (size - 1)) * (1 + Math.log(2 * beta * radius * radius * failure * (size - 1)));
  const b = (2 * radius * radius * beta) / 5;
  const c = b / lambertW0OfExp(a + Math.log(b));
  const leastC = (2 / Math.sqrt(failure)) ** (4 / (size - 1));
  const count = Math.sqrt(failure) * c ** ((size - 1) / 4);
  const norm = sphereNorm(setting);
  const separation = (norm * norm) / (5 * c);
  // On one sphere patterns of separation Δ are √(2 Δ) apart.
  const disjoint = 2 * sphereRadius(count, norm, beta) < Math.sqrt(2 * separation);
  return { a, b, c, leastC, separation, disjoint, holds: c >= leastC && disjoint, count };
}

/**
 * What the paper states for patterns that are placed as one likes on the sphere of radius K √(d - 1), at β = 1: 2^(2(d - 1))
 * for K = 2 and d >= 4, or K = 1.7 and d >= 50; null elsewhere.
 *
 * Kept for reference. It exceeds `ownWeightLimit`, which holds for every placement: so many patterns cannot each hold the
 * larger part of their own association. Do not build on it.
 *
 * @see Ramsauer et al. 2020, appendix A.1.6 (placed patterns)
 */
export function placedCapacityAsStated({
  size,
  radius,
}: Pick<SphereSetting, "size" | "radius">): number | null {
  requireSetting({ size, radius, beta: 1, failure: 1 });
  const stated = (radius === 2 && size >= 4) || (radius === 1.7 && size >= 50);
  return stated ? 2 ** (2 * (size - 1)) : null;
}

/** Intervals of Simpson's rule; the integrand is smooth and is followed over twelve widths to both sides of its top. */
const intervals = 2000;

/** ln of the integral over θ from 0 to π of exp(-κ (1 - cos θ)) sin^(d-2) θ. */
function logSphereIntegral(size: number, kappa: number): number {
  const power = size - 2;
  const log = (angle: number): number => {
    const sine = Math.sin(angle);
    const bending = power === 0 ? 0 : sine > 0 ? power * Math.log(sine) : Number.NEGATIVE_INFINITY;
    return -2 * kappa * Math.sin(angle / 2) ** 2 + bending;
  };
  // The top is where κ sin²θ = (d - 2) cos θ; written without cancellation.
  const cosine = kappa === 0 ? 0 : (2 * kappa) / (power + Math.sqrt(power * power + 4 * kappa * kappa));
  const top = Math.acos(Math.min(1, cosine));
  const curvature = kappa * cosine + (power === 0 ? 0 : power / Math.sin(top) ** 2);
  const width = curvature > 0 ? 12 / Math.sqrt(curvature) : Math.PI;
  const [from, to] = [Math.max(0, top - width), Math.min(Math.PI, top + width)];
  const most = log(top);
  let sum = 0;
  for (let k = 0; k <= intervals; k++) {
    const weight = k === 0 || k === intervals ? 1 : k % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(log(from + ((to - from) * k) / intervals) - most);
  }
  return most + Math.log((sum * (to - from)) / (3 * intervals));
}

/**
 * The most patterns that can each hold at least the share `weight` of their own association, however they are placed on the
 * sphere: N <= 1 / (weight A), with A the mean of exp(-β M² (1 - cos θ)) over the sphere.
 *
 * Proof: 1/pᵢ = Σⱼ exp(-β M² (1 - cos θᵢⱼ)) at the state xᵢ. The kernel is positive definite on the sphere: in its expansion in
 * Gegenbauer polynomials the constant term A is the same for every placement and the others add nothing negative, so that the
 * mean over all pairs is at least A. Hence the mean of 1/pᵢ is at least N A, and some pᵢ is at most 1 / (N A).
 *
 * @param weight  above 0, at most 1; 1/2 by default
 * @returns a number that may be Infinity
 * @throws HopfieldError ERR_OPTION for a setting or a weight outside of its range
 * @see Schoenberg 1942, "Positive definite functions on spheres"
 */
export function ownWeightLimit(setting: Omit<SphereSetting, "failure">, weight = 0.5): number {
  requireSetting({ ...setting, failure: 1 });
  if (!(weight > 0 && weight <= 1)) {
    throw new HopfieldError("ERR_OPTION", `invalid weight: ${weight} (expected a share above 0, at most 1)`, {
      weight,
    });
  }
  const { size, beta } = setting;
  const logMean = logSphereIntegral(size, beta * sphereNorm(setting) ** 2) - logSphereIntegral(size, 0);
  return Math.exp(-logMean) / weight;
}
