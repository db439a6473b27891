import type { AssociationSummary } from "modern-hopfield";
import type { RetrieveProblem, Round } from "modern-hopfield/engine";
import { firstHolding, leastHolding } from "./leastHolding.ts";
import type { CentredMatrix } from "./matrix.ts";
import { type Metric, toUnit } from "./metric.ts";

/** What the graph found for some states: float32, row after row. */
export interface GraphOutputs {
  /** m x N */
  readonly weights: Float32Array;
  /** Σ pᵢ cᵢ, m x d */
  readonly means: Float32Array;
  /** The places of the largest logits, m x top */
  readonly topIndices: BigInt64Array;
  readonly topWeights: Float32Array;
  /** Σ pᵢ (zᵢ - max z), m */
  readonly sums: Float32Array;
}

/** The error that a float32 product may have, as a share of the norms; the same is said of the float32 kernels. */
const precision = 2 ** -20;

/** The share that the patterns of a metastable state hold. */
const metastableShare = 0.9;

/**
 * The round that the graph's outputs say. Scores of the two heaviest patterns are computed anew in float64: energies and
 * gaps hang on them, and the graph's are differences of large numbers. The weights' sums are taken in float64 too: in the
 * graph's own, many small ones vanish beside a large one.
 *
 * `skipped` is what float32 may have changed: with logits wrong by at most δ a weight is wrong by at most the factor
 * exp(2δ), so that what is concluded from skipped shares (bounds, rises of the energy) holds for rounding as well.
 */
export class OnnxRound implements Round {
  readonly energies: Float64Array;
  readonly skipped: Float64Array;
  /** Σ pᵢ, which float32 leaves a little off 1. */
  readonly masses: Float64Array;
  /** The places whose readouts were asked for. */
  readonly wantReadout: number[] = [];
  readonly #problem: RetrieveProblem;
  readonly #metric: Metric;
  readonly #matrix: CentredMatrix;
  readonly #outputs: GraphOutputs;
  readonly #states: Float64Array;
  /** The heaviest pattern's logit less the next one's, in float64. */
  readonly #gaps: Float64Array;
  readonly #top: number;

  constructor(
    problem: RetrieveProblem,
    metric: Metric,
    matrix: CentredMatrix,
    columns: Int32Array | null,
    states: Float64Array,
    outputs: GraphOutputs,
  ) {
    const { stored, rule } = problem;
    const count = states.length / stored.size;
    this.#problem = problem;
    this.#metric = metric;
    this.#matrix = matrix;
    this.#outputs = outputs;
    this.#states = states;
    this.#top = outputs.topWeights.length / count;
    this.energies = new Float64Array(count);
    this.skipped = new Float64Array(count);
    this.masses = new Float64Array(count);
    this.#gaps = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    for (let k = 0; k < count; k++) {
      const state = this.#stateOf(k);
      this.masses[k] = sumOf(outputs.weights, k * matrix.count, (k + 1) * matrix.count);
      const delta = precision * rule.beta * matrix.largestNorm * reach(metric, matrix, state, columns);
      this.skipped[k] = -Math.expm1(-2 * delta);
      const logit = (place: number): number => {
        const i = Number(outputs.topIndices[k * this.#top + place]);
        return rule.beta * scoreOf(metric, matrix, i, state, columns) + (rule.logWeights?.[i] ?? 0);
      };
      const largest = logit(0);
      if (this.#top > 1) this.#gaps[k] = Math.abs(largest - logit(1));
      const potential = metric.halfSquare ? reach(metric, matrix, state, columns) ** 2 / 2 : 0;
      this.energies[k] = potential - (largest + this.#logSum(k)) / rule.beta;
    }
  }

  summary(k: number): AssociationSummary {
    const { topIndices, topWeights, weights, sums } = this.#outputs;
    const from = k * this.#top;
    const mass = this.masses[k];
    const top = Array.from({ length: this.#top }, (_, n) => ({
      index: Number(topIndices[from + n]),
      weight: topWeights[from + n] / mass,
    }));
    const N = this.#matrix.count;
    const least = firstHolding(topWeights.subarray(from, from + this.#top), metastableShare * mass);
    return {
      top,
      gap: this.#gaps[k] / this.#problem.rule.beta,
      mass: Number.isNaN(mass) ? mass : 1,
      effectivePatterns: Math.exp(Math.max(0, this.#logSum(k) - sums[k] / mass)),
      metastableSize: least ?? leastHolding(weights.subarray(k * N, (k + 1) * N), metastableShare * mass),
    };
  }

  next(places: readonly number[], out: Float64Array): void {
    const { size, centre } = this.#matrix;
    const { means } = this.#outputs;
    places.forEach((k, n) => {
      const target = out.subarray(n * size, (n + 1) * size);
      for (let j = 0; j < size; j++) target[j] = means[k * size + j] / this.masses[k] + centre[j];
      if (!this.#metric.sphere) return;
      if (target.every((value) => value === 0)) target.set(this.#stateOf(k));
      else toUnit(target);
    });
  }

  /** Notes the places: the readouts are put in their place when the graph has computed them. */
  readout(places: readonly number[]): Float64Array {
    this.wantReadout.push(...places);
    return new Float64Array(places.length * (this.#problem.readout?.size ?? 0));
  }

  #stateOf(k: number): Float64Array {
    const { size } = this.#problem.stored;
    return this.#states.subarray(k * size, (k + 1) * size);
  }

  /** ln Σ exp(zᵢ - max z): the heaviest weight is one part in that sum. */
  #logSum(k: number): number {
    return -Math.log(this.#outputs.topWeights[k * this.#top] / this.masses[k]);
  }
}

/** Σ of the numbers from one place to another, in float64. */
function sumOf(values: Float32Array, from: number, to: number): number {
  // Four sums at a time: they need not wait for each other.
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = from;
  for (; i + 3 < to; i += 4) {
    a += values[i];
    b += values[i + 1];
    c += values[i + 2];
    d += values[i + 3];
  }
  for (; i < to; i++) a += values[i];
  return a + b + (c + d);
}

/** |η| over the known components: how far a state lies from where the products are made about. */
function reach(
  { distance }: Metric,
  { centre }: CentredMatrix,
  state: Float64Array,
  columns: Int32Array | null,
): number {
  let sum = 0;
  const width = columns?.length ?? state.length;
  for (let n = 0; n < width; n++) {
    const j = columns === null ? n : columns[n];
    sum += (distance ? state[j] - centre[j] : state[j]) ** 2;
  }
  return Math.sqrt(sum);
}

/** The score of pattern `i` over the known components, summed in float64. */
function scoreOf(
  { distance }: Metric,
  { data, centre, size }: CentredMatrix,
  i: number,
  state: Float64Array,
  columns: Int32Array | null,
): number {
  const from = i * size;
  const width = columns?.length ?? size;
  let sum = 0;
  for (let n = 0; n < width; n++) {
    const j = columns === null ? n : columns[n];
    const value = data[from + j] + centre[j];
    sum += distance ? (value - state[j]) ** 2 : value * state[j];
  }
  return distance ? -sum / 2 : sum;
}
