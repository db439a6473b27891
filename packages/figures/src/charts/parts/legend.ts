import { colour as paint } from "../../theme.ts";
import { type Marker, markerPath, type SeriesStyle } from "./seriesStyle.ts";
import { svgElement } from "./svgElement.ts";
import { fitText, textWidth } from "./textWidth.ts";

/** One word of a legend with its mark. */
export interface LegendEntry {
  name: string;
  colour: string;
  /** `ramp` is the scale of colours from `colours`, between the names of its ends. */
  mark: "line" | "dot" | "ring" | "box" | "outline" | "ramp" | "none";
  dash?: string | undefined;
  opacity?: number | undefined;
  /** The marker on a line, or in the place of a dot. */
  marker?: Marker | undefined;
  hollow?: boolean | undefined;
  /** Of a ramp: the colours from low to high, and the word for the high end (`name` is that of the low end). */
  colours?: readonly string[] | undefined;
  high?: string | undefined;
}

/** The entry of a series. */
export function seriesEntry(name: string, style: SeriesStyle, mark: "line" | "dot" = "line"): LegendEntry {
  const { colour, dash, marker, hollow } = style;
  return { name, colour, mark, marker, hollow, dash: mark === "line" ? dash : undefined };
}

export const legendRowHeight = 20;
const margin = 4;
const symbolWidth = 18;
const gap = 16;
const ramp = 96;

interface Placed {
  entry: LegendEntry;
  name: string;
  x: number;
  row: number;
}

/** Where each entry of a legend stands: side by side, in as many rows as the width asks for. */
export function placeLegend(
  entries: readonly LegendEntry[],
  width: number,
): { placed: Placed[]; rows: number } {
  const placed: Placed[] = [];
  let [x, row] = [margin, 0];
  for (const entry of entries) {
    const before = entry.mark === "ramp" || entry.mark === "none" ? 0 : symbolWidth;
    const name = fitText(entry.name, width - 2 * margin - before);
    const after = entry.mark === "ramp" ? ramp + 12 + textWidth(entry.high ?? "") : 0;
    const size = before + textWidth(name) + after;
    if (x > margin && x + size > width - margin) [x, row] = [margin, row + 1];
    placed.push({ entry, name, x, row });
    x += size + gap;
  }
  return { placed, rows: entries.length === 0 ? 0 : row + 1 };
}

/** The legend of a chart as a group with its top at `y`. */
export function legend(document: Document, { placed }: { placed: readonly Placed[] }, y: number): SVGElement {
  const group = svgElement(document, "g", { "aria-hidden": "true", transform: `translate(0,${y - 4})` });
  for (const { entry, name, x, row } of placed) {
    const top = row * legendRowHeight;
    const word = (text: string, left: number): SVGElement =>
      svgElement(document, "text", { x: left, y: top + 14, "text-anchor": "start" }, text);
    if (entry.mark === "ramp") {
      const left = x + textWidth(name) + 6;
      group.append(word(name, x), ...rampBoxes(document, entry.colours ?? [], left, top + 5));
      group.append(word(entry.high ?? "", left + ramp + 6));
      continue;
    }
    group.append(...symbols(document, entry, x, top + 10));
    group.append(word(name, entry.mark === "none" ? x : x + symbolWidth));
  }
  return group;
}

function rampBoxes(document: Document, colours: readonly string[], left: number, top: number): SVGElement[] {
  const step = ramp / colours.length;
  return colours.map((fill, i) =>
    // Half a pixel over the next one: edges between pixels would let the paper through.
    svgElement(document, "rect", {
      x: left + i * step,
      y: top,
      width: i === colours.length - 1 ? step : step + 0.5,
      height: 10,
      fill,
    }),
  );
}

/** The mark of an entry in a box 14 wide around the height `y`. */
function symbols(document: Document, entry: LegendEntry, x: number, y: number): SVGElement[] {
  const { mark, colour, opacity, dash, marker, hollow } = entry;
  const shape = (tag: string, attributes: Record<string, string | number | undefined>): SVGElement =>
    svgElement(document, tag, { ...attributes, opacity });
  const onLine = mark === "line";
  const line = (): SVGElement =>
    shape("line", {
      x1: x,
      x2: x + 14,
      y1: y,
      y2: y,
      stroke: colour,
      "stroke-width": marker ? 2 : 2.5,
      "stroke-dasharray": dash,
    });
  if (marker !== undefined) {
    const drawn = shape("path", {
      d: markerPath(marker, x + 7, y, onLine ? 3.2 : 3.6),
      fill: hollow ? paint("paper") : colour,
      stroke: hollow ? colour : undefined,
      "stroke-width": hollow ? 1.5 : undefined,
    });
    return onLine ? [line(), drawn] : [drawn];
  }
  const box = { x: x + 2, y: y - 5, width: 10, height: 10 };
  switch (mark) {
    case "line":
      return [line()];
    case "dot":
      return [shape("circle", { cx: x + 7, cy: y, r: 4, fill: colour })];
    case "ring":
      return [
        shape("circle", { cx: x + 7, cy: y, r: 3.5, fill: "none", stroke: colour, "stroke-width": 1.5 }),
      ];
    case "box":
      return [shape("rect", { ...box, fill: colour })];
    case "outline":
      return [
        shape("rect", {
          ...box,
          fill: "none",
          stroke: colour,
          "stroke-width": 1.5,
          "stroke-dasharray": dash,
        }),
      ];
    default:
      return [];
  }
}
