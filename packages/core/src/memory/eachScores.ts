import type { Patterns } from "../patterns/patterns.ts";
import type { Rows } from "../patterns/rows.ts";
import { type AssociationRule, energyOf, toLogits, weighLogits } from "./associate.ts";
import type { Bind, EnteredQueries } from "./enter.ts";
import type { BoundSimilarity } from "./similarity.ts";

/** At most this many scores at a time. */
const blockCells = 2 ** 22;

/**
 * Hands over the scores of every query against all stored patterns, block by block: `visit(q, bound, scores)`, the
 * array being reused.
 */
export function eachScores(
  { states, groups }: Pick<EnteredQueries, "states" | "groups">,
  { count: N, size }: Rows,
  bind: Bind,
  visit: (q: number, bound: BoundSimilarity, scores: Float64Array) => void,
): void {
  for (const { columns, queries } of groups) {
    const bound = bind(columns);
    const block = Math.max(1, Math.min(64, Math.floor(blockCells / N), queries.length));
    const batch = new Float64Array(block * size);
    const scores = new Float64Array(block * N);
    for (let from = 0; from < queries.length; from += block) {
      const part = queries.slice(from, from + block);
      part.forEach((q, k) => {
        batch.set(states.subarray(q * size, (q + 1) * size), k * size);
      });
      bound.scores(batch, part.length, scores);
      part.forEach((q, k) => {
        visit(q, bound, scores.subarray(k * N, (k + 1) * N));
      });
    }
  }
}

/** E of each state; NaN where the separation has no conjugate. */
export function energiesOf(
  queries: EnteredQueries,
  stored: Patterns,
  bind: Bind,
  rule: AssociationRule,
): Float64Array {
  const { count, size } = stored;
  const energies = new Float64Array(queries.states.length / size);
  const association = new Float64Array(count);
  eachScores(queries, stored, bind, (q, bound, scores) => {
    toLogits(scores, rule);
    const conjugate = weighLogits(scores, rule, association);
    const state = queries.states.subarray(q * size, (q + 1) * size);
    energies[q] = energyOf(bound, state, conjugate, rule.beta);
  });
  return energies;
}
