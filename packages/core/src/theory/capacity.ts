import { HopfieldError } from "../errors.ts";
import { lambertW0OfExp } from "../math/lambertW.ts";

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
  /** c >= leastC */
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
  return { a, b, c, leastC, holds: c >= leastC, count: Math.sqrt(failure) * c ** ((size - 1) / 4) };
}

/**
 * How many patterns can be stored when they may be placed as one likes on the sphere of radius K √(d - 1), at β = 1:
 * 2^(2(d - 1)) for K >= 2 and d >= 4, or K >= 1.7 and d >= 50; null where nothing is proved.
 *
 * The paper states K = 2 and K = 1.7. A larger sphere is no worse: the separations grow with K², what is required of
 * them (`requiredSeparation`, above 1 here) only with ln K².
 *
 * @see Ramsauer et al. 2020, appendix A.1.6.1 (arXiv 2008.02217)
 */
export function placedCapacity({ size, radius }: Pick<SphereSetting, "size" | "radius">): number | null {
  requireSetting({ size, radius, beta: 1, failure: 1 });
  const proved = (radius >= 2 && size >= 4) || (radius >= 1.7 && size >= 50);
  return proved ? 2 ** (2 * (size - 1)) : null;
}
