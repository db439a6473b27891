import { HopfieldError, requireCount } from "../errors.ts";
import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import type { RetrieveOptions } from "../memory/options.ts";
import type { PreparedRetrieval } from "../memory/prepared.ts";
import type { RetrieveProblem } from "../memory/problem.ts";
import type { QueryInput } from "../memory/queries.ts";
import type { Retrieval } from "../memory/retrieval.ts";
import { runRetrieval } from "../memory/retrieve.ts";
import { emptyRun, type RetrieveRun } from "../memory/run.ts";
import { Walk } from "../memory/walk.ts";
import type { Rows } from "../patterns/rows.ts";
import { specOfSeparation, specOfSimilarity } from "../persist/spec.ts";
import type { Answer, MemoryPart, RunSettings, ShardAssociation } from "./messages.ts";
import { machineThreads, sharesMemory } from "./runtime.ts";
import { canMerge, mergeShards } from "./shards.ts";
import { Thread } from "./thread.ts";

/** Options of a memory worker. */
export interface MemoryWorkerOptions {
  /** How many threads; by default as many as the machine runs at once, at most 8. */
  readonly workers?: number;
  /** Multiply-adds of a retrieval below which it is done on the calling thread; 2^25 by default (about 1 ms). */
  readonly smallest?: number;
  /** False keeps the patterns in separate shards even where memory could be shared. */
  readonly share?: boolean;
  /** Where the worker's file lies, if a bundler has moved it. */
  readonly url?: URL;
}

/** Options of a retrieval by workers. */
export interface WorkerRetrieveOptions extends Omit<RetrieveOptions, "observe" | "onQueries"> {
  /** Gives the retrieval up; the promise is rejected with the signal's reason at once. */
  readonly signal?: AbortSignal;
  /** Called as queries are finished. */
  readonly onProgress?: (finished: number, total: number) => void;
  /** Gives up the retrievals with this mark that were asked for before: for a picture that follows a slider. */
  readonly latest?: boolean;
}

/** Queries that a worker takes at a time: enough to use a panel well, few enough to be given up soon. */
const chunkQueries = 128;

/** How the patterns lie with the workers: all of them with each, a shard with each, or all with a single one. */
export type WorkerLayout = "shared" | "shards" | "single";

/**
 * A memory whose retrievals run in worker threads (Node) or Web Workers: the calling thread stays free, and several cores
 * work on a batch.
 *
 * Where memory can be shared every worker reads the same patterns and takes queries in turn. Elsewhere each gets a shard
 * of the patterns, and associations are merged by the log-sum-exp rule; a similarity whose update is not a mean, or
 * another separation than softmax, then runs in a single worker. Results are those of the memory itself: it stays the one
 * to change, and what it was changed to is sent before the next retrieval.
 *
 * @example
 * const worker = new MemoryWorker(memory);
 * const retrieval = await worker.retrieve(queries, { signal, onProgress });
 * worker.close();
 */
export class MemoryWorker {
  readonly memory: AssociativeMemory;
  readonly workers: number;
  readonly layout: WorkerLayout;
  readonly #smallest: number;
  readonly #url: URL | undefined;
  readonly #latest = new Set<AbortController>();
  #threads: Thread[] = [];
  #version = -1;
  #shared: { readonly source: Rows["data"]; readonly copy: Rows["data"] }[] = [];
  /** Retrievals follow one another, so that their chunks do not mix. */
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  /**
   * @throws HopfieldError ERR_OPTION when the memory's similarity or separation has no name that a worker could know it
   *   by, or `workers` is no whole number of at least 1
   */
  constructor(memory: AssociativeMemory, options: MemoryWorkerOptions = {}) {
    const { workers = Math.min(8, machineThreads()), smallest = 2 ** 25, share = true } = options;
    this.memory = memory;
    this.#smallest = smallest;
    this.#url = options.url;
    requireName("similarity", specOfSimilarity(memory.similarity));
    requireName("separation", specOfSeparation(memory.separation));
    requireCount(workers, "workers", 1);
    const mergeable = canMerge({
      similarity: memory.similarity,
      rule: { separation: memory.separation, beta: 1, logWeights: null },
    });
    if (share && sharesMemory()) this.layout = "shared";
    else this.layout = mergeable && workers > 1 ? "shards" : "single";
    this.workers = this.layout === "single" ? 1 : workers;
  }

