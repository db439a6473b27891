import { axisX, axisY, type RenderFunction } from "@observablehq/plot";
import { colour } from "../theme.ts";
import { apart } from "./parts/apart.ts";
import { axisScale } from "./parts/axisScale.ts";
import { type ChartOptions, defaultWidth, drawChart, headHeight } from "./parts/chart.ts";
import { matrixImage } from "./parts/matrixImage.ts";
import { axisWord, brief, counted, extent } from "./parts/numbers.ts";
import { orderByClass, type PairSummary, summarisePairs } from "./parts/pairSummary.ts";
import { makeRamp, type Ramp, rampEntries } from "./parts/ramp.ts";
import { svgElement } from "./parts/svgElement.ts";
import { fitText, textWidth } from "./parts/textWidth.ts";

export interface SimilarityMatrixData {
  /** How many patterns. */
  count: number;
  /** The similarity of patterns i and j: count × count numbers row by row, or a function. Larger is closer. */
  similarity: ArrayLike<number> | ((i: number, j: number) => number);
  /** What is shown: "cosine". */
  label: string;
  /** The class of each pattern. */
  classes?: readonly string[] | undefined;
  /** Which pattern stands at each place; default by class where there are classes, else as given. */
  order?: readonly number[] | undefined;
  /** The name of each pattern, for the description; default its number. */
  names?: readonly string[] | undefined;
  /** The values at the two ends of the colours; default the least and the greatest drawn, without
   * those of a pattern with itself. */
  domain?: readonly [number, number] | undefined;
}

/** So many patterns have a cell each; of more a cell is the mean over a block. */
const mostCells = 100;
const mostSide = 520;
const widestClass = 96;
const fontSize = 11;
/** A cell of this size has room for its number. */
const roomForNumber = 34;

/**
 * The similarity of every pattern to every other as a square of colours. Colours span the pairs of different patterns;
 * a pattern's similarity to itself may lie beyond them and then has the last colour.
 */
export function similarityMatrix(data: SimilarityMatrixData, options: ChartOptions = {}): string {
  const { count, classes, similarity } = data;
  const at =
    typeof similarity === "function" ? similarity : (i: number, j: number) => similarity[i * count + j];
  const given = Array.from({ length: count }, (_, i) => i);
  const order = data.order ?? (classes === undefined ? given : orderByClass(classes));
  const pairs = summarisePairs(order, at, classes, mostCells);
  const ramp = makeRamp(...(data.domain ?? drawnRange(pairs, count)));
  const legend = rampEntries(ramp, data.label, axisWord);
  const groups = classes === undefined ? [] : classGroups(order, classes);
  const width = options.width ?? defaultWidth;
  const marginLeft = Math.ceil(
    Math.max(40, ...groups.map(({ name }) => textWidth(fitText(name, widestClass, fontSize), fontSize) + 14)),
  );
  const head = headHeight(legend, width, false);
  const wanted = Math.min(mostSide, width - marginLeft - 16);

  const wordsBelow =
    groups.length === 0 ||
    groups.every(({ name, from, to }) => textWidth(name, fontSize) + 4 <= ((to - from) * wanted) / count);
  const foot = wordsBelow ? 40 : 26;
  const side = Math.max(20, Math.min(wanted, (options.height ?? Number.POSITIVE_INFINITY) - head - foot));
  const scale = axisScale([0, count], { whole: true, length: side, count: 10 });
  const plain = {
    tickSize: 0,
    fill: colour("muted"),
    labelArrow: "none",
    text: (place: number) => scale.label(place - 0.5),
  } as const;
  // A number stands at the middle of the cell of its pattern.
  const ticks = groups.length > 0 ? [] : scale.ticks.filter((tick) => tick < count).map((tick) => tick + 0.5);
  const label = groups.length > 0 ? "stored patterns, by class" : "stored patterns";
  return drawChart(options, {
    title: `${data.label} between stored patterns`,
    description: describe(data, pairs),
    legend,
    labelled: false,
    plot: {
      height: options.height ?? head + side + foot,
      marginBottom: foot,
      marginTop: head,
      marginLeft,
      marginRight: width - marginLeft - side,
      x: { type: "linear", domain: [0, Math.max(1, count)] },
      y: { type: "linear", domain: [Math.max(1, count), 0] },
      marks: [
        cellsMark(pairs, ramp),
        groups.length > 0 ? groupsMark(groups, count, wordsBelow) : null,
        axisX(ticks, {
          ...plain,
          label,
          labelAnchor: "center",
          labelOffset: foot - 6,
        }),
        axisY(ticks, { ...plain, label: null }),
      ],
    },
  });
}

/** The values between different patterns, as drawn: of single pairs, or of the means over blocks. */
function drawnRange({ cells, cell, least, greatest, nearest }: PairSummary, count: number): [number, number] {
  if (nearest === undefined) return [0, 1];
  return cells === count ? [least, greatest] : extent(cell.filter(Number.isFinite))!;
}

