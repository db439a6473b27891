import { availableKernels, selectKernels } from "../kernels/select.ts";
import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import type { PreparedRetrieval } from "../memory/prepared.ts";
import type { RetrieveProblem } from "../memory/problem.ts";
import { allocate } from "../patterns/room.ts";
import type { PatternData, Rows } from "../patterns/rows.ts";
import { specOfSeparation, specOfSimilarity } from "../persist/spec.ts";
import type { MemoryPart } from "./messages.ts";

/**
 * A memory as it was when a retrieval was asked for: it may be changed while the retrieval waits for its turn.
 * The numbers are not copied before one of the two changes.
 */
export class Snapshot {
  readonly version: number;
  readonly #stored: Rows;
  readonly #readout: Rows | null;

  constructor(memory: AssociativeMemory, { problem, version }: PreparedRetrieval) {
    this.version = version;
    const stored = memory.stored.copy();
    this.#stored = stored;
    this.#readout = problem.readout === null ? null : (memory.values?.copy() ?? stored).plain;
  }

  /** A problem prepared at this version, on the patterns of this version. */
  on(problem: RetrieveProblem): RetrieveProblem {
    return { ...problem, stored: this.#stored, readout: this.#readout };
  }
}

/** Copies in shared memory, each made once for as long as its original is in use. */
export class SharedCopies {
  #copies = new Map<PatternData, PatternData>();

  /** The rows with their numbers in shared memory. */
  of(rows: Rows): Rows {
    const { data, count, size } = rows;
    const own = rangeOf(rows, 0, count, (used) => used);
    if (data.buffer instanceof SharedArrayBuffer) return own;
    let copy = this.#copies.get(data);
    if (copy === undefined) {
      const bytes = size * data.BYTES_PER_ELEMENT;
      const buffer = allocate(count, bytes, () => new SharedArrayBuffer(count * bytes));
      copy = new (data.constructor as new (buffer: SharedArrayBuffer) => PatternData)(buffer);
      copy.set(own.data);
      this.#copies.set(data, copy);
    }
    return { ...own, data: copy };
  }

  /** Forgets all copies but those of these rows. */
  keep(rows: readonly (Rows | null)[]): void {
    this.#copies = new Map([...this.#copies].filter(([data]) => rows.some((one) => one?.data === data)));
  }
}

/** What each worker is told where all share the patterns. */
export function sharedParts(problem: RetrieveProblem, workers: number, copies: SharedCopies): MemoryPart[] {
  const { stored, readout } = problem;
  copies.keep([stored, readout]);
  const part = {
    ...factsOf(problem),
    stored: copies.of(stored),
    readout: readout === null ? null : copies.of(readout),
    logWeights: problem.rule.logWeights,
  };
  return Array.from({ length: workers }, () => part);
}

/** The first pattern of shard `k`. */
export function shardStart(count: number, workers: number, k: number): number {
  return Math.floor((k * count) / workers);
}

/** What each worker is told where each has a shard of the patterns; all of it may be handed over. */
export function shardParts(problem: RetrieveProblem, workers: number): MemoryPart[] {
  const { stored, readout, rule } = problem;
  return Array.from({ length: workers }, (_, k) => {
    const from = shardStart(stored.count, workers, k);
    const to = shardStart(stored.count, workers, k + 1);
    const own = rangeOf(stored, from, to, (data) => data.slice());
    return {
      ...factsOf(problem),
      stored: own,
      readout:
        readout === null
          ? null
          : rangeOf(readout, from, to, (data) => (readout.data === stored.data ? own.data : data.slice())),
      logWeights: rule.logWeights?.slice(from, to) ?? null,
    };
  });
}

/** The buffers of a shard. */
export function buffersOf({ stored, readout, logWeights }: MemoryPart): ArrayBuffer[] {
  const arrays = [
    ...[stored, readout].flatMap((rows) => (rows === null ? [] : [rows.data, rows.gain, rows.offset])),
    ...(logWeights === null ? [] : [logWeights]),
  ];
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}

function factsOf({ normalizeReadout, similarity, rule, kernels }: RetrieveProblem) {
  return {
    normalizeReadout,
    similarity: specOfSimilarity(similarity),
    separation: specOfSeparation(rule.separation),
    // Kernels of the user's own stay with the user: to their precision all sets give the same.
    kernels: availableKernels().find((name) => selectKernels(name) === kernels) ?? "auto",
  } as const;
}

/** Some rows; `take` makes what is kept of a view of their numbers. */
function rangeOf(
  { data, size, gain, offset }: Rows,
  from: number,
  to: number,
  take: (data: PatternData) => PatternData,
): Rows {
  return {
    data: take(data.subarray(from * size, to * size)),
    count: to - from,
    size,
    gain: gain.slice(from, to),
    offset: offset.slice(from, to),
  };
}
