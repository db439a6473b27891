import type { Kernels } from "../kernels/kernels.ts";
import { distance } from "../math/vector.ts";
import type { Patterns } from "../patterns/patterns.ts";
import type { Rows } from "../patterns/rows.ts";
import { effectivePatterns, metastableSize } from "../theory/association.ts";
import { type AssociationRule, energyOf, toLogits, weighLogits } from "./associate.ts";
import type { KnownGroup } from "./known.ts";
import type { BoundSimilarity, Similarity } from "./similarity.ts";
import { type TopPattern, topPatterns } from "./top.ts";

/** How the retrieval of a query ended. */
export type Outcome = "converged" | "max-steps" | "diverged";

/** What one association looked like. */
export interface AssociationSummary {
  /** The heaviest patterns, heaviest first. */
  readonly top: readonly TopPattern[];
  /** Largest minus second largest score (with ln w / β added to each); Infinity for a single pattern. */
  readonly gap: number;
  /** Σ pᵢ: 1, or less with a null pattern. */
  readonly mass: number;
  readonly effectivePatterns: number;
  readonly metastableSize: number;
}

/** One moment of a retrieval: the state, its energy and the association it makes. */
export interface TraceStep {
  readonly state: Float64Array;
  readonly energy: number;
  readonly association: AssociationSummary;
}

/** Called for each association with the logits β s (+ ln w) and the weights; both arrays are reused afterwards. */
export type AssociationObserver = (
  query: number,
  step: number,
  logits: Float64Array,
  association: Float64Array,
) => void;

/** Everything that a run needs. */
export interface RetrieveProblem {
  readonly stored: Patterns;
  readonly similarity: Similarity;
  readonly rule: AssociationRule;
  readonly kernels: Kernels;
  /** What the readout blends: values of their own, or the patterns in plain units; null when states serve. */
  readonly readout: Rows | null;
  /** Whether the readout is divided by the association's mass. */
  readonly normalizeReadout: boolean;
  readonly maxSteps: number;
  readonly tolerance: number;
  /** Keep known components as the query has them. */
  readonly clamp: boolean;
  /** Evaluate the energy of the last state too, which takes one more round of scores. */
  readonly lastEnergy: boolean;
  readonly trace: boolean;
  readonly observe: AssociationObserver | undefined;
  readonly onQueries: ((finished: number) => void) | undefined;
}

/** What a run finds, for a batch. */
export interface RetrieveRun {
  /** Last states, count x size. */
  readonly states: Float64Array;
  /** The states that the last associations were made from, count x size. */
  readonly before: Float64Array;
  /** Readouts, count x width; null when the problem has none. */
  readonly readouts: Float64Array | null;
  readonly steps: Int32Array;
  readonly outcomes: Outcome[];
  readonly energies: number[][];
  readonly last: AssociationSummary[];
  readonly traces: TraceStep[][];
}

/** How many patterns of each association are kept. */
export const keptTop = 5;

/** Scores in one block: bounds the memory whatever N and the batch are. */
const blockCells = 2 ** 21;

/** Finds what one row of logits and weights says. */
export function summarize(logits: Float64Array, association: Float64Array, beta: number): AssociationSummary {
  let first = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  let mass = 0;
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i];
    mass += association[i];
    if (logit > first) {
      second = first;
      first = logit;
    } else if (logit > second) second = logit;
  }
  return {
    top: topPatterns(association, keptTop),
    gap: (first - second) / beta,
    mass,
    effectivePatterns: effectivePatterns(association),
    metastableSize: metastableSize(association),
  };
}

/**
 * Retrieves a batch: s = similarity(X, ξ), p = separation(β s), ξ <- update(p), until an update moves the query by
 * at most `tolerance` or `maxSteps` updates are made. Each query stops on its own; blocks bound the memory.
 *
 * @param queries  count x size states, already in the memory's space; not changed
 */
export function runRetrieval(
  problem: RetrieveProblem,
  queries: Float64Array,
  groups: readonly KnownGroup[],
): RetrieveRun {
  const size = problem.stored.size;
  const count = queries.length / size;
  const run: RetrieveRun = {
    states: Float64Array.from(queries),
    before: Float64Array.from(queries),
    readouts: problem.readout === null ? null : new Float64Array(count * problem.readout.size),
    steps: new Int32Array(count),
    outcomes: new Array<Outcome>(count).fill("max-steps"),
    energies: Array.from({ length: count }, () => []),
    last: new Array<AssociationSummary>(count),
    traces: Array.from({ length: count }, () => []),
  };
  const block = Math.max(1, Math.min(64, Math.floor(blockCells / problem.stored.count)));
  let finished = 0;
  for (const { columns, queries: members } of groups) {
    const bound = problem.similarity.bind({ stored: problem.stored, kernels: problem.kernels, columns });
    for (let from = 0; from < members.length; from += block) {
      const part = members.slice(from, from + block);
      runBlock(problem, bound, columns, queries, part, run);
      finished += part.length;
      problem.onQueries?.(finished);
    }
  }
  return run;
}

