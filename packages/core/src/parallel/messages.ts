import type { KernelsName } from "../kernels/select.ts";
import type { KnownGroup } from "../memory/known.ts";
import type { Nearest } from "../memory/nearest.ts";
import type { RetrieveRun } from "../memory/run.ts";
import type { Rows } from "../patterns/rows.ts";

/** What a worker must know of a memory, once. Everything can be cloned; shared arrays stay shared. */
export interface MemoryPart {
  readonly stored: Rows;
  /** What the readout blends; null when states serve. */
  readonly readout: Rows | null;
  readonly normalizeReadout: boolean;
  readonly similarity: string;
  readonly separation: string;
  readonly logWeights: Float64Array | null;
  readonly kernels: KernelsName;
}

/** The settings of one retrieval. */
export interface RunSettings {
  readonly beta: number;
  readonly exact: "dense" | number;
  readonly maxSteps: number;
  readonly tolerance: number;
  readonly clamp: boolean;
  readonly lastEnergy: boolean;
  readonly trace: boolean;
}

/** What a worker is asked. */
export type Request =
  | { readonly kind: "memory"; readonly part: MemoryPart }
  | {
      readonly kind: "run";
      readonly states: Float64Array;
      readonly groups: readonly KnownGroup[];
      readonly settings: RunSettings;
    }
  | {
      readonly kind: "nearest";
      readonly states: Float64Array;
      readonly columns: Int32Array | null;
      readonly k: number;
    }
  | {
      readonly kind: "associate";
      readonly states: Float64Array;
      readonly columns: Int32Array | null;
      readonly beta: number;
    }
  | {
      /** Blends the patterns of a shard by the logits that it was last asked for. */
      readonly kind: "blend";
      /** ln Σ exp of each state's logits over all shards. */
      readonly logSums: Float64Array;
    };

/** The scores of some states against the patterns of one shard. */
export interface ShardLogits {
  /** β s + ln w of every state and pattern of the shard, count x N. */
  readonly logits: Float64Array;
  /** ln Σ exp of each state's logits. */
  readonly logSums: Float64Array;
}

/** What one shard adds to the means of all patterns. */
export interface ShardBlend {
  /** Of the patterns, count x size. */
  readonly means: Float64Array;
  /** Of what the readout blends; null where states serve. */
  readonly readouts: Float64Array | null;
}

/** What a worker answers, in the order it was asked. */
export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "run"; readonly run: RetrieveRun }
  | { readonly kind: "nearest"; readonly nearest: Nearest }
  | ({ readonly kind: "associate" } & ShardLogits)
  | ({ readonly kind: "blend" } & ShardBlend)
  | { readonly kind: "error"; readonly name: string; readonly message: string };