  /**
   * Completes a batch of queries, as `AssociativeMemory.retrieve` does.
   * @throws what that throws; HopfieldError ERR_WORKER when a worker dies; the signal's reason when it is given up
   */
  async retrieve(query: QueryInput, options: WorkerRetrieveOptions = {}): Promise<Retrieval> {
    if (this.#closed) throw new HopfieldError("ERR_WORKER", "this memory worker was closed; make another");
    const { signal, onProgress, latest = false } = options;
    signal?.throwIfAborted();
    const prepared = this.memory.prepare(query, options);
    const { problem, queries } = prepared;
    const count = queries.states.length / this.memory.size;
    const work = problem.stored.count * problem.stored.size * count * Math.max(1, problem.maxSteps);
    if (work < this.#smallest) return prepared.finish(runRetrieval(problem, queries.states, queries.groups));
    const own = new AbortController();
    if (latest) {
      for (const earlier of this.#latest) {
        earlier.abort(new DOMException("a later retrieval took its place", "AbortError"));
      }
      this.#latest.clear();
      this.#latest.add(own);
    }
    const given = signal === undefined ? own.signal : AbortSignal.any([signal, own.signal]);
    const turn = this.#last.then(async () => {
      given.throwIfAborted();
      await this.#prepareThreads(prepared);
      const progress = (finished: number): void => onProgress?.(finished, count);
      const run =
        this.layout === "shards"
          ? await this.#runShards(prepared, given, progress)
          : await this.#runChunks(prepared, given, progress);
      return prepared.finish(run);
    });
    this.#last = turn.catch(() => {});
    try {
      return await Promise.race([turn, rejectedBy(given)]);
    } finally {
      this.#latest.delete(own);
    }
  }

