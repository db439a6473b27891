import { dot, line, ruleY } from "@observablehq/plot";
import { colour } from "../theme.ts";
import { axes } from "./parts/axes.ts";
import { type ChartOptions, drawChart } from "./parts/chart.ts";
import { brief, median, rangeOfOne, thin } from "./parts/numbers.ts";

/** One number per query, and the same number of the untouched query. */
export interface SortedMetricData {
  values: readonly number[];
  baseline: readonly number[];
  /** The metric with its unit: "MSE (pixel units², 0..255)". */
  label: string;
  /** Which queries failed; default none. */
  failed?: readonly boolean[] | undefined;
  /** The name of each query for the tooltip. */
  names?: readonly string[] | undefined;
}

/** From here on dots would cover each other and swell the file: the retrieval becomes a line, and both are thinned. */
const mostDots = 400;

/**
 * A metric per query, the queries sorted by the value of their retrieval. Above or below each dot, at the same place,
 * stands the value of the same query before retrieval.
 */
export function sortedMetric(data: SortedMetricData, options: ChartOptions = {}): string {
  const order = data.values
    .map((value, i) => ({
      value,
      before: data.baseline[i],
      failed: data.failed?.[i] ?? false,
      name: data.names?.[i] ?? `query ${i}`,
    }))
    .filter(({ value, before }) => Number.isFinite(value) && Number.isFinite(before))
    .sort((a, b) => a.value - b.value)
    .map((query, place) => ({ ...query, place: place + 1, tone: colour(query.failed ? "bad" : "good") }));
  const dense = order.length > mostDots;
  const drawn = thin(order, mostDots);
  const radius = order.length > 150 ? 1.8 : order.length > 40 ? 2.6 : 3.5;
  const marks = dense
    ? [
        dot(drawn, { x: "place", y: "before", r: 1.2, fill: colour("faint") }),
        line(drawn, { x: "place", y: "value", stroke: colour("good"), strokeWidth: 2.5 }),
        dot(
          drawn.filter(({ failed }) => failed),
          { x: "place", y: "value", r: radius, fill: "tone" },
        ),
      ]
    : [
        dot(drawn, { x: "place", y: "before", r: radius - 0.4, stroke: colour("faint"), strokeWidth: 1.1 }),
        dot(drawn, {
          x: "place",
          y: "value",
          r: radius,
          fill: "tone",
          title: ({ name, value, before }) => `${name}: ${brief(value)}, before retrieval ${brief(before)}`,
        }),
      ];
  return drawChart(options, {
    title: `${data.label}, sorted`,
    description: `${data.label} of ${order.length} queries, sorted: median ${brief(
      median(order.map(({ value }) => value)),
    )} after retrieval, ${brief(median(order.map(({ before }) => before)))} before`,
    legend: [
      { name: "retrieved", colour: colour("good"), mark: dense ? "line" : "dot" },
      ...(order.some(({ failed }) => failed)
        ? [{ name: "retrieved, failed", colour: colour("bad"), mark: "dot" as const }]
        : []),
      { name: "query as given", colour: colour("faint"), mark: dense ? "dot" : "ring" },
    ],
    plot: {
      x: { domain: [0, order.length + 1] },
      y: {
        nice: true,
        zero: true,
        ...rangeOfOne([0, ...order.flatMap(({ value, before }) => [value, before])]),
      },
      color: { type: "identity" },
      marks: [
        ...axes(
          { x: "queries, sorted by the value of their retrieval", y: data.label },
          { xTicks: Math.min(6, order.length + 1) },
        ),
        ruleY([0], { stroke: colour("faint") }),
        ...marks,
      ],
    },
  });
}
