import { decodeRow, type Rows } from "./rows.ts";

/**
 * An upper bound on the distance (Euclidean) between any two points among the rows' convex hull, from the range that the
 * stored numbers can have: O(N) for bytes, one pass over the data for floats.
 */
export function diameterBound(rows: Rows): number {
  const { data, count, size, gain, offset } = rows;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  if (data instanceof Uint8Array) {
    for (let i = 0; i < count; i++) {
      const ends = [offset[i], 255 * gain[i] + offset[i]];
      low = Math.min(low, ...ends);
      high = Math.max(high, ...ends);
    }
    return count === 0 ? 0 : (high - low) * Math.sqrt(size);
  }
  const row = new Float64Array(size);
  let largest = 0;
  for (let i = 0; i < count; i++) {
    let squares = 0;
    decodeRow(rows, i, null, row);
    for (const value of row) squares += value * value;
    largest = Math.max(largest, squares);
  }
  return 2 * Math.sqrt(largest);
}
