import { imageGrid } from "@modern-hopfield/figures";
import type { PointResult } from "modern-hopfield/experiment";
import type { QueryResult, TrialPictures } from "modern-hopfield/trial";
import { chooseGalleries, shownQueries } from "../report/choose.ts";
import type { PointAtlas } from "./point.ts";

/** What a worker says of a point: what goes into its line, and the picture beside it. */
export interface Measured {
  readonly measures: PointResult["measures"];
  readonly lists: PointResult["lists"];
  readonly perQuery: readonly QueryResult[] | null;
  readonly atlas: { readonly png: Uint8Array; readonly info: Omit<PointAtlas, "file"> } | null;
  readonly seconds: number;
}

/** Some queries of each kind: the best, the worst and others, in their order. */
function chosen(perQuery: readonly QueryResult[], seed: number): number[] {
  const places = chooseGalleries(shownQueries(perQuery), seed).flatMap(({ shown }) =>
    shown.map(({ place }) => place),
  );
  return [...new Set(places)].sort((a, b) => a - b);
}

/** The pictures of some queries in one PNG: a column each, the rows corrupted, retrieved, original. */
export function atlasOf(
  pictures: TrialPictures,
  perQuery: readonly QueryResult[],
  seed: number,
): Measured["atlas"] {
  const queries = chosen(perQuery, seed);
  const { width, height, channels } = pictures.original;
  const tiles = (["corrupted", "retrieved", "original"] as const).flatMap((row) =>
    queries.map((q) => ({ width, height, channels, data: pictures[row].at(q) })),
  );
  return {
    png: imageGrid({ tiles, columns: queries.length }),
    info: { queries, rows: ["corrupted", "retrieved", "original"], width, height },
  };
}
