import { type DiagnoseOptions, type Diagnosis, diagnose } from "../analysis/diagnose.ts";
import { requireCount } from "../errors.ts";
import { ImageSet, type ImageShape } from "../images/imageSet.ts";
import { keepsKnown, parseCorruption } from "../images/parseCorruption.ts";
import { Random } from "../math/random.ts";
import { mean } from "../math/statistics.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { parseSeparation, parseSimilarity } from "../memory/choices.ts";
import type { Retrieval } from "../memory/retrieval.ts";
import { withMean } from "../memory/similarities/withMean.ts";
import { marginOf, rankOf } from "../metrics/rank.ts";
import type { TrialConfig } from "./config.ts";
import { type DamagedQuery, damage } from "./damage.ts";
import { nearestStored } from "./nearestStored.ts";
import { failureReason } from "./reason.ts";
import type { QueryResult, TrialPictures, TrialResults } from "./result.ts";
import { scoresOf } from "./scores.ts";
import type { TrialSource } from "./source.ts";
import { pixelsOf, storeOf, type TrialStore } from "./store.ts";
import { type RepeatSummary, summarizeTrial } from "./summary.ts";

/** What a trial may be told while it runs. */
export interface TrialOptions {
  /** Called between blocks of queries with how many are finished, over all repeats. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Examine the memory of the first repeat as well (N passes over the patterns). */
  readonly diagnose?: boolean;
}

/** All that a trial found. */
export interface TrialOutcome {
  readonly results: TrialResults;
  readonly perQuery: QueryResult[];
  readonly repeats: RepeatSummary[];
  readonly pictures: TrialPictures | null;
  readonly diagnosis: Diagnosis | null;
  /** What the choices meant in the end: the update, whether known components were kept, the shape. */
  readonly resolved: Record<string, unknown>;
}

