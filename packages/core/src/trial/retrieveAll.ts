import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import type { Retrieval } from "../memory/retrieval.ts";
import { marginOf, rankOf } from "../metrics/rank.ts";
import type { TrialFeatures } from "./memoryOf.ts";
import type { PreparedTrial } from "./prepare.ts";
import { pixelsOf, unitsOf } from "./store.ts";

/** A retrieval of all queries with what was seen of its associations. */
export interface TrialRun {
  readonly retrieval: Retrieval;
  /** Of the true pattern in the last association, 1 = first. */
  readonly ranks: Int32Array;
  /** Its score minus the best other score, in the similarity's units. */
  readonly margins: Float64Array;
  /** Per query the pattern with the largest score in each association, the query's own first. */
  readonly leaders: readonly number[][];
  /** Outputs in pixel units, query after query. */
  readonly outputs: readonly Float64Array[];
  readonly seconds: number;
}

/** The index of the largest number, the lower on ties. */
function leaderOf(logits: Float64Array): number {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i] > logits[best]) best = i;
  return best;
}

/** The queries in the units of the memory. */
function queryRows({ store, queries }: PreparedTrial, features: TrialFeatures | undefined): Float64Array {
  if (features !== undefined) return Float64Array.from(features.queries);
  return unitsOf(
    queries.map(({ values }) => values),
    store.patterns,
  );
}

/** Retrieves all queries of a trial. */
export function retrieveAll(
  memory: AssociativeMemory,
  prepared: PreparedTrial,
  features: TrialFeatures | undefined,
  onQueries: (done: number) => void,
): TrialRun {
  const { store, queries, told, intact, config } = prepared;
  const { size } = store.patterns;
  const known = new Uint8Array(told ? queries.length * size : 0);
  if (told) {
    queries.forEach((query, q) => {
      known.set(query.known, q * size);
    });
  }
  const ranks = new Int32Array(queries.length);
  const margins = new Float64Array(queries.length);
  const leaders: number[][] = queries.map(() => []);
  const started = performance.now();
  const retrieval = memory.retrieve(queryRows(prepared, features), {
    ...(told ? { known, clamp: intact } : {}),
    maxSteps: config.steps,
    tolerance: config.eps,
    onQueries,
    observe(q, step, logits) {
      ranks[q] = rankOf(logits, queries[q].stored);
      margins[q] = marginOf(logits, queries[q].stored);
      leaders[q][step] = leaderOf(logits);
    },
  });
  const seconds = (performance.now() - started) / 1000;
  for (let q = 0; q < queries.length; q++) margins[q] /= retrieval.beta;
  const outputs = queries.map((_, q) => pixelsOf(retrieval.outputOf(q), store.patterns));
  return { retrieval, ranks, margins, leaders, outputs, seconds };
}