  /** Ends the workers; retrievals under way are rejected. */
  close(): void {
    this.#closed = true;
    for (const thread of this.#threads) thread.close();
    this.#threads = [];
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Starts what is missing, and hands out the memory where it is new or was changed. */
  async #prepareThreads({ problem, version }: PreparedRetrieval): Promise<void> {
    const alive = this.#threads.every((thread) => thread.alive);
    if (this.#threads.length === this.workers && alive && this.#version === version) return;
    if (!alive) {
      for (const thread of this.#threads) thread.close();
      this.#threads = [];
    }
    while (this.#threads.length < this.workers) this.#threads.push(new Thread(this.#url));
    const parts = this.#parts(problem);
    await Promise.all(this.#threads.map((thread, k) => thread.ask({ kind: "memory", part: parts[k] })));
    this.#version = version;
  }

  #parts(problem: RetrieveProblem): MemoryPart[] {
    const { stored, readout, normalizeReadout, rule, kernels } = problem;
    const whole: MemoryPart = {
      stored: this.#sendable(stored),
      readout: readout === null ? null : this.#sendable(readout),
      normalizeReadout,
      similarity: specOfSimilarity(problem.similarity),
      separation: specOfSeparation(rule.separation),
      logWeights: rule.logWeights,
      kernels:
        kernels.name === "relaxed" || kernels.name === "simd" || kernels.name === "portable"
          ? kernels.name
          : "auto",
    };
    if (this.layout !== "shards") return Array.from({ length: this.workers }, () => whole);
    return Array.from({ length: this.workers }, (_, k) => {
      const [from, to] = this.#shard(k, stored.count);
      return {
        ...whole,
        stored: rowRange(whole.stored, from, to),
        readout: whole.readout === null ? null : rowRange(whole.readout, from, to),
        logWeights: whole.logWeights?.slice(from, to) ?? null,
      };
    });
  }

  #shard(k: number, count: number): [number, number] {
    return [Math.floor((k * count) / this.workers), Math.floor(((k + 1) * count) / this.workers)];
  }

  /** Rows as a message can carry them: in shared memory where there is some, copied into it once. */
  #sendable({ data, count, size, gain, offset }: Rows): Rows {
    const own = { count, size, gain: gain.slice(0, count), offset: offset.slice(0, count) };
    const used = data.subarray(0, count * size);
    if (this.layout !== "shared" || data.buffer instanceof SharedArrayBuffer) return { ...own, data: used };
    const known = this.#shared.find(({ source }) => source === data);
    if (known !== undefined && this.#version === this.memory.version) return { ...own, data: known.copy };
    const buffer = new SharedArrayBuffer(used.byteLength);
    const copy = new (data.constructor as new (buffer: SharedArrayBuffer) => Rows["data"])(buffer);
    copy.set(used);
    this.#shared = [
      ...this.#shared.filter(({ source }) => source !== data).slice(-1),
      { source: data, copy },
    ];
    return { ...own, data: copy };
  }

  /** Every worker takes the next chunk of queries as soon as it has done one. */
  async #runChunks(
    { problem, queries: { states, groups }, exact }: PreparedRetrieval,
    signal: AbortSignal,
    progress: (finished: number) => void,
  ): Promise<RetrieveRun> {
    const { size } = problem.stored;
    const run = emptyRun(problem, states);
    const settings: RunSettings = {
      beta: problem.rule.beta,
      exact,
      maxSteps: problem.maxSteps,
      tolerance: problem.tolerance,
      clamp: problem.clamp,
      lastEnergy: problem.lastEnergy,
      trace: problem.trace,
    };
    const chunks = groups.flatMap(({ columns, queries }) => {
      const each = Math.min(chunkQueries, Math.ceil(queries.length / this.workers));
      return Array.from({ length: Math.ceil(queries.length / each) }, (_, k) => ({
        columns,
        queries: queries.slice(k * each, (k + 1) * each),
      }));
    });
    let [next, finished] = [0, 0];
    const take = async (thread: Thread): Promise<void> => {
      while (next < chunks.length) {
        signal.throwIfAborted();
        const { columns, queries } = chunks[next++];
        const some = new Float64Array(queries.length * size);
        queries.forEach((q, k) => {
          some.set(states.subarray(q * size, (q + 1) * size), k * size);
        });
        const answer = await thread.ask(
          { kind: "run", states: some, groups: [{ columns, queries: queries.map((_, k) => k) }], settings },
          [some.buffer],
        );
        if (answer.kind === "run") keepPart(run, answer.run, queries, size);
        finished += queries.length;
        progress(finished);
      }
    };
    await Promise.all(this.#threads.map(take));
    return run;
  }

  /** Every worker associates the states with its shard, step by step. */
  async #runShards(
    { problem, queries: { states, groups } }: PreparedRetrieval,
    signal: AbortSignal,
    progress: (finished: number) => void,
  ): Promise<RetrieveRun> {
    const { size } = problem.stored;
    const run = emptyRun(problem, states);
    let finished = 0;
    for (const { columns, queries } of groups) {
      const bound = this.memory.bind(columns);
      const room = Math.max(1, Math.min(chunkQueries, Math.floor(2 ** 22 / problem.stored.count)));
      for (let from = 0; from < queries.length; from += room) {
        const members = queries.slice(from, from + room);
        const walk = new Walk(problem, columns, states, members, run);
        for (let asked = walk.ask(); asked !== null; asked = walk.ask()) {
          signal.throwIfAborted();
          const { states: some } = asked;
          const request = {
            kind: "associate",
            states: some,
            columns,
            beta: problem.rule.beta,
            readout: problem.readout !== null,
          } as const;
          const answers = await Promise.all(this.#threads.map((thread) => thread.ask(request)));
          const potentials = Float64Array.from(asked.queries, (_, k) =>
            bound.potential(some.subarray(k * size, (k + 1) * size)),
          );
          const round = mergeShards(problem, potentials, answers.map(shardOf));
          walk.take(
            round,
            asked.queries.map((_, k) => k),
          );
        }
        finished += members.length;
        progress(finished);
      }
    }
    return run;
  }
}

function shardOf(answer: Answer): ShardAssociation {
  if (answer.kind !== "associate") throw new HopfieldError("ERR_WORKER", `a worker answered ${answer.kind}`);
  return answer.shard;
}

/** Puts what a worker found for some queries in their places. */
function keepPart(run: RetrieveRun, part: RetrieveRun, queries: readonly number[], size: number): void {
  const width = run.readouts === null ? 0 : run.readouts.length / run.steps.length;
  queries.forEach((q, k) => {
    run.states.set(part.states.subarray(k * size, (k + 1) * size), q * size);
    run.before.set(part.before.subarray(k * size, (k + 1) * size), q * size);
    if (part.readouts !== null)
      run.readouts?.set(part.readouts.subarray(k * width, (k + 1) * width), q * width);
    run.steps[q] = part.steps[k];
    run.skipped[q] = part.skipped[k];
    run.outcomes[q] = part.outcomes[k];
    run.energies[q] = part.energies[k];
    run.last[q] = part.last[k];
    run.traces[q] = part.traces[k];
  });
}

function rowRange({ data, size, gain, offset }: Rows, from: number, to: number): Rows {
  return {
    data: data.slice(from * size, to * size),
    count: to - from,
    size,
    gain: gain.slice(from, to),
    offset: offset.slice(from, to),
  };
}

/** A promise that never comes true and fails when the signal does. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function requireName(what: string, spec: string): void {
  if (spec.startsWith("own:")) {
    throw new HopfieldError(
      "ERR_OPTION",
      `a worker cannot know the ${what} ${spec.slice(4)}, which is your own; use a built-in one, or the memory's own retrieve`,
      { what, name: spec.slice(4) },
    );
  }
}
