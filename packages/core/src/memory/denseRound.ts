import { energyOf, toLogits, weighLogits } from "./associate.ts";
import type { RetrieveProblem } from "./problem.ts";
import type { Round } from "./round.ts";
import type { BoundSimilarity } from "./similarity.ts";
import { copyStates, statesAt } from "./statesAt.ts";
import { summarize } from "./summary.ts";

/** One association of `count` states with every pattern. */
export function denseRound(
  { stored, rule, kernels, readout, normalizeReadout }: RetrieveProblem,
  bound: BoundSimilarity,
  states: Float64Array,
  count: number,
): Round {
  const { count: N, size } = stored;
  const logits = new Float64Array(count * N);
  const weights = new Float64Array(count * N);
  const energies = new Float64Array(count);
  bound.scores(states, count, logits);
  const logitsOf = (k: number): Float64Array => logits.subarray(k * N, (k + 1) * N);
  const weightsOf = (k: number): Float64Array => weights.subarray(k * N, (k + 1) * N);
  const stateOf = (k: number): Float64Array => states.subarray(k * size, (k + 1) * size);
  for (let k = 0; k < count; k++) {
    toLogits(logitsOf(k), rule);
    const conjugate = weighLogits(logitsOf(k), rule, weightsOf(k));
    energies[k] = energyOf(bound, stateOf(k), conjugate, rule.beta);
  }
  return {
    energies,
    skipped: new Float64Array(count),
    summary: (k) => summarize(logitsOf(k), weightsOf(k), rule.beta),
    visit: (k, visitor) => visitor(logitsOf(k), weightsOf(k)),
    next(places, out) {
      bound.update(statesAt(weights, places, N), statesAt(states, places, size), places.length, out);
    },
    readout(places) {
      if (readout === null) return new Float64Array(0);
      const rows = copyStates(weights, places, N);
      if (normalizeReadout)
        for (let k = 0; k < places.length; k++) bringToOne(rows.subarray(k * N, (k + 1) * N));
      const out = new Float64Array(places.length * readout.size);
      kernels.weightedSum(readout, rows, places.length, out);
      return out;
    },
  };
}

/** Divides weights by their sum, unless that is 0. */
export function bringToOne(weights: Float64Array): void {
  const mass = weights.reduce((sum, p) => sum + p, 0);
  if (mass > 0) for (let i = 0; i < weights.length; i++) weights[i] /= mass;
}
