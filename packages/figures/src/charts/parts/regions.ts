import type { RenderFunction } from "@observablehq/plot";
import { colour } from "../../theme.ts";
import { apart } from "./apart.ts";
import { brief } from "./numbers.ts";
import { svgElement } from "./svgElement.ts";
import { fitText, textWidth } from "./textWidth.ts";

/** A part of the x axis with a name, a regime for example. An end that is not finite is open. */
export interface Region {
  from: number;
  to: number;
  name: string;
}

/** The room above the frame that the names of regions take. */
export const regionRoom = 20;
const fontSize = 11;
/** How dark the first region is; the others step down to nothing, so that neighbours differ without colour. */
const darkest = 0.13;

/**
 * Regions as shades of the ink from the first (darkest) to the last (none), with a line at each border and their names
 * above the frame. What lies outside the domain is left out.
 */
export function regionMark(
  regions: readonly Region[],
  [low, high]: readonly [number, number],
): RenderFunction {
  return (_index, scales, _values, frame, context) => {
    const document = context.document;
    const right = frame.width - frame.marginRight;
    const [top, bottom] = [frame.marginTop - regionRoom + 4, frame.height - frame.marginBottom];
    const x = (value: number): number => Number(scales.x?.(value));
    const clip = (value: number, open: number): number =>
      Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : open;
    const shown = regions
      .map(({ from, to, name }, i) => ({
        name,
        from: x(clip(from, low)),
        to: x(clip(to, high)),
        opacity: regions.length === 1 ? darkest / 2 : darkest * (1 - i / (regions.length - 1)),
      }))
      .filter(({ from, to }) => to > from);
    const group = svgElement(document, "g", { "aria-label": "regions" });
    for (const { from, to, opacity } of shown) {
      group.append(
        svgElement(document, "rect", {
          x: from,
          y: top,
          width: to - from,
          height: bottom - top,
          fill: colour("ink"),
          "fill-opacity": opacity,
        }),
      );
    }
    const borders = new Set(shown.flatMap(({ from, to }) => [from, to]));
    for (const at of borders) {
      if (at <= frame.marginLeft || at >= right) continue;
      group.append(
        svgElement(document, "line", {
          x1: at,
          x2: at,
          y1: frame.marginTop,
          y2: bottom,
          stroke: colour("faint"),
        }),
      );
    }
    const room = right - frame.marginLeft;
    const whole = shown.reduce((sum, { name }) => sum + textWidth(name, fontSize) + 6, 0) <= room;
    const names = shown.map(({ name }) => (whole ? name : fitText(name, room / shown.length - 6, fontSize)));
    const places = apart(
      shown.map(({ from, to }) => (from + to) / 2),
      names.map((name) => textWidth(name, fontSize) + 6),
      frame.marginLeft,
      right,
    );
    names.forEach((name, i) => {
      const at = { x: places[i], y: top + 11, "font-size": fontSize, fill: colour("ink") };
      group.append(svgElement(document, "text", at, name));
    });
    return group;
  };
}

/** The regions in words. */
export function describeRegions(regions: readonly Region[]): string[] {
  const end = (value: number): string => (Number.isFinite(value) ? brief(value) : "the end");
  return regions.map(({ from, to, name }) => `${name} from ${end(from)} to ${end(to)}`);
}
