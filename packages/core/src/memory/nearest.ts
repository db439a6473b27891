import type { Kernels } from "../kernels/kernels.ts";
import type { Scout } from "../kernels/scout.ts";
import type { Rows } from "../patterns/rows.ts";
import { eachScores } from "./eachScores.ts";
import type { Bind, EnteredQueries } from "./enter.ts";
import type { Similarity } from "./similarity.ts";
import type { Skipping } from "./skipping.ts";
import { statesAt } from "./statesAt.ts";
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
function keepNearest(nearest: Nearest, q: number, which: Int32Array | null, scores: Float64Array): void {
  const { k, indices, scores: kept } = nearest;
  topPatterns(scores, k).forEach(({ index, weight }, at) => {
    indices[q * k + at] = which === null ? index : which[index];
    kept[q * k + at] = weight;
  });
}

/** Room for the answer to a batch. */
export function emptyNearest({ states }: Pick<EnteredQueries, "states">, size: number, k: number): Nearest {
  const count = states.length / size;
  return { k, indices: new Int32Array(count * k), scores: new Float64Array(count * k) };
}

/** States surveyed at a time. */
const block = 256;

/** More candidates than this for one state, and scoring all patterns is no dearer. */
const mostCandidates = 4096;

/** The `k` nearest patterns of each query (at most all), by scouts where there are some and by every score elsewhere. */
export function findNearest(
  queries: Pick<EnteredQueries, "states" | "groups">,
  k: number,
  {
    stored,
    similarity,
    kernels,
  }: { readonly stored: Rows; readonly similarity: Similarity; readonly kernels: Kernels },
  skipping: Skipping,
): Nearest {
  const nearest = emptyNearest(queries, stored.size, Math.min(k, stored.count));
  const left = searchNearest(queries, stored.size, (columns) => skipping.scoutFor(columns), nearest);
  const bind: Bind = (columns) => similarity.bind({ stored, kernels, columns });
  eachScores(left, stored, bind, (q, _bound, scores) => keepNearest(nearest, q, null, scores));
  return nearest;
}

/**
 * Finds the nearest patterns with scouts, where there are some.
 * @returns the queries that are left, to be scored against all patterns
 */
function searchNearest(
  queries: Pick<EnteredQueries, "states" | "groups">,
  size: number,
  scoutFor: (columns: Int32Array | null) => Scout | null,
  nearest: Nearest,
): Pick<EnteredQueries, "states" | "groups"> {
  const groups = queries.groups.map(({ columns, queries: members }) => {
    const scout = scoutFor(columns);
    if (scout === null) return { columns, queries: members };
    const left: number[] = [];
    for (let from = 0; from < members.length; from += block) {
      const part = members.slice(from, from + block);
      const states = statesAt(queries.states, part, size);
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
  return { states: queries.states, groups };
}
