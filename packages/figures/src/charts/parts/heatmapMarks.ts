import type { RenderFunction } from "@observablehq/plot";
import { colour } from "../../theme.ts";
import { borderPath } from "./borders.ts";
import { matrixImage } from "./matrixImage.ts";
import type { Ramp } from "./ramp.ts";
import { svgElement } from "./svgElement.ts";

export interface HeatmapCell {
  x: number | string;
  y: number | string;
  /** What is not finite is drawn as an empty cell. */
  value: number;
  /** A word that some cells share, a regime for example. */
  kind?: string | undefined;
}

export const contourDash = "4 3";

/** The cell in a column and a row, counted from the top left. */
export type Places = (column: number, row: number) => HeatmapCell | undefined;

export function imageMark(at: Places, columns: number, rows: number, ramp: Ramp): RenderFunction {
  return (_index, _scales, _values, frame, { document }) =>
    matrixImage(document, {
      columns,
      rows,
      at: (column, row) => at(column, row)?.value ?? Number.NaN,
      ramp,
      left: frame.marginLeft,
      top: frame.marginTop,
      width: frame.width - frame.marginLeft - frame.marginRight,
      height: frame.height - frame.marginTop - frame.marginBottom,
    });
}

/** The edges of the cells, in the middle of the gaps between them. */
function edges(
  scale: ((value: never) => unknown) | undefined,
  band: number,
  domain: readonly (number | string)[],
): number[] {
  const lefts = domain.map((value) => Number(scale?.(value as never)));
  const gap = lefts.length > 1 ? lefts[1] - lefts[0] - band : 0;
  return [...lefts.map((left) => left - gap / 2), lefts[lefts.length - 1] + band + gap / 2];
}

/** The lines between kinds, whole, and between the values of contours, dashed, on a casing of the paper. */
export function bordersMark(
  cells: readonly HeatmapCell[],
  contours: readonly number[],
  at: Places,
  xs: readonly (number | string)[],
  ys: readonly (number | string)[],
): RenderFunction {
  return (_index, scales, _values, _frame, { document }) => {
    const group = svgElement(document, "g", { "aria-label": "borders", fill: "none" });
    if (cells.length === 0) return group;
    const xEdges = edges(scales.x, scales.scales.x?.bandwidth ?? 0, xs);
    const yEdges = edges(scales.y, scales.scales.y?.bandwidth ?? 0, ys);
    const draw = (d: string, dash?: string): void => {
      if (d === "") return;
      const caps = { d, "stroke-linecap": "square" };
      group.append(
        svgElement(document, "path", { ...caps, stroke: colour("paper"), "stroke-width": 4.5 }),
        svgElement(document, "path", {
          ...(dash === undefined ? caps : { d }),
          stroke: colour("ink"),
          "stroke-width": 2,
          "stroke-dasharray": dash,
        }),
      );
    };
    draw(borderPath(xEdges, yEdges, (column, row) => at(column, row)?.kind));
    for (const level of contours) {
      const side = (column: number, row: number): boolean | undefined => {
        const value = at(column, row)?.value;
        return value === undefined || !Number.isFinite(value) ? undefined : value >= level;
      };
      draw(borderPath(xEdges, yEdges, side), contourDash);
    }
    return group;
  };
}

/** The initial of its kind in every cell with room for it; else once for each kind, in the cell nearest to its middle. */
export function kindMarks(
  cells: readonly HeatmapCell[],
  letters: ReadonlyMap<string, string>,
  numbers: boolean,
  ink: (value: number) => string,
): RenderFunction {
  return (_index, scales, _values, _frame, { document }) => {
    const group = svgElement(document, "g", { "aria-label": "kinds", "aria-hidden": "true" });
    const [wide, high] = [scales.scales.x?.bandwidth ?? 0, scales.scales.y?.bandwidth ?? 0];
    const middle = (one: HeatmapCell): [number, number] => [
      Number(scales.x?.(one.x)) + wide / 2,
      Number(scales.y?.(one.y)) + high / 2,
    ];
    const letter = (one: HeatmapCell, x: number, y: number, more: Record<string, string | number>): void => {
      group.append(
        svgElement(
          document,
          "text",
          { x, y, fill: ink(one.value), "font-weight": 600, ...more },
          letters.get(one.kind!),
        ),
      );
    };
    for (const kind of letters.keys()) {
      const own = cells.filter((one) => one.kind === kind);
      if (own.length === 0) continue;
      if (numbers) {
        for (const one of own)
          letter(one, middle(one)[0] - wide / 2 + 8, middle(one)[1] - high / 2 + 10, { "font-size": 9 });
      } else if (wide >= 14 && high >= 13) {
        for (const one of own) letter(one, middle(one)[0], middle(one)[1] + 4, { "font-size": 11 });
      } else {
        const centre = [0, 1].map((k) => own.reduce((sum, one) => sum + middle(one)[k], 0) / own.length);
        const away = (one: HeatmapCell): number =>
          Math.hypot(middle(one)[0] - centre[0], middle(one)[1] - centre[1]);
        const one = own.reduce((a, b) => (away(b) < away(a) ? b : a));
        const halo = { stroke: ink(one.value) === "#ffffff" ? "#14181c" : "#ffffff", "stroke-width": 3 };
        letter(one, middle(one)[0], middle(one)[1] + 5, {
          "font-size": 14,
          ...halo,
          "paint-order": "stroke",
        });
      }
    }
    return group;
  };
}
