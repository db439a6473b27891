import { unknownName } from "modern-hopfield";
import type { TrialResults } from "modern-hopfield/trial";
import { table } from "../terminal/table.ts";

/** A cell for a share, a number, or nothing. */
const percent = (share: number): string => `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
const fixed = (digits: number) => (value: number | null) => (value === null ? "-" : value.toFixed(digits));

/** The three rows of a metric: retrieved, untouched query, nearest neighbour. */
type Column = { readonly title: string; readonly cells: (results: TrialResults) => [string, string, string] };

const columns: Record<string, Column> = {
  accuracy: {
    title: "right",
    cells: (r) => [percent(r.accuracy), "-", percent(r.nearestNeighbour.accuracy)],
  },
  exact: { title: "exact", cells: (r) => [percent(r.exact), "-", percent(r.nearestNeighbour.accuracy)] },
  mse: {
    title: "MSE",
    cells: (r) => [fixed(2)(r.mse), fixed(2)(r.baseline.mse), fixed(2)(r.nearestNeighbour.mse)],
  },
  psnr: {
    title: "PSNR dB",
    cells: (r) => [fixed(1)(r.psnr), fixed(1)(r.baseline.psnr), fixed(1)(r.nearestNeighbour.psnr)],
  },
  ssim: {
    title: "SSIM",
    cells: (r) => [fixed(3)(r.ssim), fixed(3)(r.baseline.ssim), fixed(3)(r.nearestNeighbour.ssim)],
  },
  cosine: {
    title: "cosine",
    cells: (r) => [fixed(4)(r.cosine), fixed(4)(r.baseline.cosine), fixed(4)(r.nearestNeighbour.cosine)],
  },
  vector: {
    title: "vector",
    cells: (r) => [fixed(4)(r.vector?.retrieved ?? null), fixed(4)(r.vector?.baseline ?? null), "-"],
  },
  rank: { title: "rank", cells: (r) => [fixed(1)(r.meanRank), "-", "-"] },
  margin: { title: "margin", cells: (r) => [r.meanMargin.toPrecision(3), "-", "-"] },
};

/** The metrics of `--metrics`; `clip` is another word for `vector`. */
export const metricNames: readonly string[] = [...Object.keys(columns), "clip"];

/** Reads `--metrics`. */
export function parseMetrics(text: string): string[] {
  const names = text.split(",").map((name) => name.trim().replace(/^clip$/, "vector"));
  for (const name of names) if (!metricNames.includes(name)) throw unknownName("metric", name, metricNames);
  return names;
}

/** The table of a trial: what came back, beside the untouched query and the nearest neighbour. */
export function resultTable(results: TrialResults, metrics: readonly string[]): string {
  const shown = metrics.filter((name) => name in columns).map((name) => columns[name]);
  const rises = results.energyRises === null ? "-" : String(results.energyRises);
  const own = [results.meanSteps.toFixed(1), results.effectivePatterns.toFixed(2), rises];
  const rows = ["retrieved", "untouched query", "nearest neighbour"].map((name, k) => [
    name,
    ...shown.map(({ cells }) => cells(results)[k]),
    ...(k === 0 ? own : ["-", "-", "-"]),
  ]);
  return table(["", ...shown.map(({ title }) => title), "steps", "effective", "energy rose"], rows);
}
