import type { Kernels } from "../kernels/kernels.ts";
import type { Patterns } from "../patterns/patterns.ts";
import { decodeRow, type Rows } from "../patterns/rows.ts";
import type { BoundSimilarity, Similarity } from "./similarity.ts";

/** What pairs of stored patterns are scored with. */
export interface PairSource {
  readonly stored: Patterns;
  readonly similarity: Similarity;
  readonly kernels: Kernels;
}

/** The rows `start` to `end`, not copied. */
function rowsBetween({ data, size, gain, offset }: Rows, start: number, end: number): Rows {
  return {
    data: data.subarray(start * size, end * size),
    count: end - start,
    size,
    gain: gain.subarray(start, end),
    offset: offset.subarray(start, end),
  };
}

/** The similarity tied to the rows `start` to `end`, all components known. */
export function bindRows(
  { stored, similarity, kernels }: PairSource,
  start: number,
  end: number,
): BoundSimilarity {
  return similarity.bind({ stored: rowsBetween(stored, start, end), kernels, columns: null });
}

/** Writes pattern i as a state into `states` at row k: decoded, and moved into the space of states. */
export function enterPattern(
  stored: Patterns,
  i: number,
  bound: BoundSimilarity,
  states: Float64Array,
  k: number,
): void {
  const { size } = stored;
  decodeRow(stored, i, null, states, k * size);
  bound.enter(states.subarray(k * size, (k + 1) * size));
}
