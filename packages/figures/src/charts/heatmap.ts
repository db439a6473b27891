import { axisX, axisY, cell, type RenderFunction, text } from "@observablehq/plot";
import { colour } from "../theme.ts";
import { borderPath } from "./parts/borders.ts";
import { type ChartOptions, defaultWidth, drawChart } from "./parts/chart.ts";
import { initials } from "./parts/initials.ts";
import type { LegendEntry } from "./parts/legend.ts";
import { matrixImage } from "./parts/matrixImage.ts";
import { axisWord, brief, extent, percent } from "./parts/numbers.ts";
import { makeRamp, type Ramp, rampEntries } from "./parts/ramp.ts";
import { svgElement } from "./parts/svgElement.ts";
import { fitText, textWidth } from "./parts/textWidth.ts";

export interface HeatmapCell {
  x: number | string;
  y: number | string;
  /** What is not finite is drawn as an empty cell. */
  value: number;
  /** A word that some cells share, a regime for example. */
  kind?: string | undefined;
}

export interface HeatmapData {
  cells: readonly HeatmapCell[];
  /** The quantities with their units. */
  xLabel: string;
  yLabel: string;
  valueLabel: string;
  /** The values at the two ends of the colours; default the least and the greatest. */
  domain?: readonly [number, number] | undefined;
  /** Values in per cent of one, for shares. Default false. */
  valuePercent?: boolean | undefined;
  /** Values between which a dashed line is drawn: one line for each, between the cells below it and the others. */
  contours?: readonly number[] | undefined;
}

const rowHeight = 30;
const leastRowHeight = 11;
/** So high the cells together are at most, while their rows are not too low. */
const mostHeight = 420;
const numberSize = 11;
/** The room of an initial in the corner of a cell, beside its number. */
const initialWidth = 14;
const widestName = 130;
/** More cells are drawn as a picture, without gaps. */
const mostRectangles = 500;
/** All cells are read aloud while they are so few. */
const mostDescribed = 60;

/**
 * A value for each pair of x and y as a colour, as a number where there is room, and with a border around the cells of
 * each kind, which carry its initial. The axes keep the order in which the values first appear; y grows upwards.
 */
