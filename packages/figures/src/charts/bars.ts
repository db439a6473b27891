import { axisY, barX, ruleX, text } from "@observablehq/plot";
import { colour } from "../theme.ts";
import { axes } from "./parts/axes.ts";
import { type ChartOptions, drawChart } from "./parts/chart.ts";
import { brief } from "./parts/numbers.ts";
import { fitText, textWidth } from "./parts/textWidth.ts";

export interface BarsData {
  bars: readonly { name: string; value: number; tone?: "good" | "bad" | "muted" | undefined }[];
  /** The quantity with its unit. */
  label: string;
}

const rowHeight = 26;
/** Longer names are cut. */
const widestName = 180;

/** A horizontal bar per name with its value beside it, in the order given. */
export function bars(data: BarsData, options: ChartOptions = {}): string {
  const rows = data.bars.map((bar) => ({ ...bar, colour: colour(bar.tone ?? "good") }));
  const longest = Math.max(0, ...rows.map(({ name }) => textWidth(name)));
  const most = Math.max(1, ...rows.map(({ value }) => value));
  // Counts have no halves.
  const xTicks = rows.every(({ value }) => Number.isInteger(value)) ? Math.min(5, most) : 5;
  return drawChart(
    { height: 70 + rowHeight * rows.length, ...options },
    {
      title: data.label,
      description: rows.map(({ name, value }) => `${name}: ${brief(value)}`).join("; "),
      plot: {
        marginTop: 8,
        marginLeft: Math.ceil(14 + Math.min(widestName, longest)),
        marginRight: 56,
        x: { nice: true, zero: true },
        y: { domain: rows.map(({ name }) => name), padding: 0.25 },
        color: { type: "identity" },
        marks: [
          ...axes({ x: data.label, y: null }, { grid: "x", xTicks }).slice(0, 3),
          axisY({
            tickSize: 0,
            label: null,
            fill: colour("ink"),
            text: (name: string) => fitText(name, widestName),
          }),
          barX(rows, { x: "value", y: "name", fill: "colour", rx: 2 }),
          text(rows, {
            x: "value",
            y: "name",
            text: ({ value }) => brief(value),
            textAnchor: "start",
            dx: 6,
            fill: colour("ink"),
          }),
          ruleX([0], { stroke: colour("faint") }),
        ],
      },
    },
  );
}
