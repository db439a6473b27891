import { Random } from "../math/random.ts";
import type { Patterns } from "../patterns/patterns.ts";
import { decodeRow } from "../patterns/rows.ts";
import type { PatternCorruption } from "./options.ts";

/**
 * Stored patterns at random, damaged by `corrupt`: queries of known items, `samples` x size in the scale's units,
 * with the masks of what is still known.
 */
export function damagedPatterns(
  stored: Patterns,
  corrupt: PatternCorruption,
  samples: number,
  seed: number | string,
): { queries: Float64Array; known: Uint8Array } {
  const { count, size, plain } = stored;
  const random = new Random(seed).fork("calibrate");
  const which = samples >= count ? [...Array(count).keys()] : random.sample(count, samples);
  const queries = new Float64Array(which.length * size);
  const known = new Uint8Array(which.length * size).fill(1);
  which.forEach((i, k) => {
    const pattern = new Float64Array(size);
    decodeRow(plain, i, null, pattern);
    const damaged = corrupt(pattern, random.fork(i));
    queries.set(damaged instanceof Float64Array ? damaged : damaged.query, k * size);
    if (!(damaged instanceof Float64Array)) known.set(damaged.known, k * size);
  });
  return { queries, known };
}
