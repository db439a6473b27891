// modern-hopfield/engine: what an outside engine needs to do the arithmetic of a retrieval. An engine takes
// `memory.prepare(query, options)`, lets a `Walk` ask for associations of states, answers each with a `Round`, and gives
// what the walks left in the run to `prepared.finish`. Other users have no need of it; it may change between releases.
export { requireCount } from "./errors.ts";
export type { AssociationRule } from "./memory/associate.ts";
export type { EnteredQueries } from "./memory/enter.ts";
export type { KnownGroup } from "./memory/known.ts";
export type { PreparedRetrieval } from "./memory/prepared.ts";
export type { RetrieveProblem } from "./memory/problem.ts";
export type { Round } from "./memory/round.ts";
export { emptyRun, type RetrieveRun } from "./memory/run.ts";
export { type AssociationSummary, keptTop, summarize } from "./memory/summary.ts";
export { Walk } from "./memory/walk.ts";
export { decodeRow, type Rows } from "./patterns/rows.ts";
