import { axisX, axisY, cell, text } from "@observablehq/plot";
import { colour } from "../theme.ts";
import { type ChartOptions, defaultWidth, drawChart } from "./chart.ts";
import { brief } from "./numbers.ts";

export interface HeatmapData {
  cells: readonly { x: number | string; y: number | string; value: number }[];
  /** The quantities with their units. */
  xLabel: string;
  yLabel: string;
  valueLabel: string;
  /** The values at the two ends of the colours; default the least and the greatest. */
  domain?: readonly [number, number] | undefined;
}

/** Numbers are written into the cells while they fit. */
const mostColumnsWithNumbers = 10;

/**
 * A value for each pair of x and y as a colour (viridis: even in lightness, safe for colour blindness, dark = low). The
 * axes keep the order in which the values first appear; y grows upwards.
 */
export function heatmap(data: HeatmapData, options: ChartOptions = {}): string {
  const cells = data.cells.filter(({ value }) => Number.isFinite(value));
  const xs = [...new Set(cells.map(({ x }) => x))];
  const ys = [...new Set(cells.map(({ y }) => y))].reverse();
  const values = cells.map(({ value }) => value);
  const [low, high] = data.domain ?? [Math.min(...values), Math.max(...values)];
  const share = (value: number): number => (high > low ? (value - low) / (high - low) : 0.5);
  const label = (value: number | string): string => (typeof value === "number" ? brief(value) : value);
  const numbers = xs.length <= mostColumnsWithNumbers;
  const axis = { tickSize: 0, labelArrow: "none", fill: colour("muted"), tickFormat: label } as const;
  return drawChart(
    { height: 90 + 30 * ys.length, ...options, width: options.width ?? defaultWidth },
    {
      title: `${data.valueLabel} by ${data.xLabel} and ${data.yLabel}`,
      description: `${data.valueLabel} from ${brief(low)} (dark) to ${brief(high)} (light): ${
        numbers ? cells.map(({ x, y, value }) => `${label(x)}, ${label(y)}: ${brief(value)}`).join("; ") : ""
      }`,
      legend: [
        { name: brief(low), colour: "#440154", mark: "box" },
        { name: brief(high), colour: "#fde725", mark: "box" },
        { name: data.valueLabel, colour: "none", mark: "box" },
      ],
      plot: {
        marginLeft: 64,
        x: { domain: xs, padding: 0.04 },
        y: { domain: ys, padding: 0.04 },
        color: { type: "linear", scheme: "viridis", domain: [low, high], clamp: true },
        marks: [
          axisX({ ...axis, label: data.xLabel, labelAnchor: "center", labelOffset: 36 }),
          axisY({ ...axis, label: data.yLabel, labelAnchor: "top" }),
          cell(cells, {
            x: "x",
            y: "y",
            fill: "value",
            title: ({ x, y, value }) => `${label(x)}, ${label(y)}: ${brief(value)}`,
          }),
          numbers
            ? text(cells, {
                x: "x",
                y: "y",
                text: ({ value }) => brief(value),
                // Fixed colours: they stand on the cells, not on the paper.
                fill: ({ value }) => (share(value) > 0.55 ? "#14181c" : "#ffffff"),
              })
            : null,
        ],
      },
    },
  );
}