/** The memory that a configuration describes, over the chosen patterns. */
function memoryOf(store: TrialStore, config: TrialConfig): AssociativeMemory {
  const own = parseSimilarity(config.similarity);
  return new AssociativeMemory(store.patterns, {
    similarity: config.update === "mean" ? withMean(own) : own,
    separation: parseSeparation(config.separation),
    beta: config.beta,
    effective: config.effective,
  });
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

/**
 * Stores patterns, damages queries made from them, retrieves, and measures: one trial, repeated with the seeds
 * seed, seed + 1 ... The same configuration gives the same numbers everywhere.
 *
 * @throws HopfieldError for every setting that cannot be used, before anything is retrieved
 * @throws the signal's reason when it is aborted
 */
export function runTrial(source: TrialSource, config: TrialConfig, options: TrialOptions = {}): TrialOutcome {
  requireCount(config.patterns, "patterns", 1);
  requireCount(config.queries, "queries", 1);
  requireCount(config.repeats, "repeats", 1);
  const corruptions = config.corrupt.map((spec) => parseCorruption(spec));
  const intact = config.corrupt.every(keepsKnown);
  const perQuery: QueryResult[] = [];
  const repeats: RepeatSummary[] = [];
  let pictures: TrialPictures | null = null;
  let diagnosis: Diagnosis | null = null;
  let resolved: Record<string, unknown> = {};
  for (let repeat = 0; repeat < config.repeats; repeat++) {
    const seed = config.seed + repeat;
    const random = new Random(seed);
    const store = storeOf(source, config, random.fork("select"));
    const memory = memoryOf(store, config);
    const N = memory.count;
    const queryCount = Math.min(config.queries, N);
    const asked =
      queryCount === N
        ? Array.from({ length: N }, (_, i) => i)
        : random.fork("queries").sample(N, queryCount);
    const queries = asked.map((i) => damage(store, i, corruptions, random.fork("corrupt").fork(i)));
    const total = config.repeats * queryCount;
    const told = config.missing === "known" && queries.some(({ known }) => known.includes(0));
    const run = retrieveAll(memory, store, queries, told, intact, config, (done) => {
      options.signal?.throwIfAborted();
      options.onProgress?.(repeat * queryCount + done, total);
    });
    const results = measure(store, queries, run, repeat);
    perQuery.push(...results);
    repeats.push({
      seed,
      beta: run.retrieval.beta,
      accuracy: mean(results.map(({ correct }) => (correct ? 1 : 0))),
      mse: mean(results.map(({ retrieved }) => retrieved.mse)),
      seconds: run.seconds,
    });
    if (repeat === 0) {
      if (store.shape !== null) pictures = picturesOf(store, store.shape, queries, run, told);
      if (options.diagnose) diagnosis = diagnose(memory);
      resolved = {
        patterns: N,
        queries: queryCount,
        size: memory.size,
        shape: store.shape,
        similarity: memory.similarity.name,
        update: memory.similarity.update,
        descends: memory.similarity.descends && memory.separation.convex,
        separation: memory.separation.name,
        told,
        keepsKnown: told && intact,
      };
    }
  }
  return { results: summarizeTrial(perQuery, repeats), perQuery, repeats, pictures, diagnosis, resolved };
}

/** A retrieval of all queries with what was seen of its associations. */
interface TrialRun {
  readonly retrieval: Retrieval;
  readonly ranks: Int32Array;
  readonly margins: Float64Array;
  /** Outputs in pixel units, query after query. */
  readonly outputs: Float64Array[];
  readonly seconds: number;
}

function retrieveAll(
  memory: AssociativeMemory,
  store: TrialStore,
  queries: readonly DamagedQuery[],
  told: boolean,
  clamp: boolean,
  config: TrialConfig,
  onQueries: (done: number) => void,
): TrialRun {
  const { size } = memory;
  const { gain, offset } = store.patterns.scale;
  const flat = new Float64Array(queries.length * size);
  const known = new Uint8Array(queries.length * size);
  queries.forEach((query, q) => {
    for (let j = 0; j < size; j++) flat[q * size + j] = gain * query.values[j] + offset;
    known.set(query.known, q * size);
  });
  const ranks = new Int32Array(queries.length);
  const margins = new Float64Array(queries.length);
  const started = performance.now();
  const retrieval = memory.retrieve(flat, {
    ...(told ? { known, clamp } : {}),
    maxSteps: config.steps,
    tolerance: config.eps,
    onQueries,
    observe(q, _step, logits) {
      ranks[q] = rankOf(logits, queries[q].stored);
      margins[q] = marginOf(logits, queries[q].stored);
    },
  });
  const seconds = (performance.now() - started) / 1000;
  for (let q = 0; q < queries.length; q++) margins[q] /= retrieval.beta;
  const outputs = queries.map((_, q) => pixelsOf(retrieval.outputOf(q), store.patterns));
  return { retrieval, ranks, margins, outputs, seconds };
}

/** Everything about every query. */
function measure(
  store: TrialStore,
  queries: readonly DamagedQuery[],
  run: TrialRun,
  repeat: number,
): QueryResult[] {
  const { retrieval } = run;
  const nearestOf = nearestStored(
    store,
    queries.map(({ values }) => values),
  );
  const tops = queries.map((_, q) => retrieval.top(q, 1)[0]);
  const taken = new Map<number, number>();
  for (const { index } of tops) taken.set(index, (taken.get(index) ?? 0) + 1);
  return queries.map(({ stored, values }, q) => {
    const certificate = retrieval.certificate(q);
    const original = store.original(stored);
    const output = run.outputs[q];
    const { index: top, weight: topWeight } = tops[q];
    const exact = output.every((value, j) =>
      store.shape === null
        ? value === original[j]
        : Math.round(Math.min(255, Math.max(0, value))) === Math.round(original[j]),
    );
    const nearest = nearestOf[q];
    const { reason, detail } = failureReason({
      certificate,
      stored,
      taken: taken.get(top) ?? 0,
      queries: queries.length,
      duplicate: top !== stored && store.original(top).every((value, j) => value === original[j]),
      exactTop: exact,
      topWeight,
    });
    return {
      repeat,
      stored,
      source: store.sources[stored],
      label: store.labels[stored],
      top,
      topWeight,
      topLabel: store.labels[top],
      correct: top === stored,
      labelCorrect: store.classes === null ? null : store.classes[top] === store.classes[stored],
      exact,
      rank: run.ranks[q],
      margin: run.margins[q],
      retrieved: scoresOf(output, original, store.shape),
      baseline: scoresOf(values, original, store.shape),
      nearest: {
        ...scoresOf(store.original(nearest), original, store.shape),
        top: nearest,
        correct: nearest === stored,
      },
      steps: retrieval.steps[q],
      outcome: retrieval.outcome[q],
      effectivePatterns: certificate.effectivePatterns,
      metastableSize: certificate.metastableSize,
      fixedPoint: certificate.fixedPoint,
      energies: certificate.energyRises === null ? [] : [...retrieval.energies(q)],
      energyRises: certificate.energyRises ?? 0,
      gap: certificate.gap,
      distanceBound: certificate.distanceBound,
      reason,
      detail,
    };
  });
}

/** The pictures of a trial as bytes. */
function picturesOf(
  store: TrialStore,
  shape: ImageShape,
  queries: readonly DamagedQuery[],
  run: TrialRun,
  told: boolean,
): TrialPictures {
  const imagesOf = (rows: readonly Float64Array[], name: string): ImageSet => {
    const size = store.patterns.size;
    const data = new Uint8Array(rows.length * size);
    rows.forEach((row, i) => {
      for (let j = 0; j < size; j++) data[i * size + j] = Math.round(Math.min(255, Math.max(0, row[j])));
    });
    return new ImageSet({ ...shape, data, name });
  };
  const known = new Uint8Array(queries.length * store.patterns.size);
  queries.forEach((query, q) => {
    known.set(query.known, q * store.patterns.size);
  });
  return {
    corrupted: imagesOf(
      queries.map(({ values }) => values),
      "corrupted",
    ),
    retrieved: imagesOf(run.outputs, "retrieved"),
    original: imagesOf(
      queries.map(({ stored }) => store.original(stored)),
      "original",
    ),
    known: told ? known : null,
  };
}
