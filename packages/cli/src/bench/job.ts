import type { BenchSimilarity, Workload } from "./workloads.ts";

/** What a contestant is told to do. Everything big lies in files of `folder`. */
export interface Job extends Omit<Workload, "name" | "cold"> {
  readonly workload: string;
  /** Holds `stored.bin`, `queries.f32` and `targets.i32`; results go there too. */
  readonly folder: string;
  readonly similarity: BenchSimilarity;
  readonly beta: number;
  readonly threads: number;
  /** How far our updates may lie from the dense ones (Euclidean norm, units of the scale). */
  readonly exact: "dense" | number;
}

/** What the data process is told: a job without its beta, and where the patterns come from. */
export interface DataJob extends Omit<Job, "beta" | "exact"> {
  readonly seed: number;
  /** A data set whose pictures are stored instead of random bytes where their size fits. */
  readonly data: string | null;
  readonly dataDir: string | null;
}

/** What the command says to a child: a JSON document per line on its stdin. */
export type Request =
  | { readonly do: "data"; readonly job: DataJob }
  /** Read the data and, unless the start itself is measured, warm up. */
  | { readonly do: "prepare"; readonly job: Job; readonly warm: boolean }
  /** So many repetitions, timed by the child. */
  | { readonly do: "run"; readonly times: number }
  /** Write `<to>.indices.i32` and `<to>.states.f32` into the job's folder. */
  | { readonly do: "result"; readonly to: string }
  | { readonly do: "quit" };

/** The first line of a child that can work. */
export interface Hello {
  readonly hello: {
    /** The version of what is measured. */
    readonly version: string;
    /** What decides its speed: kernels, threads, the BLAS it found. */
    readonly notes: readonly string[];
    /** What a user should know about it, such as a BLAS that does not know the processor. */
    readonly warnings: readonly string[];
    /** Peak memory with everything loaded and no data yet. */
    readonly bareBytes: number | null;
  };
}

/** The first line of a child whose library is not installed. */
export interface Absent {
  readonly absent: string;
}

/** What a child answers, by request. */
export interface Replies {
  /** What the data process made: a beta, and a name for the patterns. */
  data: { readonly beta: number; readonly patterns: string };
  /** The last warm repetition, 0 without warming up. */
  prepare: { readonly seconds: number };
  /** Seconds per repetition. */
  run: { readonly seconds: number };
  /** Peak memory of the process before it worked out what is written. */
  result: { readonly peakBytes: number | null };
  quit: Record<string, never>;
}

/** What a job gave. */
export interface Answer {
  /** Per query the recalled pattern, or the most similar ones, best first. */
  readonly indices: Int32Array;
  /** The states after the last step, query after query; null where only indices were asked for. */
  readonly states: Float32Array | null;
}
