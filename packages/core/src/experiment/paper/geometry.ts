import { distance } from "../../math/vector.ts";
import type { AssociativeMemory } from "../../memory/associativeMemory.ts";
import { largestNorm } from "../../memory/pairNorm.ts";
import { rivalsOf, separationsOf } from "../../memory/pairRivals.ts";
import { enterPattern } from "../../memory/pairSource.ts";
import { hasTheorems, isPlainSoftmax } from "../../memory/theorems.ts";

/** Where the stored patterns lie in the space of states. */
export interface Geometry {
  /** The patterns as states, row after row. */
  readonly rows: Float64Array;
  readonly mean: Float64Array;
  /** m, the largest distance of a pattern from their mean. */
  readonly spread: number;
}

/** The stored patterns as states, their mean and how far they lie from it. */
export function geometryOf(memory: AssociativeMemory): Geometry {
  const { count: N, size, stored } = memory;
  const rows = new Float64Array(N * size);
  const mean = new Float64Array(size);
  const bound = memory.bind();
  for (let i = 0; i < N; i++) {
    enterPattern(stored, i, bound, rows, i);
    for (let j = 0; j < size; j++) mean[j] += rows[i * size + j] / N;
  }
  let spread = 0;
  for (let i = 0; i < N; i++) {
    spread = Math.max(spread, distance(rows.subarray(i * size, (i + 1) * size), mean));
  }
  return { rows, mean, spread };
}

/** What the theorems speak of: Δᵢ of the patterns asked for, and M. */
export interface TheoremFacts {
  readonly separations: Float64Array;
  /** M; about the mean of the patterns where the origin does not matter. */
  readonly norm: number;
}

/** Δᵢ of the patterns `which` and M; null where the theorems do not speak of the memory (they do of dot and squaredEuclidean with softmax). */
export function theoremFacts(memory: AssociativeMemory, which: readonly number[]): TheoremFacts | null {
  const { stored, similarity, separation, logWeights, kernels } = memory;
  if (similarity.bound !== "mean" || !hasTheorems(similarity) || !isPlainSoftmax(separation, logWeights))
    return null;
  return {
    separations: separationsOf(rivalsOf({ stored, similarity, kernels }, { which })),
    norm: largestNorm(stored, similarity.name !== "dot"),
  };
}
