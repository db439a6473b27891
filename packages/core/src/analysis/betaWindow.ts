import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import { betasForEffective } from "../memory/beta.ts";
import { eachPairScores } from "../memory/pairScores.ts";

/** At most this many clean cues decide, taken evenly, and at most this many scores (32 MB). */
const mostCues = 64;
const mostScores = 2 ** 22;

/**
 * Where beta is useful for clean cues: from half of the patterns taking part (median of exp H over the cues) to 1.05 of
 * them. null for fewer than three patterns or where beta has no effect.
 */
export function usefulBetas(
  memory: AssociativeMemory,
): { readonly low: number; readonly high: number } | null {
  const N = memory.count;
  if (N < 3) return null;
  const asked = Math.max(1, Math.min(mostCues, N, Math.floor(mostScores / N)));
  const cues = Array.from({ length: asked }, (_, k) => Math.floor((k * N) / asked));
  const rows: Float64Array[] = [];
  eachPairScores(memory.stored, memory.bind(), (_i, scores) => rows.push(scores.slice()), cues);
  const [low, high] = betasForEffective(rows, memory.separation, null, [N / 2, 1.05]);
  return high > low ? { low, high } : null;
}
