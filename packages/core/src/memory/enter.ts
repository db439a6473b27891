import { requireFinite } from "../errors.ts";
import type { Patterns } from "../patterns/patterns.ts";
import { groupByKnown, type KnownGroup } from "./known.ts";
import { type QueryInput, readQueries } from "./queries.ts";
import type { BoundSimilarity } from "./similarity.ts";

/** The similarity tied to the stored patterns, for the given known components (null: all). */
export type Bind = (columns: Int32Array | null) => BoundSimilarity;

/** A batch of queries that was checked and brought into the space of states. */
export interface EnteredQueries {
  /** The queries as given, in the scale's units, count x size; the states themselves where all components are known. */
  readonly plain: Float64Array;
  /** The queries as states: normalised like the patterns and moved by `enter`; 0 at unknown components. */
  readonly states: Float64Array;
  /** The queries by what they know. */
  readonly groups: KnownGroup[];
}

/**
 * Checks a batch of queries and brings it into the space of states.
 * @throws HopfieldError ERR_SIZE, ERR_RANGE, ERR_ALL_UNKNOWN, ERR_NOT_FINITE or ERR_ZERO_NORM
 */
export function enterQueries(
  query: QueryInput,
  known: Uint8Array | undefined,
  stored: Patterns,
  bind: Bind,
): EnteredQueries {
  const { size } = stored;
  const plain = readQueries(query, stored, known);
  const groups = groupByKnown(known, plain.length / size, size);
  // Only where components are unknown will the queries as given be wanted again.
  const states = groups.every(({ columns }) => columns === null) ? plain : plain.slice();
  for (const { columns, queries } of groups) {
    const bound = bind(columns);
    const mask = columns === null ? undefined : new Uint8Array(size);
    if (columns !== null) for (const j of columns) (mask as Uint8Array)[j] = 1;
    for (const q of queries) {
      const state = states.subarray(q * size, (q + 1) * size);
      requireFinite(state, `query ${q}`, mask);
      const map = stored.normalizingOf(state, columns);
      if (map.gain !== 1 || map.offset !== 0) {
        for (let j = 0; j < size; j++) state[j] = map.gain * state[j] + map.offset;
      }
      // What stands at unknown components must not matter, not even as the start of an iteration.
      if (mask !== undefined) for (let j = 0; j < size; j++) if (mask[j] === 0) state[j] = 0;
      bound.enter(state);
    }
  }
  return { plain, states, groups };
}

/** Puts the known components of the queries back into the outputs (count x size). */
export function keepKnown(output: Float64Array, { plain, groups }: EnteredQueries, size: number): void {
  for (const { columns, queries } of groups) {
    if (columns === null) continue;
    for (const q of queries) for (const j of columns) output[q * size + j] = plain[q * size + j];
  }
}
