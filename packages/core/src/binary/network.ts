import type { BinaryRetrieval } from "./binaryRetrieval.ts";
import type { BinaryRetrieveOptions } from "./options.ts";
import type { SignInput } from "./signs.ts";

/** A network of units of +1 and -1: what `BinaryHopfield` and `DenseBinary` have in common. */
export interface BinaryNetwork {
  /** The number of stored patterns. */
  readonly count: number;
  /** The number of units. */
  readonly size: number;
  /** Whether the energy can never rise when one unit is updated at a time. */
  readonly descends: boolean;
  /** Adds patterns to those stored; returns the number of the first. */
  add(patterns: SignInput): number;
  /** Stored pattern `m`, a copy. */
  at(m: number): Int8Array;
  /** Completes a batch of queries. */
  retrieve(queries: SignInput, options?: BinaryRetrieveOptions): BinaryRetrieval;
  /** E of each state. */
  energy(states: SignInput): Float64Array;
  /** x·s / d of a state with each stored pattern. */
  overlap(state: SignInput): Float64Array;
  /** Per stored pattern, 1 where it is a fixed point. */
  fixedPatterns(): Uint8Array;
}
