import { HopfieldError, requireCount } from "../errors.ts";
import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import type { Nearest } from "../memory/nearest.ts";
import type { RetrieveOptions } from "../memory/options.ts";
import type { PreparedRetrieval } from "../memory/prepared.ts";
import type { QueryInput } from "../memory/queries.ts";
import type { Retrieval } from "../memory/retrieval.ts";
import { runRetrieval } from "../memory/retrieve.ts";
import { specOfSeparation, specOfSimilarity } from "../persist/spec.ts";
import { nearestInChunks, nearestInShards } from "./nearestRuns.ts";
import { expectAnswer, type RunContext, runChunks, runShards } from "./runs.ts";
import { machineThreads, sharesMemory } from "./runtime.ts";
import { canMerge } from "./shards.ts";
import { buffersOf, SharedCopies, Snapshot, shardParts, sharedParts } from "./snapshot.ts";
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

/** Options of everything that workers do. */
export interface WorkerJobOptions {
  /** Gives it up; the promise is rejected with the signal's reason at once. */
  readonly signal?: AbortSignal;
  /** Called as queries are finished. */
  readonly onProgress?: (finished: number, total: number) => void;
  /** Gives up what was asked for with this mark before: for a picture that follows a slider. */
  readonly latest?: boolean;
}

/** Options of a retrieval by workers. */
export interface WorkerRetrieveOptions
  extends Omit<RetrieveOptions, "observe" | "onQueries">,
    WorkerJobOptions {}

