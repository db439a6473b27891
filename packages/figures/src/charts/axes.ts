import { axisX, axisY, gridX, gridY, type Markish } from "@observablehq/plot";
import { colour } from "../theme.ts";

const text = { fill: colour("muted"), tickSize: 0, fontVariant: "tabular-nums" } as const;

/** Faint horizontal lines and the two axes: labels in words with units, y at the top left, x below the middle. */
export function axes(
  label: { x: string | null; y: string | null },
  more: { xTicks?: number | number[]; yTicks?: number; grid?: "x" | "y" } = {},
): Markish[] {
  const grid = more.grid ?? "y";
  const line = { stroke: colour("grid"), strokeOpacity: 1 };
  return [
    grid === "y" ? gridY({ ...line, ticks: more.yTicks ?? 5 }) : null,
    grid === "x" ? gridX({ ...line, ticks: more.xTicks ?? 5 }) : null,
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
