import type { Scout } from "../kernels/scout.ts";
import type { EnteredQueries } from "./enter.ts";
import { topPatterns } from "./top.ts";

/** The stored patterns closest to each query. */
export interface Nearest {
  /** Patterns asked for per query: `k`, or all when fewer are stored. */
  readonly k: number;
  /** Indices, query after query, the best first; of equal scores the lower index first. */
  readonly indices: Int32Array;
  /** Their scores, larger is closer, in the similarity's units (a squared distance says so by its factor -½). */
  readonly scores: Float64Array;
}

/** Keeps the best of one query's candidates in its place. */
export function keepNearest(
  nearest: Nearest,
  q: number,
  which: Int32Array | null,
  scores: Float64Array,
): void {
  const { k, indices, scores: kept } = nearest;
  topPatterns(scores, k).forEach(({ index, weight }, at) => {
    indices[q * k + at] = which === null ? index : which[index];
    kept[q * k + at] = weight;
  });
}

/** Room for the answer to a batch. */
export function emptyNearest({ states }: EnteredQueries, size: number, k: number): Nearest {
  const count = states.length / size;
  return { k, indices: new Int32Array(count * k), scores: new Float64Array(count * k) };
}

/** States surveyed at a time. */
const block = 128;

/** More candidates than this for one state, and scoring all patterns is no dearer. */
const mostCandidates = 4096;

/**
 * Finds the nearest patterns with scouts, where there are some.
 * @returns the queries that are left, to be scored against all patterns
 */
export function searchNearest(
  queries: EnteredQueries,
  size: number,
  scoutFor: (columns: Int32Array | null) => Scout | null,
  nearest: Nearest,
): EnteredQueries {
  const groups = queries.groups.map(({ columns, queries: members }) => {
    const scout = scoutFor(columns);
    if (scout === null) return { columns, queries: members };
    const left: number[] = [];
    for (let from = 0; from < members.length; from += block) {
      const part = members.slice(from, from + block);
      const states = new Float64Array(part.length * size);
      part.forEach((q, n) => {
        states.set(queries.states.subarray(q * size, (q + 1) * size), n * size);
      });
      const surveys = scout.survey(states, part.length, {
        beta: 1,
        logWeights: null,
        reaches: [0],
        tail: Number.POSITIVE_INFINITY,
        few: nearest.k,
        room: Math.max(mostCandidates, 4 * nearest.k),
      });
      surveys.forEach((survey, n) => {
        if (survey === null) left.push(part[n]);
        else {
          const state = states.subarray(n * size, (n + 1) * size);
          keepNearest(nearest, part[n], survey.kept, scout.scores(state, survey.kept));
        }
      });
    }
    return { columns, queries: left };
  });
  return { ...queries, groups };
}
