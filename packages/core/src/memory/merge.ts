import { HopfieldError } from "../errors.ts";
import type { Patterns } from "../patterns/patterns.ts";

/** Patterns without duplicates, and where each comes from. */
export interface MergedPatterns {
  /** The first of each group of equal patterns, in the order given; an object of its own. */
  readonly stored: Patterns;
  readonly values: Patterns | undefined;
  /** For each of them, the sum of the weights of its group. */
  readonly weights: Float64Array;
  /** For each of them, the indices of its group among the patterns given, rising. */
  readonly origins: number[][];
}

/**
 * Merges equal patterns into one with the sum of their weights. What was given is not changed; of merged patterns the
 * first one's label stays.
 *
 * With softmax that changes nothing but the cost: Σ over the group of w exp(β s) is (Σ w) exp(β s).
 *
 * @param weights  a weight per pattern
 * @throws HopfieldError ERR_DUPLICATE for equal patterns with different values
 */
export function mergeDuplicates(
  stored: Patterns,
  values: Patterns | undefined,
  weights: ArrayLike<number>,
): MergedPatterns {
  const origins = Array.from({ length: stored.count }, (_, i) => [i]);
  for (const group of stored.duplicates()) {
    for (const i of group.slice(1)) {
      if (values !== undefined && !values.equal(group[0], i)) throw differentValues(group[0], i);
      origins[group[0]].push(i);
      origins[i] = [];
    }
  }
  const kept = origins.filter((group) => group.length > 0);
  const firsts = kept.map((group) => group[0]);
  const all = firsts.length === stored.count;
  return {
    stored: all ? stored.copy() : stored.pick(firsts),
    values: all ? values?.copy() : values?.pick(firsts),
    weights: Float64Array.from(kept, (group) => group.reduce((sum, i) => sum + weights[i], 0)),
    origins: kept,
  };
}

/** The error for equal patterns with different values, which cannot be merged. */
export function differentValues(a: number, b: number): HopfieldError {
  return new HopfieldError(
    "ERR_DUPLICATE",
    `patterns ${a} and ${b} are equal but have different values, so they cannot be merged; keep one of them, or say duplicates: "allow" to blend their values`,
    { groups: [[a, b]] },
  );
}
