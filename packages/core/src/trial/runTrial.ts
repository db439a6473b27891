import { type DiagnoseOptions, type Diagnosis, diagnose } from "../analysis/diagnose.ts";
import { requireCount } from "../errors.ts";
import { Random } from "../math/random.ts";
import { meanClassical } from "./classical.ts";
import type { TrialConfig } from "./config.ts";
import { type FinishedRepeat, finishTrial } from "./finish.ts";
import { memoryOf, type OwnSimilarities } from "./memoryOf.ts";
import { type PreparedTrial, prepareTrial } from "./prepare.ts";
import type { QueryResult, TrialPictures, TrialResults } from "./result.ts";
import type { TrialSource } from "./source.ts";
import { storeOf } from "./store.ts";
import type { StoredFacts } from "./storedFacts.ts";
import { type RepeatSummary, summarizeTrial } from "./summary.ts";

/** What a trial may be told while it runs. */
export interface TrialOptions {
  /** Called between blocks of queries with how many are finished, over all repeats. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Examine the memory of the first repeat as well (N passes over the patterns). */
  readonly diagnose?: boolean | undefined;
  /** Similarities of one's own, by the names that the configuration uses. */
  readonly similarities?: OwnSimilarities | undefined;
}

/** All that a trial found. */
export interface TrialOutcome {
  readonly results: TrialResults;
  readonly perQuery: QueryResult[];
  readonly repeats: RepeatSummary[];
  readonly pictures: TrialPictures | null;
  readonly diagnosis: Diagnosis | null;
  /** How the stored patterns of the first repeat compare with each other. */
  readonly stored: StoredFacts;
  /** What the choices meant in the end: the update, whether known components were kept, the shape. */
  readonly resolved: Record<string, unknown>;
}

/**
 * Examines the memory that a configuration describes, over patterns chosen as a trial's first repeat would.
 * @throws HopfieldError as `runTrial`
 */
export function diagnoseSource(
  source: TrialSource,
  config: TrialConfig,
  options: DiagnoseOptions = {},
): Diagnosis {
  const store = storeOf(source, config, new Random(config.seed).fork("select"));
  return diagnose(memoryOf(store, config), { seed: config.seed, ...options });
}

/** One repeat after the other as one outcome. */
export function outcomeOf(prepared: PreparedTrial, repeats: readonly FinishedRepeat[]): TrialOutcome {
  const perQuery = repeats.flatMap((repeat) => repeat.perQuery);
  const summaries = repeats.map(({ summary }) => summary);
  const [first] = repeats;
  return {
    results: summarizeTrial(perQuery, summaries, {
      intruder: prepared.store.intruder,
      embedder: prepared.config.vector,
      classical: meanClassical(repeats.map(({ classical }) => classical)),
    }),
    perQuery,
    repeats: summaries,
    pictures: first.pictures,
    diagnosis: first.diagnosis,
    stored: first.stored,
    resolved: first.resolved,
  };
}

/**
 * Stores patterns, damages queries made from them, retrieves, and measures: one trial, repeated with the seeds
 * seed, seed + 1 ... The same configuration gives the same numbers everywhere.
 *
 * Compares pixels and asks the modern memory alone: `runTrialWith` takes embedders and asks a binary network too.
 *
 * @throws HopfieldError for every setting that cannot be used, before anything is retrieved
 * @throws the signal's reason when it is aborted
 */
export function runTrial(source: TrialSource, config: TrialConfig, options: TrialOptions = {}): TrialOutcome {
  requireCount(config.repeats, "repeats", 1);
  const repeats: FinishedRepeat[] = [];
  let prepared = prepareTrial(source, config);
  for (let repeat = 0; repeat < config.repeats; repeat++) {
    if (repeat > 0) prepared = prepareTrial(source, config, repeat);
    repeats.push(finishTrial(prepared, finishOptions(prepared, options)));
  }
  return outcomeOf(prepared, repeats);
}

/** How a repeat is finished under the options of its trial. */
export function finishOptions(
  { repeat, queries, config }: PreparedTrial,
  { signal, onProgress, diagnose: examine, similarities }: TrialOptions,
): Parameters<typeof finishTrial>[1] {
  return {
    own: similarities,
    diagnose: examine === true && repeat === 0,
    onQueries(done) {
      signal?.throwIfAborted();
      onProgress?.(repeat * queries.length + done, config.repeats * queries.length);
    },
  };
}
