import type { Rows } from "./rows.ts";

/**
 * An upper bound on the distance (Euclidean) between any two points among the rows' convex hull, from the range that the
 * stored numbers can have: O(N) for bytes, one pass over the data for floats.
 */
export function diameterBound({ data, count, size, gain, offset }: Rows): number {
  const same = gain.subarray(1, count).every((g, i) => g === gain[i]);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  if (data instanceof Uint8Array) {
    for (let i = 0; i < count; i++) {
      const ends = [offset[i], 255 * gain[i] + offset[i]];
      low = Math.min(low, ...ends);
      high = Math.max(high, ...ends);
    }
    return same || count === 0
      ? Math.abs(255 * (gain[0] ?? 0)) * Math.sqrt(size)
      : (high - low) * Math.sqrt(size);
  }
  let largest = 0;
  for (let i = 0; i < count; i++) {
    let squares = 0;
    for (let j = i * size; j < (i + 1) * size; j++) {
      const value = gain[i] * data[j] + offset[i];
      squares += value * value;
    }
    largest = Math.max(largest, squares);
  }
  return 2 * Math.sqrt(largest);
}