/** Retrieves the queries of one block, which trust the same components. */
function runBlock(
  problem: RetrieveProblem,
  bound: BoundSimilarity,
  columns: Int32Array | null,
  queries: Float64Array,
  members: readonly number[],
  run: RetrieveRun,
): void {
  const { stored, rule, maxSteps, tolerance, clamp } = problem;
  const { count: N, size } = stored;
  const clamped = clamp && columns !== null;
  const at = (array: Float64Array, q: number): Float64Array => array.subarray(q * size, (q + 1) * size);
  let running = [...members];
  // Queries that have stopped and still lack the energy of their last state.
  let closing: number[] = [];
  for (let step = 0; running.length + closing.length > 0; step++) {
    const asked = [...running, ...closing];
    const states = new Float64Array(asked.length * size);
    asked.forEach((q, k) => {
      states.set(at(run.states, q), k * size);
    });
    const logits = new Float64Array(asked.length * N);
    const weights = new Float64Array(asked.length * N);
    bound.scores(states, asked.length, logits);
    asked.forEach((q, k) => {
      const row = logits.subarray(k * N, (k + 1) * N);
      const association = weights.subarray(k * N, (k + 1) * N);
      toLogits(row, rule);
      const conjugate = weighLogits(row, rule, association);
      const energy = energyOf(bound, at(run.states, q), conjugate, rule.beta);
      run.energies[q].push(energy);
      const made = k < running.length && (step < maxSteps || maxSteps === 0);
      if (made || problem.trace) {
        const summary = summarize(row, association, rule.beta);
        if (problem.trace)
          run.traces[q].push({ state: at(run.states, q).slice(), energy, association: summary });
        if (made) {
          run.last[q] = summary;
          at(run.before, q).set(at(run.states, q));
          problem.observe?.(q, step, row, association);
        }
      }
    });
    closing = [];
    if (maxSteps === 0) {
      readOut(problem, weights, running, running, run);
      return;
    }
    if (running.length === 0) return;
    const next = new Float64Array(running.length * size);
    bound.update(weights.subarray(0, running.length * N), states, running.length, next);
    const stopped: number[] = [];
    running.forEach((q, k) => {
      const state = at(run.states, q);
      const target = at(next, k);
      if (clamped) {
        const query = at(queries, q);
        for (const j of columns) target[j] = query[j];
      }
      const moved = distance(target, state);
      // An overflow has no next state: the last good one stays.
      if (Number.isFinite(moved)) state.set(target);
      run.steps[q]++;
      if (!Number.isFinite(moved) || Number.isNaN(run.last[q].mass)) run.outcomes[q] = "diverged";
      // With the known components clamped the scores cannot change: the first update is the fixed point.
      else if (moved <= tolerance || clamped) run.outcomes[q] = "converged";
      else if (run.steps[q] < maxSteps) return;
      stopped.push(q);
      if ((moved === 0 || clamped) && !problem.trace) run.energies[q].push(run.energies[q][step]);
      else if (run.outcomes[q] !== "diverged" && (problem.lastEnergy || problem.trace)) closing.push(q);
    });
    readOut(problem, weights, running, stopped, run);
    const done = new Set(stopped);
    running = running.filter((q) => !done.has(q));
  }
}

/** Blends the readout of the queries that stopped; `weights` has a row for each of `running`. */
function readOut(
  { readout, kernels, normalizeReadout }: RetrieveProblem,
  weights: Float64Array,
  running: readonly number[],
  stopped: readonly number[],
  run: RetrieveRun,
): void {
  if (readout === null || run.readouts === null || stopped.length === 0) return;
  const { count: N, size: width } = readout;
  const rows = new Float64Array(stopped.length * N);
  stopped.forEach((q, k) => {
    const from = running.indexOf(q) * N;
    const row = rows.subarray(k * N, (k + 1) * N);
    row.set(weights.subarray(from, from + N));
    if (!normalizeReadout) return;
    const mass = row.reduce((sum, p) => sum + p, 0);
    if (mass > 0) for (let i = 0; i < N; i++) row[i] /= mass;
  });
  const out = new Float64Array(stopped.length * width);
  kernels.weightedSum(readout, rows, stopped.length, out);
  stopped.forEach((q, k) => {
    run.readouts?.set(out.subarray(k * width, (k + 1) * width), q * width);
  });
}
