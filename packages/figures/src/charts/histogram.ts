import { rect, ruleX, ruleY } from "@observablehq/plot";
import { colour } from "../theme.ts";
import { axes } from "./parts/axes.ts";
import { binned } from "./parts/bins.ts";
import { type ChartOptions, drawChart } from "./parts/chart.ts";
import { brief, median } from "./parts/numbers.ts";

export interface HistogramData {
  values: readonly number[];
  /** The quantity with its unit, below the x axis. */
  label: string;
  /** What is counted, above the y axis; default "patterns". */
  counted?: string | undefined;
  /** Values at or below it are bad and drawn so; default none. */
  threshold?: number | undefined;
  /** The words for the values above and at or below the threshold. */
  names?: { above: string; below: string } | undefined;
}

/** How many values fall where, in about two dozen bins of a round width. */
export function histogram(data: HistogramData, options: ChartOptions = {}): string {
  const { threshold, counted = "patterns" } = data;
  const finite = data.values.filter(Number.isFinite);
  const bins = binned(finite, threshold).map((bin) => ({
    ...bin,
    tone: colour(threshold !== undefined && bin.high <= threshold ? "bad" : "good"),
  }));
  const bad = threshold === undefined ? 0 : finite.filter((value) => value <= threshold).length;
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const ends = bins.length === 0 ? [0, 1] : [bins[0].low, bins[bins.length - 1].high];
  if (threshold !== undefined) ends.push(threshold);
  const legend = [
    {
      name: `${data.names?.above ?? "above"} (${finite.length - bad})`,
      colour: colour("good"),
      mark: "box" as const,
    },
    { name: `${data.names?.below ?? "at or below"} (${bad})`, colour: colour("bad"), mark: "box" as const },
  ];
  return drawChart(options, {
    title: `Histogram of ${data.label}`,
    description:
      finite.length === 0
        ? `no ${counted}`
        : `${finite.length} ${counted}: ${data.label}, median ${brief(median(finite))}, most in one bar ${most}${
            threshold === undefined ? "" : `; ${bad} at or below ${brief(threshold)}`
          }`,
    ...(threshold === undefined ? {} : { legend }),
    plot: {
      x: { domain: [Math.min(...ends), Math.max(...ends)] },
      y: { domain: [0, most], nice: true },
      color: { type: "identity" },
      marks: [
        ...axes({ x: data.label, y: counted }, { yTicks: Math.min(5, most) }),
        rect(bins, {
          x1: "low",
          x2: "high",
          y1: 0,
          y2: "count",
          fill: "tone",
          insetLeft: 0.5,
          insetRight: 0.5,
          title: ({ low, high, count }) => `${brief(low)} to ${brief(high)}: ${count}`,
        }),
        ruleY([0], { stroke: colour("faint") }),
        threshold === undefined
          ? null
          : ruleX([threshold], { stroke: colour("ink"), strokeDasharray: "3 3" }),
      ],
    },
  });
}
