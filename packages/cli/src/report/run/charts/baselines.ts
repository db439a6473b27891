import type { ChartLine } from "../../../experiment/series.ts";

/** What measures of an answer are to be compared with, and what that is called. */
const baselines: Readonly<Record<string, { readonly measure: string; readonly name: string }>> = {
  accuracy: { measure: "neighbourAccuracy", name: "nearest neighbour" },
  mse: { measure: "baselineMse", name: "query as given" },
  cosine: { measure: "baselineCosine", name: "query as given" },
  vector: { measure: "baselineVector", name: "query as given" },
};

/** Values as near as this are the same baseline. */
const same = 0.01;
/** A baseline so many times above the values would flatten them on a linear axis. */
const flattens = 20;

/** A baseline as a line over the axis, or too far away to be drawn. */
export type Baseline = { readonly name: string } & (
  | { readonly kind: "line"; readonly points: readonly { readonly x: number; readonly y: number }[] }
  | { readonly kind: "far"; readonly y: number }
);

const close = (a: number, b: number): boolean => Math.abs(a - b) <= same * Math.max(Math.abs(a), Math.abs(b));

/** The baseline of a measure over some lines; null where it has none, or where the lines do not share one. */
export function baselineOf(measure: string, lines: readonly ChartLine[], log: boolean): Baseline | null {
  const baseline = baselines[measure];
  if (baseline === undefined) return null;
  const at = new Map<number, number>();
  for (const line of lines) {
    for (const [i, { measures }] of line.conditions.entries()) {
      const value = measures[baseline.measure]?.mean;
      if (value === undefined) continue;
      const before = at.get(line.x[i]);
      if (before !== undefined && !close(before, value)) return null;
      at.set(line.x[i], before ?? value);
    }
  }
  const points = [...at].map(([x, y]) => ({ x, y })).sort((a, b) => a.x - b.x);
  if (points.length === 0) return null;
  const { name } = baseline;
  const highest = Math.max(...points.map(({ y }) => y));
  const values = lines.flatMap(({ y }) => [...y]).filter(Number.isFinite);
  const most = Math.max(...values.map(Math.abs));
  if (!log && most > 0 && highest > flattens * most) return { kind: "far", name, y: highest };
  return { kind: "line", name, points };
}
