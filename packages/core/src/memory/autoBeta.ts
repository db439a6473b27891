import type { Patterns } from "../patterns/patterns.ts";
import type { AssociationRule } from "./associate.ts";
import { betaForEffective } from "./beta.ts";
import { eachScores } from "./eachScores.ts";
import type { Bind, EnteredQueries } from "./enter.ts";

/** At most this many queries decide, taken evenly from the batch, and at most this many scores. */
const mostQueries = 256;
const mostCells = 2 ** 22;

/**
 * The beta `auto` of a batch: that at which the median of the effective patterns of the queries' first
 * associations is `effective`.
 */
export function autoBeta(
  { states, groups }: EnteredQueries,
  stored: Patterns,
  bind: Bind,
  { separation, logWeights }: Omit<AssociationRule, "beta">,
  effective: number,
): number {
  const count = states.length / stored.size;
  const asked = Math.min(count, mostQueries, Math.max(1, Math.floor(mostCells / stored.count)));
  const chosen = new Set(Array.from({ length: asked }, (_, k) => Math.floor((k * count) / asked)));
  const sample = groups.map(({ columns, queries }) => ({
    columns,
    queries: queries.filter((q) => chosen.has(q)),
  }));
  const rows: Float64Array[] = [];
  eachScores({ states, groups: sample }, stored, bind, (_q, _bound, scores) => rows.push(scores.slice()));
  return betaForEffective(rows, separation, logWeights, effective);
}
