import type { FailureReason, QueryResult } from "modern-hopfield/trial";

/** A reason in the words of a table, and as the end of a sentence about one query and about several. */
interface ReasonWords {
  short: string;
  one: string;
  many: string;
}

const same = (short: string, sentence: string): ReasonWords => ({ short, one: sentence, many: sentence });

const words: Readonly<Record<FailureReason, ReasonWords>> = {
  hub: { short: "hub", one: "was drawn to a hub", many: "were drawn to a hub" },
  metastable: same("metastable", "stopped between a few patterns"),
  global: same("global average", "ended in an average of most patterns"),
  neighbour: same("neighbour", "returned a neighbour"),
  blend: same("blend", "returned a blend"),
  duplicate: same("duplicate", "returned a duplicate of the original"),
  diverged: same("diverged", "diverged"),
};

/** The short name of a reason, for chips and tables. */
export function reasonName(reason: FailureReason): string {
  return words[reason].short;
}

/** What queries with a reason did: "returned a neighbour". */
export function reasonSentence(reason: FailureReason, count: number): string {
  return words[reason][count === 1 ? "one" : "many"];
}

/**
 * Whether the answer is the original: it has the largest weight, and where others are blended in, more than half of
 * all. `QueryResult.correct` alone would also count an average of the whole memory that the original happens to lead.
 */
export function cameBack(query: QueryResult): boolean {
  if (query.outcome === "diverged") return false;
  return query.correct && (query.reason === null || query.topWeight > 0.5);
}

/** Whether the answer is the original with others blended in. */
export function isBlended(query: QueryResult): boolean {
  return cameBack(query) && query.reason !== null;
}

/** The outcome in a word or two. */
export function outcomeName(query: QueryResult): string {
  if (cameBack(query)) return isBlended(query) ? "came back, blended" : "came back";
  return query.reason === null ? "wrong pattern" : reasonName(query.reason);
}
