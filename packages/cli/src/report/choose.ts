import { Random } from "modern-hopfield";
import type { QueryResult } from "modern-hopfield/trial";
import { cameBack } from "./outcome.ts";

/** A query of the first repeat and its place there, which is the place of its pictures. */
export interface Shown {
  query: QueryResult;
  place: number;
}

/** A few queries and what they have in common. */
export interface Gallery {
  title: string;
  note: string;
  shown: Shown[];
}

const perGallery = 8;
const perStrip = 6;

/** The queries whose pictures were kept: those of the first repeat, in order. */
export function shownQueries(perQuery: readonly QueryResult[]): Shown[] {
  return perQuery.filter(({ repeat }) => repeat === 0).map((query, place) => ({ query, place }));
}

/** Eight best, eight worst and eight random queries, none of them twice; few queries make one gallery of all. */
export function chooseGalleries(all: readonly Shown[], seed: number): Gallery[] {
  const sorted = [...all].sort((a, b) => a.query.retrieved.mse - b.query.retrieved.mse || a.place - b.place);
  if (sorted.length <= perGallery) {
    return [{ title: "All queries", note: "Sorted by the error of the retrieval.", shown: sorted }];
  }
  const worst = sorted.slice(-Math.min(perGallery, sorted.length >> 1)).reverse();
  const best = sorted.slice(0, Math.min(perGallery, sorted.length - worst.length));
  const rest = sorted.slice(best.length, sorted.length - worst.length);
  const random = new Random(seed).fork("gallery").shuffle(rest).slice(0, perGallery);
  const galleries = [
    { title: "Best", note: "The smallest mean squared error.", shown: best },
    { title: "Worst", note: "The largest mean squared error.", shown: worst },
    {
      title: "Random",
      note: "Drawn by the seed from all others, so neither the best nor the worst.",
      shown: random,
    },
  ];
  return galleries.filter(({ shown }) => shown.length > 0);
}

/** A few queries for the head of the page, drawn by the seed; when some failed, one of those is among them, last. */
export function chooseStrip(all: readonly Shown[], seed: number): Shown[] {
  const mixed = new Random(seed).fork("strip").shuffle([...all]);
  const right = mixed.filter(({ query }) => cameBack(query));
  const wrong = mixed.filter(({ query }) => !cameBack(query));
  const failures = Math.min(
    wrong.length,
    Math.max(1, Math.round((perStrip * wrong.length) / Math.max(1, all.length))),
  );
  const kept = right.slice(0, perStrip - failures);
  return [...kept, ...wrong.slice(0, perStrip - kept.length)];
}
