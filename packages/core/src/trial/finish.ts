import { type Diagnosis, diagnose } from "../analysis/diagnose.ts";
import { mean } from "../math/statistics.ts";
import { classicalScores } from "./classical.ts";
import { measure } from "./measure.ts";
import { memoryOf, type OwnSimilarities, type TrialFeatures } from "./memoryOf.ts";
import { picturesOf } from "./pictures.ts";
import type { PreparedTrial } from "./prepare.ts";
import type { ClassicalScores, QueryResult, TrialPictures } from "./result.ts";
import { retrieveAll } from "./retrieveAll.ts";
import { type StoredFacts, storedFactsOf } from "./storedFacts.ts";
import type { RepeatSummary } from "./summary.ts";

/** How one repeat is retrieved. */
export interface FinishOptions {
  readonly own?: OwnSimilarities | undefined;
  readonly features?: TrialFeatures | undefined;
  readonly diagnose?: boolean | undefined;
  /** Called between blocks of queries with how many of this repeat are finished; may throw to stop. */
  readonly onQueries?: ((done: number) => void) | undefined;
}

/** What one repeat found. */
export interface FinishedRepeat {
  readonly perQuery: QueryResult[];
  readonly summary: RepeatSummary;
  readonly pictures: TrialPictures | null;
  readonly diagnosis: Diagnosis | null;
  readonly stored: StoredFacts;
  readonly classical: ClassicalScores | null;
  /** What the choices meant in the end: the update, whether known components were kept, the shape. */
  readonly resolved: Record<string, unknown>;
}

/** Retrieves what was prepared and measures it. */
export function finishTrial(prepared: PreparedTrial, options: FinishOptions = {}): FinishedRepeat {
  const { store, config, queries, told, intact, seed } = prepared;
  const memory = memoryOf(store, config, options.own, options.features);
  const run = retrieveAll(memory, prepared, options.features, options.onQueries ?? (() => {}));
  const perQuery = measure(prepared, run);
  return {
    perQuery,
    summary: {
      seed,
      beta: run.retrieval.beta,
      accuracy: mean(perQuery.map(({ correct }) => (correct ? 1 : 0))),
      mse: mean(perQuery.map(({ retrieved }) => retrieved.mse)),
      seconds: run.seconds,
    },
    pictures: store.shape === null ? null : picturesOf(prepared, store.shape, run),
    stored: storedFactsOf(store, memory),
    classical: classicalScores(prepared),
    diagnosis: options.diagnose ? diagnose(memory) : null,
    resolved: {
      patterns: memory.count,
      queries: queries.length,
      size: memory.size,
      shape: store.shape,
      similarity: memory.similarity.name,
      update: memory.similarity.update,
      descends: memory.similarity.descends && memory.separation.convex,
      separation: memory.separation.name,
      kernels: memory.kernels.name,
      told,
      keepsKnown: told && intact,
    },
  };
}