export function heatmap(data: HeatmapData, options: ChartOptions = {}): string {
  const { cells } = data;
  const filled = cells.filter(({ value }) => Number.isFinite(value));
  const xs = [...new Set(cells.map(({ x }) => x))];
  const ys = [...new Set(cells.map(({ y }) => y))].reverse();
  const values = filled.map(({ value }) => value);
  const byPlace = new Map(cells.map((one) => [`${xs.indexOf(one.x)} ${ys.indexOf(one.y)}`, one]));
  const places: Places = (column, row) => byPlace.get(`${column} ${row}`);
  const ramp = makeRamp(...(data.domain ?? extent(values) ?? [0, 1]));
  const word = data.valuePercent ? percent : brief;
  const name = (value: number | string): string =>
    fitText(typeof value === "number" ? axisWord(value) : value, widestName) || "…";
  const width = options.width ?? defaultWidth;
  const marginLeft = Math.ceil(Math.max(40, ...ys.map((y) => textWidth(name(y)) + 14)));
  const rowSize = Math.max(leastRowHeight, Math.min(rowHeight, mostHeight / ys.length));
  const columnSize = (width - marginLeft - 16) / Math.max(1, xs.length);
  const widest = (words: string[], size: number): number =>
    Math.max(0, ...words.map((one) => textWidth(one, size)));
  const beside = cells.some(({ kind }) => kind !== undefined) ? 2 * initialWidth : 6;
  const fits = (inCell: (value: number) => string): boolean =>
    rowSize >= 16 && widest(values.map(inCell), numberSize) + beside <= columnSize;
  const inCell = [word, (value: number): string => word(short(value))].find(fits);
  const everyX = Math.max(1, Math.ceil((widest(xs.map(name), 12) + 8) / columnSize));
  const everyY = Math.max(1, Math.ceil(14 / rowSize));
  const kinds = [...new Set(cells.flatMap(({ kind }) => (kind === undefined ? [] : [kind])))];
  const letters = initials(kinds);
  const padding = cells.length > mostRectangles ? 0 : 0.04;
  const axis = { tickSize: 0, labelArrow: "none", fill: colour("muted") } as const;
  return drawChart(options, {
    title: `${data.valueLabel} by ${data.xLabel} and ${data.yLabel}`,
    description: describe(data, filled, name, word),
    height: 94 + rowSize * Math.max(1, ys.length),
    legend: [
      ...rampEntries(ramp, data.valueLabel, data.valuePercent ? percent : axisWord),
      ...kinds.map(
        (kind): LegendEntry => ({ name: `${letters.get(kind)} = ${kind}`, colour: "none", mark: "none" }),
      ),
      ...(data.contours ?? []).map(
        (level): LegendEntry => ({
          name: `at ${word(level)}`,
          colour: colour("ink"),
          mark: "line",
          dash: contourDash,
        }),
      ),
    ],
    plot: {
      marginLeft,
      x: { type: "band", domain: xs, padding, round: false },
      y: { type: "band", domain: ys, padding, round: false },
      color: { type: "identity" },
      marks: [
        axisX(xs, {
          ...axis,
          text: (x: number | string, i: number) => (i % everyX === 0 ? name(x) : ""),
          label: data.xLabel,
          labelAnchor: "center",
          labelOffset: 36,
        }),
        axisY(ys, {
          ...axis,
          text: (y: number | string, i: number) => ((ys.length - 1 - i) % everyY === 0 ? name(y) : ""),
          label: data.yLabel,
          labelAnchor: "top",
        }),
        cells.length > mostRectangles
          ? null
          : cell(
              cells.filter(({ value }) => !Number.isFinite(value)),
              { x: "x", y: "y", fill: "none", stroke: colour("grid"), inset: 0.5 },
            ),
        cells.length > mostRectangles
          ? imageMark(places, xs.length, ys.length, ramp)
          : cell(filled, {
              x: "x",
              y: "y",
              fill: ({ value }) => ramp.colour(value),
              title: ({ x, y, value, kind }) =>
                `${name(x)}, ${name(y)}: ${word(value)}${kind === undefined ? "" : `, ${kind}`}`,
            }),
        inCell
          ? text(filled, {
              x: "x",
              y: "y",
              text: ({ value }) => inCell(value),
              fill: ({ value }) => ramp.ink(value),
              fontSize: numberSize,
            })
          : null,
        bordersMark(data, places, xs, ys),
        kindMarks(filled, letters, inCell !== undefined, (value) => ramp.ink(value)),
      ],
    },
  });
}

const contourDash = "4 3";

/** Two digits, or all before the point: the colours say the rest. What is almost one stays below it. */
function short(value: number): number {
  if (Math.abs(value) >= 100) return Math.round(value);
  return value < 1 && value >= 0.995 ? value : Number(value.toPrecision(2));
}

function describe(
  data: HeatmapData,
  filled: readonly HeatmapCell[],
  name: (value: number | string) => string,
  word: (value: number) => string,
): string {
  if (filled.length === 0) return "no data";
  const one = ({ x, y, value, kind }: HeatmapCell): string =>
    `${name(x)}, ${name(y)}: ${word(value)}${kind === undefined ? "" : ` ${kind}`}`;
  const least = filled.reduce((a, b) => (b.value < a.value ? b : a));
  const most = filled.reduce((a, b) => (b.value > a.value ? b : a));
  const range = `${data.valueLabel} by ${data.xLabel} and ${data.yLabel}: least at ${one(least)}, greatest at ${one(most)}`;
  return filled.length <= mostDescribed ? `${range}. All: ${filled.map(one).join("; ")}` : range;
}

/** The cell in a column and a row, counted from the top left. */
type Places = (column: number, row: number) => HeatmapCell | undefined;

function imageMark(at: Places, columns: number, rows: number, ramp: Ramp): RenderFunction {
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
function bordersMark(
  { cells, contours = [] }: HeatmapData,
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
function kindMarks(
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
