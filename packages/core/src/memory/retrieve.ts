import { distance } from "../math/vector.ts";
import { denseRound } from "./denseRound.ts";
import { FewSearch, fewRound } from "./few.ts";
import type { KnownGroup } from "./known.ts";
import type { RetrieveProblem } from "./problem.ts";
import type { Round } from "./round.ts";
import type { BoundSimilarity } from "./similarity.ts";
import type { AssociationSummary } from "./summary.ts";

/** How the retrieval of a query ended. */
export type Outcome = "converged" | "max-steps" | "diverged";

/** One moment of a retrieval: the state, its energy and the association it makes. */
export interface TraceStep {
  readonly state: Float64Array;
  readonly energy: number;
  readonly association: AssociationSummary;
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
  /** The largest share of an association that may have been left out, per query. */
  readonly skipped: Float64Array;
}

/** Scores in one dense round: bounds the memory whatever N and the batch are. */
const roundCells = 2 ** 21;

/** Queries that run together where patterns are skipped, and where they are not. */
const [skippingBlock, denseBlock] = [128, 64];

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
    skipped: new Float64Array(count),
  };
  let finished = 0;
  for (const { columns, queries: members } of groups) {
    const bound = problem.similarity.bind({ stored: problem.stored, kernels: problem.kernels, columns });
    const scout = problem.skip?.scout(columns) ?? null;
    const block = scout === null ? denseRoom(problem) : skippingBlock;
    // One block of vague queries says that the next will be vague too; now and then it is worth another look.
    let vague = 0;
    for (let from = 0; from < members.length; from += block) {
      const part = members.slice(from, from + block);
      const search =
        scout === null || problem.skip === null || (vague > 0 && vague < 8)
          ? null
          : new FewSearch(problem, scout, problem.skip.rule, columns);
      runBlock(problem, bound, search, columns, queries, part, run);
      if (search === null || search.mostlyVague) vague = (vague + 1) % 9;
      else vague = 0;
      finished += part.length;
      problem.onQueries?.(finished);
    }
  }
  return run;
}

/** How many states one dense round takes. */
function denseRoom({ stored }: RetrieveProblem): number {
  return Math.max(1, Math.min(denseBlock, Math.floor(roundCells / stored.count)));
}

/** Associates the states of `queries`, each with as few patterns as is proved to do; one round at a time. */
function* rounds(
  problem: RetrieveProblem,
  bound: BoundSimilarity,
  search: FewSearch | null,
  queries: readonly number[],
  states: Float64Array,
): Generator<{ readonly round: Round; readonly places: readonly number[]; readonly states: Float64Array }> {
  const { size } = problem.stored;
  const together = (places: readonly number[]): Float64Array => {
    const some = new Float64Array(places.length * size);
    places.forEach((k, at) => {
      some.set(states.subarray(k * size, (k + 1) * size), at * size);
    });
    return some;
  };
  let rest = queries.map((_, k) => k);
  if (search !== null) {
    const found = search.associate(queries, states);
    const places = rest.filter((k) => found[k] !== null);
    rest = rest.filter((k) => found[k] === null);
    if (places.length > 0) {
      const some = together(places);
      yield {
        round: fewRound(
          problem,
          found.filter((one) => one !== null),
          some,
        ),
        places,
        states: some,
      };
    }
  }
  const room = denseRoom(problem);
  for (let from = 0; from < rest.length; from += room) {
    const places = rest.slice(from, from + room);
    const some = together(places);
    yield { round: denseRound(problem, bound, some, places.length), places, states: some };
  }
}

/** Retrieves the queries of one block, which trust the same components. */
function runBlock(
  problem: RetrieveProblem,
  bound: BoundSimilarity,
  search: FewSearch | null,
  columns: Int32Array | null,
  queries: Float64Array,
  members: readonly number[],
  run: RetrieveRun,
): void {
  const { maxSteps, tolerance, clamp } = problem;
  const { size } = problem.stored;
  const clamped = clamp && columns !== null;
  const at = (array: Float64Array, q: number): Float64Array => array.subarray(q * size, (q + 1) * size);
  let running = [...members];
  // Queries that have stopped and still lack the energy of their last state.
  let closing: number[] = [];
  for (let step = 0; running.length + closing.length > 0; step++) {
    const asked = [...running, ...closing];
    const moving = new Set(running);
    const before = new Float64Array(asked.length * size);
    asked.forEach((q, k) => {
      before.set(at(run.states, q), k * size);
    });
    closing = [];
    for (const { round, places } of rounds(problem, bound, search, asked, before)) {
      const going: number[] = [];
      places.forEach((place, k) => {
        const q = asked[place];
        const energy = round.energies[k];
        run.energies[q].push(energy);
        run.skipped[q] = Math.max(run.skipped[q], round.skipped[k]);
        const made = moving.has(q) && (step < maxSteps || maxSteps === 0);
        if (made) going.push(k);
        if (!made && !problem.trace) return;
        const association = round.summary(k);
        if (problem.trace) run.traces[q].push({ state: at(run.states, q).slice(), energy, association });
        if (!made) return;
        run.last[q] = association;
        at(run.before, q).set(at(run.states, q));
        const { observe } = problem;
        if (observe !== undefined) round.visit?.(k, (logits, weights) => observe(q, step, logits, weights));
      });
      const stopped = maxSteps === 0 ? going : move(round, places, going);
      keepReadouts(
        problem,
        round,
        stopped,
        stopped.map((k) => asked[places[k]]),
        run,
      );
      for (const k of stopped) {
        moving.delete(asked[places[k]]);
        search?.forget(asked[places[k]]);
      }
    }
    running = running.filter((q) => moving.has(q));

    /** Updates the states of `going`; returns those that stop. */
    function move(round: Round, places: readonly number[], going: readonly number[]): number[] {
      if (going.length === 0) return [];
      const next = round.next(going);
      return going.filter((k, n) => {
        const q = asked[places[k]];
        const state = at(run.states, q);
        const target = at(next, n);
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
        else if (run.steps[q] < maxSteps) return false;
        if ((moved === 0 || clamped) && !problem.trace) run.energies[q].push(run.energies[q][step]);
        else if (run.outcomes[q] !== "diverged" && (problem.lastEnergy || problem.trace)) closing.push(q);
        return true;
      });
    }
  }
}

/** Keeps the readouts of the queries that stopped, at `places` of the round. */
function keepReadouts(
  problem: RetrieveProblem,
  round: Round,
  places: readonly number[],
  stopped: readonly number[],
  run: RetrieveRun,
): void {
  if (problem.readout === null || run.readouts === null || places.length === 0) return;
  const width = problem.readout.size;
  const out = round.readout(places);
  stopped.forEach((q, k) => {
    run.readouts?.set(out.subarray(k * width, (k + 1) * width), q * width);
  });
}
