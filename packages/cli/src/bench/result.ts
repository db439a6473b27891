import type { Machine } from "./machine.ts";
import type { Ratio, Spread } from "./ratios.ts";
import type { BenchSimilarity, Workload } from "./workloads.ts";

/** What a contestant's process held at most, in bytes. */
export interface Memory {
  readonly peak: number;
  /** Before there was any data, with the library loaded. */
  readonly bare: number;
  readonly above: number;
}

/** One contestant on one workload. */
export interface Standing {
  readonly name: string;
  readonly status: "ok" | "failed";
  readonly version: string | null;
  readonly notes: readonly string[];
  /** What it computes: ours as asked, the peers with a dot product or a sum of absolute differences. */
  readonly computes: string;
  /** Per repetition; `rounds` has them in order. */
  readonly seconds: (Spread & { readonly rounds: readonly number[] }) | null;
  /** Arithmetic per second, in units of 1e9. */
  readonly gigaPerSecond: number | null;
  /** Its seconds over ours. */
  readonly ratio: Ratio | null;
  /** The share of queries that gave back the pattern they were made of. */
  readonly recall: number | null;
  /** The share of indices that ours has too. */
  readonly agreement: number | null;
  /** The largest difference to a component of our states, where the same thing is computed. */
  readonly stateDifference: number | null;
  readonly signature: string | null;
  readonly memory: Memory | null;
  /** Why it failed, with its last words. */
  readonly error: string | null;
}

/** A workload with everyone's results, ours first. */
export interface WorkloadResult extends Omit<Workload, "kind"> {
  readonly patterns: string;
  readonly beta: number;
  readonly signature: string | null;
  /** CPU time that other processes took while something was measured, in cores; null where it is not known. */
  readonly others: number | null;
  readonly contestants: readonly Standing[];
}

/** A peer that could not take part. */
export interface AbsentPeer {
  readonly name: string;
  readonly reason: string;
  readonly install: string;
}

/** Everything that `hopfield bench --json` prints. */
export interface BenchDocument {
  readonly version: 1;
  readonly environment: Machine & { readonly hopfield: string; readonly date: string };
  readonly settings: {
    readonly similarity: BenchSimilarity;
    /** How far our updates may lie from the dense ones; "level" is one grey level. */
    readonly exact: "level" | "dense" | number;
    readonly rounds: number;
    readonly threads: number;
    readonly seed: number;
    readonly scale: number;
    readonly data: string | null;
  };
  readonly workloads: readonly WorkloadResult[];
  readonly absent: readonly AbsentPeer[];
  readonly warnings: readonly string[];
}
