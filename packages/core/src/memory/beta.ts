import { exp, log } from "../math/elementary.ts";
import { median } from "../math/statistics.ts";
import { effectiveCurves } from "./betaCurve.ts";
import { risingRoot } from "./betaRoot.ts";
import type { Separation } from "./separation.ts";

/** ln β is found to this. */
const precision = 1e-9;

/** The largest score less the mean one: the scale of what beta multiplies. */
function spanOf(row: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < row.length; i++) {
    if (row[i] > largest) largest = row[i];
    sum += row[i];
  }
  return largest - sum / row.length;
}

/**
 * For each target the smallest beta at which the median over the rows of the effective patterns exp(H) is at most it.
 *
 * Where no beta reaches the target (duplicates, or a separation that ignores beta) it is the smallest beta whose
 * median is within 1 % of what the largest beta gives. Found in ln β to 1e-9.
 *
 * @param rows  scores of some queries, N numbers each; used up: they must not be read again
 */
export function betasForEffective(
  rows: readonly Float64Array[],
  separation: Separation,
  logWeights: Float64Array | null,
  targets: readonly number[],
): number[] {
  const span = median(rows.map(spanOf));
  if (!(span > 0)) return targets.map(() => 1);
  const curves = effectiveCurves(rows, separation, logWeights);
  const effective = (beta: number): number => median(curves.map((curve) => curve.at(beta)));
  const solve = (target: number): number => {
    for (const curve of curves) curve.restart();
    const low = 1e-4 / span;
    let high = 1e3 / span;
    let sharpest = effective(high);
    for (let k = 0; k < 8 && sharpest > target; k++) {
      high *= 10;
      sharpest = effective(high);
    }
    const widest = effective(low);
    if (Math.abs(widest - sharpest) <= 1e-9 * sharpest) return 1;
    const wanted = Math.max(target, 1.01 * sharpest > target && sharpest > target ? 1.01 * sharpest : target);
    if (widest <= wanted) return low;
    const below = (value: number): number => log(wanted / value);
    const excess = (logBeta: number): number => {
      const beta = exp(logBeta);
      const value = effective(beta);
      if (value > wanted) for (const curve of curves) curve.rise(beta);
      return below(value);
    };
    const from = { x: log(low), value: below(widest) };
    const to = { x: log(high), value: below(sharpest) };
    return exp(risingRoot(excess, from, to, precision));
  };
  return targets.map(solve);
}

/** `betasForEffective` of one target. */
export function betaForEffective(
  rows: readonly Float64Array[],
  separation: Separation,
  logWeights: Float64Array | null,
  target: number,
): number {
  return betasForEffective(rows, separation, logWeights, [target])[0];
}
