/** How units are updated: one after another, or all at once. */
export type Update = "async" | "sync";

/** How the retrieval of a query ended. `cycle`: two states follow each other for ever, which only `sync` can do. */
export type BinaryOutcome = "converged" | "cycle" | "max-sweeps";

/** Options of a retrieval by units of +1 and -1. */
export interface BinaryRetrieveOptions {
  /** `async` (default): one unit after another, each seeing the others as they are by then; `sync`: all at once. */
  readonly update?: Update;
  /** The order of the units in every asynchronous sweep; by default each sweep has a random order of its own. */
  readonly order?: ArrayLike<number>;
  /** The seed of the random orders; 1 by default. All queries of a retrieval share them. */
  readonly seed?: number | string;
  /** The most sweeps (a sweep updates every unit once); 100 by default, 0 to evaluate the queries alone. */
  readonly maxSweeps?: number;
  /**
   * 1 = trust this unit: it never moves. One mask for all queries or one per query. A unit marked with 0 starts as the
   * query has it and moves. Without a mask all units move.
   */
  readonly known?: Uint8Array;
  /** Keep the state after every sweep. */
  readonly trace?: boolean;
  /** Called with the number of queries finished so far; may throw to stop. */
  readonly onQueries?: (finished: number) => void;
}
