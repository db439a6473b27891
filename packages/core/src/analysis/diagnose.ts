import { quantile } from "../math/statistics.ts";
import { argMax } from "../math/vector.ts";
import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import { betaForEffective } from "../memory/beta.ts";
import { eachPairScores, separationFrom } from "../memory/pairScores.ts";
import { Patterns } from "../patterns/patterns.ts";
import { rowOf } from "../patterns/rows.ts";
import { adviceFor, type DiagnosisAdvice } from "./advice.ts";

export type { DiagnosisAdvice } from "./advice.ts";

/** A stored pattern that wins clean cues which are not its own. */
export interface Hub {
  readonly index: number;
  /** How many other patterns' clean cues it takes. */
  readonly wins: number;
}

/** What is right and wrong with a memory. */
export interface Diagnosis {
  readonly count: number;
  readonly size: number;
  readonly similarity: string;
  /** Δᵢ = s(xᵢ, xᵢ) - max over j ≠ i of s(xⱼ, xᵢ), per pattern. */
  readonly separation: Float64Array;
  /** The stored pattern that comes closest to each. */
  readonly nearestRival: Int32Array;
  /** How many patterns have Δᵢ > 0: only these can be found by their own clean cue. */
  readonly positive: number;
  /** Patterns that take at least 3 and at least 5 % of the clean cues of others, most wins first. */
  readonly hubs: readonly Hub[];
  /** Patterns that no clean cue finds, not even their own. */
  readonly unreachable: readonly number[];
  readonly duplicates: readonly (readonly number[])[];
  /**
   * Where beta is useful for clean cues: from half of the patterns taking part (median of exp H) to 1.05 of them.
   * null for a single pattern or where beta has no effect.
   */
  readonly betaWindow: { readonly low: number; readonly high: number } | null;
  /** The smallest beta that provably stores every pattern with Δᵢ > 0; null where no theorem applies or none has. */
  readonly certifiedBeta: number | null;
  readonly advice: readonly DiagnosisAdvice[];
}

/** Clean cues that decide the window of beta, taken evenly. */
const windowCues = 64;

/** The window of beta, from the scores of some clean cues. */
function betaWindow(memory: AssociativeMemory): Diagnosis["betaWindow"] {
  const N = memory.count;
  if (N < 3) return null;
  const asked = Math.min(windowCues, N);
  const cues = Array.from({ length: asked }, (_, k) => Math.floor((k * N) / asked));
  const rows: Float64Array[] = [];
  eachPairScores(memory.stored, memory.bind(), (_i, scores) => rows.push(scores.slice()), cues);
  const low = betaForEffective(rows, memory.separation, null, N / 2);
  const high = betaForEffective(rows, memory.separation, null, 1.05);
  return high > low ? { low, high } : null;
}

/** The smallest beta that certifies all patterns that can be certified, or null. */
function certified(memory: AssociativeMemory, separation: Float64Array): number | null {
  if (!separation.some((delta) => delta > 0)) return null;
  // Certified beta belongs to the memory; the query is asked only for its shape.
  const anyQuery = new Patterns(rowOf(memory.stored.plain, 0), { size: memory.size });
  try {
    return memory.count < 2 ? null : memory.solveBeta(anyQuery, { beta: "certified" });
  } catch {
    return null;
  }
}

/**
 * Examines a whole memory: asks it for each of its own patterns and reports separations, hubs, unreachable patterns,
 * duplicates, the useful window of beta, and what to change, in words. Takes N passes over the stored patterns.
 */
export function diagnose(memory: AssociativeMemory): Diagnosis {
  const { stored, similarity } = memory;
  const N = memory.count;
  const separation = new Float64Array(N);
  const nearestRival = new Int32Array(N);
  const wins = new Int32Array(N);
  const found = new Uint8Array(N);
  eachPairScores(stored, memory.bind(), (i, scores) => {
    const { separation: delta, rival } = separationFrom(i, scores);
    separation[i] = delta;
    nearestRival[i] = rival;
    // A duplicate ties with its twin: its own cue still finds it.
    const winner = delta >= 0 ? i : argMax(scores);
    found[winner] = 1;
    if (winner !== i) wins[winner]++;
  });
  const least = Math.max(3, 0.05 * N);
  const hubs = Array.from(wins, (count, index) => ({ index, wins: count }))
    .filter((hub) => hub.wins >= least)
    .sort((a, b) => b.wins - a.wins);
  const unreachable = Array.from(found.keys()).filter((i) => found[i] === 0);
  const duplicates = stored.duplicates();
  const positive = separation.filter((delta) => delta > 0).length;
  return {
    count: N,
    size: memory.size,
    similarity: similarity.name,
    separation,
    nearestRival,
    positive,
    hubs,
    unreachable,
    duplicates,
    betaWindow: betaWindow(memory),
    certifiedBeta: certified(memory, separation),
    advice: adviceFor({
      N,
      similarity,
      normalization: stored.normalization,
      positive,
      hubs,
      unreachable,
      duplicates,
      spread: N > 1 ? quantile(separation, 0.5) : 0,
    }),
  };
}
