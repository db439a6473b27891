import { HopfieldError, requireCount } from "../errors.ts";
import { Random } from "../math/random.ts";
import { quantile } from "../math/statistics.ts";
import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import { rivalsOf, separationsOf } from "../memory/pairRivals.ts";
import { adviceFor, type DiagnosisAdvice } from "./advice.ts";
import { usefulBetas } from "./betaWindow.ts";
import { certifiedBetaFrom } from "./certified.ts";

export type { DiagnosisAdvice } from "./advice.ts";

/** A stored pattern that wins clean cues which are not its own. */
export interface Hub {
  readonly index: number;
  /** How many other patterns' clean cues it takes. */
  readonly wins: number;
}

/** How a memory is examined. */
export interface DiagnoseOptions {
  /**
   * Ask for this many of the stored patterns alone, drawn at random: sample x N pair scores instead of N²/2. Exact for
   * those that are asked for; shares and hubs are then estimates, and no beta is certified. All by default.
   */
  readonly sample?: number | undefined;
  /** What the sample is drawn by; 0 by default. */
  readonly seed?: number | string | undefined;
  /**
   * Called every 10 to 100 ms with the pair scores done and in all, so that one can tell how long the rest will take.
   * What it throws ends the diagnosis.
   */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What is right and wrong with a memory. */
export interface Diagnosis {
  readonly count: number;
  readonly size: number;
  readonly similarity: string;
  /** The patterns that were asked for, where not all were; the numbers per pattern below are theirs, in this order. */
  readonly sample: { readonly which: readonly number[]; readonly seed: string } | null;
  /** Δᵢ = s(xᵢ, xᵢ) - max over j ≠ i of s(xⱼ, xᵢ), per pattern asked for. */
  readonly separation: Float64Array;
  /** The stored pattern that comes closest to each. */
  readonly nearestRival: Int32Array;
  /** How many of those asked for have Δᵢ > 0: only these can be found by their own clean cue. */
  readonly positive: number;
  /** Patterns that take at least 3 and at least 5 % of the clean cues of others that were asked, most wins first. */
  readonly hubs: readonly Hub[];
  /** Patterns asked for that no clean cue finds, not even their own. */
  readonly unreachable: readonly number[];
  readonly duplicates: readonly (readonly number[])[];
  /**
   * Where beta is useful for clean cues: from half of the patterns taking part (median of exp H) to 1.05 of them.
   * null for a single pattern or where beta has no effect.
   */
  readonly betaWindow: { readonly low: number; readonly high: number } | null;
  /**
   * The smallest beta that provably stores every pattern with Δᵢ > 0; null where no theorem applies, none has, or not
   * all were asked for.
   */
  readonly certifiedBeta: number | null;
  readonly advice: readonly DiagnosisAdvice[];
}

/**
 * Examines a whole memory: asks it for each of its own patterns and reports separations, hubs, unreachable patterns,
 * duplicates, the useful window of beta, and what to change, in words.
 *
 * Takes N²/2 pair scores, N² where s(x, y) is not s(y, x); at N = 50,000 with 3,072 bytes three to five minutes on one
 * core. For a quicker look ask for a `sample`.
 * @throws HopfieldError ERR_EMPTY_MEMORY; ERR_COUNT for a sample that is no whole number of at least 1
 */
export function diagnose(memory: AssociativeMemory, options: DiagnoseOptions = {}): Diagnosis {
  const { stored, similarity } = memory;
  const { sample, seed = 0, onProgress } = options;
  const N = memory.count;
  if (N === 0)
    throw new HopfieldError("ERR_EMPTY_MEMORY", "the memory is empty; there is nothing to diagnose");
  const source = { stored, similarity, kernels: memory.kernels };
  const which = sample === undefined ? null : sampled(N, sample, seed);
  const rivals = rivalsOf(source, { which: which ?? undefined, onProgress });
  const separation = separationsOf(rivals);
  const nearestRival = rivals.rival;
  const asked = separation.length;
  const wins = new Int32Array(N);
  const found = new Uint8Array(N);
  for (let k = 0; k < asked; k++) {
    const i = which?.[k] ?? k;
    // A duplicate ties with its twin: its own cue still finds it.
    const winner = separation[k] >= 0 ? i : nearestRival[k];
    found[winner] = 1;
    if (winner !== i) wins[winner]++;
  }
  const least = Math.max(3, 0.05 * asked);
  const hubs = Array.from(wins, (count, index) => ({ index, wins: count }))
    .filter((hub) => hub.wins >= least)
    .sort((a, b) => b.wins - a.wins);
  const unreachable = (which ?? Array.from(found.keys())).filter((i) => found[i] === 0);
  const duplicates = stored.duplicates();
  const positive = separation.reduce((count, delta) => count + (delta > 0 ? 1 : 0), 0);
  return {
    count: N,
    size: memory.size,
    similarity: similarity.name,
    sample: which === null ? null : { which, seed: String(seed) },
    separation,
    nearestRival,
    positive,
    hubs,
    unreachable,
    duplicates,
    betaWindow: usefulBetas(memory),
    certifiedBeta: which === null ? certifiedBetaFrom(memory, separation) : null,
    advice: adviceFor({
      N,
      asked,
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

/** `count` of N patterns at random, in rising order; all where there are no more. */
function sampled(N: number, count: number, seed: number | string): number[] | null {
  requireCount(count, "sample", 1);
  if (count >= N) return null;
  return new Random(seed)
    .fork("diagnose")
    .sample(N, count)
    .sort((a, b) => a - b);
}
