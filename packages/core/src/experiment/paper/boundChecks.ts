import { median } from "../../math/statistics.ts";

/** A proved bound on a distance, and the distance. */
export interface BoundCheck {
  readonly bound: number;
  readonly measured: number;
}

/** What many checks of one bound came to. */
export interface BoundResult {
  readonly checks: number;
  readonly violations: number;
  /** Median of bound / measured; null where none says something. */
  readonly slack: number | null;
  /** Share of the checks in which the bound says something; null without checks. */
  readonly informative: number | null;
}

/**
 * Counts how often a bound does not hold, and how loose it is where it says something: below 2 M, which bounds every distance
 * of a blend of the patterns from one of them.
 *
 * @param norm      M
 * @param rounding  by how much a measured distance may be off
 */
export function checkBounds(
  checks: readonly (BoundCheck | null)[],
  norm: number,
  rounding: number,
): BoundResult {
  const made = checks.filter((check): check is BoundCheck => check !== null);
  const telling = made.filter(({ bound }) => bound < 2 * norm);
  const slacks = telling
    .filter(({ measured }) => measured > 100 * rounding)
    .map(({ bound, measured }) => bound / measured);
  return {
    checks: made.length,
    violations: made.filter(({ bound, measured }) => !(measured <= bound * (1 + 1e-9) + rounding)).length,
    slack: slacks.length === 0 ? null : median(slacks),
    informative: made.length === 0 ? null : telling.length / made.length,
  };
}
