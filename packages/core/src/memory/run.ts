import type { RetrieveProblem } from "./problem.ts";
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

/**
 * A run that nothing has happened in yet.
 * @param own  whether the queries may be overwritten by their states
 */
export function emptyRun(problem: RetrieveProblem, queries: Float64Array, own = false): RetrieveRun {
  const size = problem.stored.size;
  const count = queries.length / size;
  return {
    states: own ? queries : queries.slice(),
    before: new Float64Array(queries.length),
    readouts: problem.readout === null ? null : new Float64Array(count * problem.readout.size),
    steps: new Int32Array(count),
    outcomes: new Array<Outcome>(count).fill("max-steps"),
    energies: Array.from({ length: count }, () => []),
    last: new Array<AssociationSummary>(count),
    traces: Array.from({ length: count }, () => []),
    skipped: new Float64Array(count),
  };
}
