import { median } from "../math/statistics.ts";
import { effectivePatterns } from "../theory/association.ts";
import { toLogits, weighLogits } from "./associate.ts";
import type { Separation } from "./separation.ts";
import { softmax } from "./separations/softmax.ts";

/** Halvings of the bracket in ln β: beyond float64's resolution of a beta. */
const halvings = 60;

/** exp(entropy) of softmax from the differences to the largest score, rising; the far tail is left out. */
function effectiveOfSoftmax(differences: Float64Array, beta: number): number {
  let mass = 0;
  let moment = 0;
  for (let i = 0; i < differences.length; i++) {
    const z = beta * differences[i];
    if (z > 45) break;
    const p = Math.exp(-z);
    mass += p;
    moment += p * z;
  }
  return Math.exp(moment / mass + Math.log(mass));
}

/** The effective patterns of a row of scores as a function of beta. */
function effectiveOf(
  scores: Float64Array,
  separation: Separation,
  logWeights: Float64Array | null,
): (beta: number) => number {
  if (separation === softmax && logWeights === null) {
    const largest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const differences = scores.map((score) => largest - score).sort();
    return (beta) => effectiveOfSoftmax(differences, beta);
  }
  const association = new Float64Array(scores.length);
  return (beta) => {
    const logits = Float64Array.from(scores);
    const rule = { separation, beta, logWeights };
    toLogits(logits, rule);
    weighLogits(logits, rule, association);
    return effectivePatterns(association);
  };
}

/**
 * The smallest beta at which the median over the rows of the effective patterns exp(H) is at most `target`.
 *
 * Where no beta reaches the target (duplicates, or a separation that ignores beta) it is the smallest beta whose
 * median is within 1 % of what the largest beta gives. Found by bisection in ln β.
 *
 * @param rows  scores of some queries, N numbers each
 */
export function betaForEffective(
  rows: readonly Float64Array[],
  separation: Separation,
  logWeights: Float64Array | null,
  target: number,
): number {
  const spans = rows.map((row) => {
    let largest = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (const score of row) {
      largest = Math.max(largest, score);
      sum += score;
    }
    return largest - sum / row.length;
  });
  const span = median(spans);
  if (!(span > 0)) return 1;
  const measures = rows.map((row) => effectiveOf(row, separation, logWeights));
  const effective = (beta: number): number => median(measures.map((measure) => measure(beta)));
  let low = 1e-4 / span;
  let high = 1e3 / span;
  for (let k = 0; k < 8 && effective(high) > target; k++) high *= 10;
  const sharpest = effective(high);
  if (Math.abs(effective(low) - sharpest) <= 1e-9 * sharpest) return 1;
  const wanted = Math.max(target, 1.01 * sharpest > target && sharpest > target ? 1.01 * sharpest : target);
  for (let k = 0; k < halvings; k++) {
    const middle = Math.sqrt(low * high);
    if (effective(middle) <= wanted) high = middle;
    else low = middle;
    if (high / low < 1 + 1e-9) break;
  }
  return high;
}
