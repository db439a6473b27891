import { axisX, axisY, gridX, gridY, type Markish } from "@observablehq/plot";
import { colour } from "../../theme.ts";
import type { AxisScale } from "./axisScale.ts";
import { textWidth } from "./textWidth.ts";

const text = { fill: colour("muted"), tickSize: 0, fontVariant: "tabular-nums" } as const;
const gridLine = { stroke: colour("grid"), strokeOpacity: 1 } as const;

/** Faint horizontal lines and the two axes: labels in words with units, y at the top left, x below the middle. */
export function axes(
  label: { x: string | null; y: string | null },
  more: { xTicks?: number | number[]; yTicks?: number; grid?: "x" | "y" } = {},
): Markish[] {
  const grid = more.grid ?? "y";
  return [
    grid === "y" ? gridY({ ...gridLine, ticks: more.yTicks ?? 5 }) : null,
    grid === "x" ? gridX({ ...gridLine, ticks: more.xTicks ?? 5 }) : null,
    axisX({
      ...text,
      ticks: more.xTicks ?? 6,
      label: label.x,
      labelAnchor: "center",
      labelArrow: "none",
      labelOffset: 36,
      ...(Array.isArray(more.xTicks) ? { tickFormat: String } : {}),
    }),
    axisY({ ...text, ticks: more.yTicks ?? 5, label: label.y, labelAnchor: "top", labelArrow: "none" }),
  ];
}

/** The same for scales with ticks of their own. Words of ticks are left out where `hide` says so. */
export function scaleAxes(
  x: AxisScale,
  y: AxisScale,
  label: { x: string | null; y: string | null },
  hide: { x?: boolean; y?: boolean } = {},
): Markish[] {
  return [
    gridY(y.ticks, gridLine),
    axisX(x.ticks, {
      ...text,
      text: hide.x ? () => "" : x.label,
      label: label.x,
      labelAnchor: "center",
      labelArrow: "none",
      labelOffset: 36,
    }),
    axisY(y.ticks, {
      ...text,
      text: hide.y ? () => "" : y.label,
      label: label.y,
      labelAnchor: "top",
      labelArrow: "none",
    }),
  ];
}

/** The margins beside the frame that hold the words of the ticks. */
export function marginsFor(x: AxisScale, y: AxisScale): { marginLeft: number; marginRight: number } {
  const widest = Math.max(0, ...y.ticks.map((tick) => textWidth(y.label(tick))));
  const last = x.ticks.at(-1);
  // The last word of the x axis stands half outside when its tick is at the end of the frame.
  const over = last === undefined ? 0 : textWidth(x.label(last)) / 2;
  return {
    marginLeft: Math.max(52, Math.ceil(widest) + 14),
    marginRight: Math.max(16, Math.ceil(over) + 2),
  };
}
