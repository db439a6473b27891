import type { Patterns } from "../patterns/patterns.ts";
import { decodeRow } from "../patterns/rows.ts";
import type { BoundSimilarity } from "./similarity.ts";

/** Stored patterns asked for at a time; bounds the memory to this many rows of scores. */
const block = 64;

/**
 * Asks the memory for each of its own patterns and hands over the scores: `visit(i, scores)`, the array being reused.
 * @param which  the patterns to ask for; all by default
 */
export function eachPairScores(
  stored: Patterns,
  bound: BoundSimilarity,
  visit: (i: number, scores: Float64Array) => void,
  which?: readonly number[],
): void {
  const { count: N, size } = stored;
  const total = which?.length ?? N;
  const states = new Float64Array(Math.min(block, total) * size);
  const scores = new Float64Array(Math.min(block, total) * N);
  for (let from = 0; from < total; from += block) {
    const count = Math.min(block, total - from);
    for (let k = 0; k < count; k++) {
      decodeRow(stored, which?.[from + k] ?? from + k, null, states, k * size);
      bound.enter(states.subarray(k * size, (k + 1) * size));
    }
    bound.scores(states, count, scores);
    for (let k = 0; k < count; k++) visit(which?.[from + k] ?? from + k, scores.subarray(k * N, (k + 1) * N));
  }
}

/** A pattern's separation and the stored pattern that comes closest to it. */
export interface PatternSeparation {
  /** Δᵢ = s(xᵢ, xᵢ) - max over j ≠ i of s(xⱼ, xᵢ); Infinity for a single pattern. */
  readonly separation: number;
  /** The j of the maximum; -1 for a single pattern. */
  readonly rival: number;
}

/** Δᵢ and the nearest rival of pattern i from its scores against all patterns. */
export function separationFrom(i: number, scores: Float64Array): PatternSeparation {
  let rival = -1;
  for (let j = 0; j < scores.length; j++) {
    if (j !== i && (rival < 0 || scores[j] > scores[rival])) rival = j;
  }
  return { separation: rival < 0 ? Number.POSITIVE_INFINITY : scores[i] - scores[rival], rival };
}
