import type { Kernels } from "../kernels/kernels.ts";
import type { KernelsName } from "../kernels/select.ts";
import type { Random } from "../math/random.ts";
import type { Patterns } from "../patterns/patterns.ts";
import type { SeparationName, SimilarityName } from "./choices.ts";
import type { Calibration } from "./familiarity.ts";
import type { AssociationObserver } from "./problem.ts";
import type { Separation } from "./separation.ts";
import type { Similarity } from "./similarity.ts";

/** A beta: a number in the units of the scale, or a rule to find one. */
export type Beta = number | "auto" | "certified";

/** Options of a memory. */
export interface MemoryOptions {
  /** A name ("squaredEuclidean" by default), or your own by `defineSimilarity`. */
  readonly similarity?: SimilarityName | Similarity | (string & {});
  /** A name ("softmax" by default, "entmax/alpha=1.25" ...), or an object. */
  readonly separation?: SeparationName | Separation | (string & {});
  /**
   * The inverse temperature. `auto` (default): the beta at which the first associations of a batch of queries have
   * a median of `effective` effective patterns; `certified`: the smallest that provably stores every pattern that can
   * be stored (dot and squaredEuclidean with softmax).
   */
  readonly beta?: Beta;
  /** The target of beta `auto`; 1.05 by default, at least 1. */
  readonly effective?: number;
  /** Other patterns that the association blends (hetero-association); the stored ones by default. */
  readonly values?: Patterns;
  /** A positive weight per pattern: ln w / β inside the log-sum-exp; 1 by default. */
  readonly weights?: ArrayLike<number>;
  /** Their logarithms instead, which say more than the weights where these have aged out of float64. */
  readonly logWeights?: ArrayLike<number>;
  /** What an earlier `calibrate` learned; `memory.calibration` has it. */
  readonly calibration?: Calibration;
  readonly kernels?: KernelsName | Kernels;
  /**
   * What to do with equal patterns, which no query can tell apart: an error by default (`reject`), kept as they are
   * (`allow`), or made one pattern with the sum of their weights (`merge`; equal patterns with different values stay
   * an error). A memory that merges keeps patterns of its own and leaves those given as they are.
   */
  readonly duplicates?: "reject" | "allow" | "merge";
}

/** Options of a retrieval. */
export interface RetrieveOptions {
  /** 1 = trust this component; one mask for all queries or one per query. Without it all components are known. */
  readonly known?: Uint8Array;
  /** Keep known components as the query has them (default), or only compare by them and let all move. */
  readonly clamp?: boolean;
  /** The most updates; 5 by default, 0 for the association of the query alone. */
  readonly maxSteps?: number;
  /** Stop when an update moves the state by at most this (Euclidean norm, units of the scale); 1e-4 by default. */
  readonly tolerance?: number;
  /** Another beta than the memory's. */
  readonly beta?: Beta;
  /** Keep every state, energy and association's summary. */
  readonly trace?: boolean;
  /** Evaluate the energy of the last state (one more round of scores); true by default. */
  readonly lastEnergy?: boolean;
  readonly observe?: AssociationObserver;
  /**
   * How far an update may lie from the one that all patterns make (Euclidean norm, units of the scale): what cannot matter
   * is skipped with a proof. `tolerance` by default; "dense" (or 0) associates with every pattern.
   */
  readonly exact?: "dense" | number;
  /** Called with the number of queries finished so far. */
  readonly onQueries?: (finished: number) => void;
}

/** Damages a pattern (in the scale's units) for a calibration; may return the mask of what is still known. */
export type PatternCorruption = (
  pattern: Float64Array,
  random: Random,
) => Float64Array | { readonly query: Float64Array; readonly known: Uint8Array };