/** Options of a search by workers. */
export interface WorkerNearestOptions extends Pick<RetrieveOptions, "known">, WorkerJobOptions {
  /** How many patterns per query; 10 by default. */
  readonly k?: number;
}

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
  /** The retrievals under way, each with whether a later one may take its place. */
  readonly #underWay = new Map<AbortController, boolean>();
  readonly #copies = new SharedCopies();
  #threads: Thread[] = [];
  /** The memory as the last retrieval found it, and as the threads know it. */
  #snapshot: Snapshot | undefined;
  #sent: Snapshot | undefined;
  /** Retrievals follow one another, so that their chunks do not mix. */
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  /**
   * @throws HopfieldError ERR_OPTION when the memory's similarity or separation has no name that a worker could know it
   *   by, `workers` is no whole number of at least 1, or `smallest` is no number of at least 0
   */
  constructor(memory: AssociativeMemory, options: MemoryWorkerOptions = {}) {
    const { workers = Math.min(8, machineThreads()), smallest = 2 ** 25, share = true } = options;
    this.memory = memory;
    this.#smallest = smallest;
    this.#url = options.url;
    requireName("similarity", specOfSimilarity(memory.similarity));
    requireName("separation", specOfSeparation(memory.separation));
    requireCount(workers, "workers", 1);
    if (!(smallest >= 0)) {
      throw new HopfieldError("ERR_OPTION", `invalid smallest: ${smallest} (expected a number >= 0)`, {
        smallest,
      });
    }
    if (share && sharesMemory()) this.layout = "shared";
    else this.layout = canMerge(memory) && workers > 1 ? "shards" : "single";
    this.workers = this.layout === "single" ? 1 : workers;
  }

  /**
   * Completes a batch of queries, as `AssociativeMemory.retrieve` does, with the memory as it is when it is called.
   * @throws what that throws; HopfieldError ERR_WORKER when a worker dies, cannot be started, or this was closed; the
   *   signal's reason when it is given up
   */
  async retrieve(query: QueryInput, options: WorkerRetrieveOptions = {}): Promise<Retrieval> {
    if (this.#closed) throw closed();
    const { signal, onProgress, latest = false } = options;
    signal?.throwIfAborted();
    const prepared = this.memory.prepare(query, options);
    if (latest) this.#giveUpEarlier();
    const { problem, queries } = prepared;
    const count = queries.states.length / this.memory.size;
    if (this.#work(prepared) < this.#smallest) {
      const run = runRetrieval(problem, queries.states, queries.groups);
      onProgress?.(count, count);
      return prepared.finish(run);
    }
    const runOn = this.layout === "shards" ? runShards : runChunks;
    return this.#enqueue(prepared, options, async (kept, context) =>
      prepared.finish(await runOn(kept, context)),
    );
  }

  /**
   * The `k` stored patterns closest to each query, as `AssociativeMemory.nearest` finds them.
   * @throws as `retrieve`
   */
  async nearest(query: QueryInput, options: WorkerNearestOptions = {}): Promise<Nearest> {
    if (this.#closed) throw closed();
    const { signal, onProgress, latest = false, known, k = 10 } = options;
    signal?.throwIfAborted();
    requireCount(k, "k", 1);
    // Beta does not matter to the order of scores.
    const prepared = this.memory.prepare(query, {
      ...(known === undefined ? {} : { known }),
      beta: 1,
      maxSteps: 1,
    });
    if (latest) this.#giveUpEarlier();
    if (this.#work(prepared) < this.#smallest) {
      const nearest = this.memory.nearest(query, { k, ...(known === undefined ? {} : { known }) });
      const count = nearest.indices.length / nearest.k;
      onProgress?.(count, count);
      return nearest;
    }
    const findOn = this.layout === "shards" ? nearestInShards : nearestInChunks;
    return this.#enqueue(prepared, options, (kept, context) =>
      findOn(kept, Math.min(k, this.memory.count), context),
    );
  }

  /** Multiply-adds of scoring everything; where patterns are skipped, later steps cost next to nothing. */
  #work({ problem, queries, exact }: PreparedRetrieval): number {
    const rounds = exact === "dense" ? Math.max(1, problem.maxSteps) : 1;
    return problem.stored.count * queries.states.length * rounds;
  }

  /** Does a job when those before it have ended, with the memory as it is now. */
  async #enqueue<T>(
    prepared: PreparedRetrieval,
    { signal, onProgress, latest = false }: WorkerJobOptions,
    job: (kept: PreparedRetrieval, context: RunContext) => Promise<T>,
  ): Promise<T> {
    const count = prepared.queries.states.length / this.memory.size;
    if (this.#snapshot?.version !== prepared.version) this.#snapshot = new Snapshot(this.memory, prepared);
    const snapshot = this.#snapshot;
    const own = new AbortController();
    const giveUp = (): void => own.abort(signal?.reason);
    signal?.addEventListener("abort", giveUp);
    this.#underWay.set(own, latest);
    const progress = (finished: number): void => onProgress?.(finished, count);
    const turn = this.#last.then(async () => {
      own.signal.throwIfAborted();
      const kept = { ...prepared, problem: snapshot.on(prepared.problem) };
      const threads = await this.#ready(kept, snapshot);
      own.signal.throwIfAborted();
      return job(kept, { threads, signal: own.signal, progress });
    });
    this.#last = turn.then(nothing, nothing);
    try {
      return await new Promise((resolve, reject) => {
        own.signal.addEventListener("abort", () => reject(own.signal.reason));
        turn.then(resolve, reject);
      });
    } finally {
      signal?.removeEventListener("abort", giveUp);
      this.#underWay.delete(own);
      // After a failure the other threads take no further chunk.
      own.abort();
    }
  }

  /** Ends the workers; retrievals under way are rejected. */
  close(): void {
    this.#closed = true;
    for (const retrieval of this.#underWay.keys()) retrieval.abort(closed());
    for (const thread of this.#threads) thread.close();
    this.#threads = [];
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #giveUpEarlier(): void {
    for (const [retrieval, latest] of this.#underWay) {
      if (latest) retrieval.abort(new DOMException("a later retrieval took its place", "AbortError"));
    }
  }

  /** Starts what is missing, and hands out the memory to threads that know it otherwise. */
  async #ready({ problem }: PreparedRetrieval, snapshot: Snapshot): Promise<readonly Thread[]> {
    if (!this.#threads.every((thread) => thread.alive)) {
      for (const thread of this.#threads) thread.close();
      this.#threads = [];
    }
    const threads = this.#threads;
    if (this.#sent === snapshot && threads.length === this.workers) return threads;
    this.#sent = undefined;
    while (threads.length < this.workers) threads.push(new Thread(this.#url));
    const shared = this.layout === "shared";
    const parts = shared
      ? sharedParts(problem, this.workers, this.#copies)
      : shardParts(problem, this.workers);
    const answers = await Promise.all(
      threads.map((thread, k) =>
        thread.ask({ kind: "memory", part: parts[k] }, shared ? [] : buffersOf(parts[k])),
      ),
    );
    for (const answer of answers) expectAnswer(answer, "ready");
    this.#sent = snapshot;
    return threads;
  }
}

function nothing(): void {}

function closed(): HopfieldError {
  return new HopfieldError("ERR_WORKER", "this memory worker was closed; make another");
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
