import type { EnteredQueries } from "./enter.ts";
import type { RetrieveProblem } from "./problem.ts";
import type { Retrieval } from "./retrieval.ts";
import type { RetrieveRun } from "./run.ts";

/** A retrieval up to the arithmetic. */
export interface PreparedRetrieval {
  readonly problem: RetrieveProblem;
  readonly queries: EnteredQueries;
  readonly exact: "dense" | number;
  /** Of the memory, when it was prepared. */
  readonly version: number;
  readonly finish: (run: RetrieveRun) => Retrieval;
}
