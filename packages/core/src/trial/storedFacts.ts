import { mean } from "../math/statistics.ts";
import { dotProduct, norm } from "../math/vector.ts";
import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import type { TrialStore } from "./store.ts";

/** Every pair is compared for up to so many patterns; of more, the first ones stand for all. */
const pairsUpTo = 256;

/** A matrix is shown for up to so many patterns. */
const matrixUpTo = 48;

/** What is known of the stored patterns before anything is asked. */
export interface StoredFacts {
  /**
   * Δᵢ of each pattern, its score with itself minus the best other score, in the similarity's units: where it is not positive
   * the pattern's own clean picture finds another one. null for more than 256 patterns, and for feature spaces.
   */
  readonly separation: readonly number[] | null;
  /** Mean over all pairs of the cosine of two patterns without their means: how correlated the set is. */
  readonly meanPairCosine: number | null;
  /** These cosines for the first 48 patterns in the order of their classes, row after row, rounded to 4 decimals. */
  readonly pairs: readonly number[];
}

/** Patterns without their means, of length 1; one without contrast stays zero. */
function centred(row: Float64Array): Float64Array {
  const middle = mean(row);
  const out = row.map((value) => value - middle);
  const length = norm(out);
  return length > 0 ? out.map((value) => value / length) : out;
}

/** Compares the stored patterns with each other. */
export function storedFactsOf(store: TrialStore, memory: AssociativeMemory): StoredFacts {
  const count = Math.min(store.patterns.count, pairsUpTo);
  const rows = Array.from({ length: count }, (_, i) => centred(store.original(i)));
  let sum = 0;
  for (let i = 0; i < count; i++) for (let k = 0; k < i; k++) sum += dotProduct(rows[i], rows[k]);
  const order = Array.from({ length: Math.min(count, matrixUpTo) }, (_, i) => i).sort(
    (a, b) => (store.classes?.[a] ?? 0) - (store.classes?.[b] ?? 0) || a - b,
  );
  return {
    separation:
      store.patterns.count > pairsUpTo || memory.stored !== store.patterns
        ? null
        : Array.from({ length: store.patterns.count }, (_, i) => memory.separationOf(i)),
    meanPairCosine: count < 2 ? null : (2 * sum) / (count * (count - 1)),
    pairs: order.flatMap((i) => order.map((k) => Math.round(1e4 * dotProduct(rows[i], rows[k])) / 1e4)),
  };
}
