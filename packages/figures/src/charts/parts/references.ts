import type { RenderFunction } from "@observablehq/plot";
import { colour } from "../../theme.ts";
import { apart } from "./apart.ts";
import type { LegendEntry } from "./legend.ts";
import { markerPath } from "./seriesStyle.ts";
import { svgElement } from "./svgElement.ts";
import { textWidth, wrapText } from "./textWidth.ts";

/** Something to compare with: a level, or a single value (a published one, for example) at its x. */
export interface Reference {
  name: string;
  y: number;
  /** With it the reference is a hollow marker at (x, y), without it a horizontal line. */
  x?: number | undefined;
}

const fontSize = 11;
const rowHeight = 13;
/** Names of lines are broken into rows of this width. */
const nameWidth = 74;
const leader = 7;
const dashes = ["2 3", "7 3", "7 3 2 3", "12 3"];

/** What can be drawn: finite, and positive on a logarithmic axis. */
export function usableReferences(
  references: readonly Reference[] | undefined,
  log: { x: boolean; y: boolean },
): Reference[] {
  const fits = (value: number, positive: boolean): boolean =>
    Number.isFinite(value) && !(positive && value <= 0);
  return (references ?? []).filter(({ x, y }) => fits(y, log.y) && (x === undefined || fits(x, log.x)));
}

/** The room right of the frame that the names of reference lines take. */
export function referenceRoom(references: readonly Reference[]): number {
  const rows = references
    .filter(({ x }) => x === undefined)
    .flatMap(({ name }) => wrapText(name, nameWidth, fontSize));
  return rows.length === 0
    ? 0
    : leader + 6 + Math.ceil(Math.max(...rows.map((row) => textWidth(row, fontSize))));
}

/** Reference lines as entries of a legend, where there is no room beside the frame; each name once. */
export function referenceEntries(references: readonly Reference[]): LegendEntry[] {
  const entries = new Map<string, LegendEntry>();
  for (const { name, x } of references) {
    if (entries.has(name)) continue;
    const line = { mark: "line", dash: dashOf(references, name) } as const;
    const point = { mark: "dot", marker: "diamond", hollow: true } as const;
    entries.set(name, { name, colour: colour("muted"), ...(x === undefined ? line : point) });
  }
  return [...entries.values()];
}

function dashOf(references: readonly Reference[], name: string): string {
  const names = [...new Set(references.filter(({ x }) => x === undefined).map((one) => one.name))];
  return dashes[names.indexOf(name) % dashes.length];
}

/** Dashed lines over the frame, their names right of it where `named`. */
export function referenceLines(references: readonly Reference[], named: boolean): RenderFunction | null {
  const lines = references.filter(({ x }) => x === undefined);
  if (lines.length === 0) return null;
  return (_index, scales, _values, frame, { document }) => {
    const right = frame.width - frame.marginRight;
    const group = svgElement(document, "g", { "aria-label": "reference lines", fill: colour("muted") });
    const heights = lines.map(({ y }) => Number(scales.y?.(y)));
    const names = lines.map(({ name }) => (named ? wrapText(name, nameWidth, fontSize) : []));
    const places = apart(
      heights,
      names.map((rows) => rows.length * rowHeight + 2),
      frame.marginTop - rowHeight / 2,
      frame.height - frame.marginBottom + rowHeight,
    );
    lines.forEach(({ name }, i) => {
      const [from, y] = [frame.marginLeft, heights[i]];
      group.append(
        svgElement(document, "path", {
          d: `M${from},${round(y)}H${right}`,
          stroke: colour("muted"),
          "stroke-width": 1.5,
          "stroke-dasharray": dashOf(references, name),
        }),
      );
      if (!named) return;
      group.append(
        svgElement(document, "path", {
          d: `M${right + 1},${round(y)}L${right + leader},${round(places[i])}`,
          stroke: colour("faint"),
        }),
      );
      names[i].forEach((row, k) => {
        const at = {
          x: right + leader + 3,
          y: places[i] + 4 + (k - (names[i].length - 1) / 2) * rowHeight,
          "text-anchor": "start",
          "font-size": fontSize,
        };
        group.append(svgElement(document, "text", at, row));
      });
    });
    return group;
  };
}

interface Box {
  left: number;
  right: number;
  y: number;
}

/** Hollow diamonds, each name beside its first one where `named`, moved up or down where two names would overlap. */
export function referencePoints(references: readonly Reference[], named: boolean): RenderFunction | null {
  const points = references.filter(({ x }) => x !== undefined);
  if (points.length === 0) return null;
  return (_index, scales, _values, frame, { document }) => {
    const group = svgElement(document, "g", { "aria-label": "reference values", fill: colour("ink") });
    const taken: Box[] = [];
    const seen = new Set<string>();
    for (const { name, x: atX, y: atY } of points) {
      const [x, y] = [Number(scales.x?.(atX)), Number(scales.y?.(atY))];
      group.append(
        svgElement(document, "path", {
          d: markerPath("diamond", x, y, 4.2),
          fill: colour("paper"),
          stroke: colour("ink"),
          "stroke-width": 1.6,
        }),
      );
      if (!named || seen.has(name)) continue;
      seen.add(name);
      const size = textWidth(name, fontSize);
      const toRight = x + 9 + size <= frame.width - frame.marginRight;
      const left = toRight ? x + 9 : x - 9 - size;
      const box = freeBox({ left, right: left + size, y }, taken);
      taken.push(box);
      group.append(
        svgElement(
          document,
          "text",
          {
            x: toRight ? left : box.right,
            y: box.y + 4,
            "text-anchor": toRight ? "start" : "end",
            "font-size": fontSize,
            stroke: colour("paper"),
            "stroke-width": 3,
            "stroke-linejoin": "round",
            "paint-order": "stroke",
          },
          name,
        ),
      );
    }
    return group;
  };
}

/** The box, moved by the fewest rows that keep it off the others. */
function freeBox(box: Box, taken: readonly Box[]): Box {
  for (let step = 0; step < 24; step++) {
    const y = box.y + Math.ceil(step / 2) * (step % 2 === 0 ? 1 : -1) * rowHeight;
    const free = taken.every(
      (other) => Math.abs(other.y - y) >= rowHeight || other.left > box.right || other.right < box.left,
    );
    if (free) return { ...box, y };
  }
  return box;
}

const round = (value: number): number => Math.round(value * 100) / 100;