interface Group {
  name: string;
  from: number;
  to: number;
}

/** The runs of one class along the order. */
function classGroups(order: readonly number[], classes: readonly string[]): Group[] {
  const groups: Group[] = [];
  order.forEach((i, place) => {
    const last = groups.at(-1);
    if (last?.name === classes[i]) last.to = place + 1;
    else groups.push({ name: classes[i], from: place, to: place + 1 });
  });
  return groups;
}

function cellsMark({ cells, cell }: PairSummary, ramp: Ramp): RenderFunction {
  return (_index, _scales, _values, frame, { document }) => {
    const group = svgElement(document, "g", { "aria-label": "similarities" });
    if (cells === 0) return group;
    const [left, top] = [frame.marginLeft, frame.marginTop];
    const width = frame.width - left - frame.marginRight;
    const height = frame.height - top - frame.marginBottom;
    const at = (column: number, row: number): number => cell[row * cells + column];
    group.append(
      svgElement(document, "rect", { x: left, y: top, width, height, fill: colour("grid") }),
      matrixImage(document, { columns: cells, rows: cells, at, ramp, left, top, width, height }),
    );
    if (width / cells < roomForNumber) return group;
    for (let i = 0; i < cells * cells; i++) {
      const [column, row] = [i % cells, Math.floor(i / cells)];
      if (!Number.isFinite(cell[i])) continue;
      const place = {
        x: left + ((column + 0.5) * width) / cells,
        y: top + ((row + 0.5) * height) / cells + 4,
        "font-size": fontSize,
        fill: ramp.ink(cell[i]),
      };
      group.append(
        svgElement(document, "text", place, fitText(shortNumber(cell[i]), width / cells, fontSize)),
      );
    }
    return group;
  };
}

const shortNumber = (value: number): string => brief(Number(value.toPrecision(2)));

/** Lines between the classes; their names left of the rows, and below the columns where they have room. */
function groupsMark(groups: readonly Group[], count: number, wordsBelow: boolean): RenderFunction {
  return (_index, scales, _values, frame, { document }) => {
    const [left, top] = [frame.marginLeft, frame.marginTop];
    const [right, bottom] = [frame.width - frame.marginRight, frame.height - frame.marginBottom];
    const x = (place: number): number => Number(scales.x?.(place));
    const y = (place: number): number => Number(scales.y?.(place));
    const inner = groups.filter(({ to }) => to < count).map(({ to }) => to);
    const group = svgElement(document, "g", { "aria-label": "classes", fill: colour("muted") });
    group.append(
      svgElement(document, "path", {
        d: inner
          .map((at) => `M${left},${round(y(at))}H${round(right)}M${round(x(at))},${top}V${bottom}`)
          .join(""),
        // Fixed: it stands on the cells, not on the paper.
        stroke: "#ffffff",
        "stroke-opacity": 0.65,
      }),
    );
    const word = (text: string, px: number, py: number, anchor: string): void => {
      const place = { x: px, y: py, "text-anchor": anchor, "font-size": fontSize };
      group.append(svgElement(document, "text", place, text));
    };
    const rows = named(groups, Math.floor((bottom - top) / 13));
    const heights = apart(
      rows.map(({ from, to }) => y((from + to) / 2)),
      rows.map(() => 13),
      top,
      bottom,
    );
    rows.forEach(({ name }, i) => {
      word(fitText(name, widestClass, fontSize), left - 8, heights[i] + 4, "end");
    });
    if (wordsBelow)
      for (const { name, from, to } of groups) word(name, x((from + to) / 2), bottom + 14, "middle");
    return group;
  };
}

/** The largest groups, as many as have room. */
function named(groups: readonly Group[], most: number): Group[] {
  if (groups.length <= most) return [...groups];
  const least = groups.map(({ from, to }) => to - from).sort((a, b) => b - a)[most];
  return groups.filter(({ from, to }) => to - from > least).slice(0, most);
}

function describe({ count, label, names }: SimilarityMatrixData, pairs: PairSummary): string {
  if (pairs.nearest === undefined) return `${counted(count, "stored pattern")}, no pair`;
  const name = (i: number): string => names?.[i] ?? `no. ${i}`;
  const [i, j] = pairs.nearest;
  const parts = [
    `${label} between ${counted(count, "stored pattern")}: from ${brief(pairs.least)} to ${brief(pairs.greatest)}, mean ${brief(pairs.mean)}`,
    `most similar: ${name(i)} and ${name(j)}`,
  ];
  if (Number.isFinite(pairs.within)) parts.push(`mean within a class ${brief(pairs.within)}`);
  if (Number.isFinite(pairs.between)) parts.push(`mean between classes ${brief(pairs.between)}`);
  if (pairs.cells < count) parts.push(`drawn as means over ${pairs.cells} × ${pairs.cells} blocks`);
  return parts.join("; ");
}

const round = (value: number): number => Math.round(value * 100) / 100;
