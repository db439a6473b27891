import { line, link, type Markish, type RenderFunction } from "@observablehq/plot";
import { colour } from "../theme.ts";
import { marginsFor, scaleAxes } from "./parts/axes.ts";
import { axisScale } from "./parts/axisScale.ts";
import { type BinnedMean, binnedMeans, rankCorrelation } from "./parts/binnedMeans.ts";
import { type ChartOptions, defaultWidth, drawChart } from "./parts/chart.ts";
import { dots } from "./parts/dots.ts";
import { type LegendEntry, seriesEntry } from "./parts/legend.ts";
import { brief, counted, mean, percent, thin } from "./parts/numbers.ts";
import { type SeriesStyle, seriesStyle } from "./parts/seriesStyle.ts";
import { svgElement } from "./parts/svgElement.ts";

export interface ScatterPoint {
  x: number;
  y: number;
  /** Points of one group look the same: a method, a condition. */
  group?: string | undefined;
  /** For the tooltip. */
  name?: string | undefined;
}

export interface ScatterData {
  points: readonly ScatterPoint[];
  /** The quantities with their units. */
  xLabel: string;
  yLabel: string;
  /** Logarithmic axes; then points that are not positive are left out. Default linear. */
  xLog?: boolean | undefined;
  yLog?: boolean | undefined;
  /** What the y axis covers at least; values outside widen it. Default the range of the values. */
  yDomain?: readonly [number, number] | undefined;
  /** Ticks and descriptions in per cent of one. Default: where all values are 0 or 1 (failure or success). */
  yPercent?: boolean | undefined;
  /**
   * In how many parts of the x axis, with equally many points each, the mean is drawn with its 95 % interval; true for
   * about one part per twenty points, four to ten. Default none.
   */
  means?: number | boolean | undefined;
}

/** More points are thinned evenly. */
const mostPoints = 1500;
const mostTitles = 300;

interface Group {
  name: string;
  style: SeriesStyle;
  points: ScatterPoint[];
  means: BinnedMean[];
}

/**
 * One quantity against another. Values that are only 0 or 1 are drawn as strokes at the two edges, where dots would hide
 * each other, and then their mean is a share.
 */
export function scatter(data: ScatterData, options: ChartOptions = {}): string {
  const { xLog = false, yLog = false } = data;
  const points = data.points.filter(
    ({ x, y }) => Number.isFinite(x) && Number.isFinite(y) && !(xLog && x <= 0) && !(yLog && y <= 0),
  );
  const binary = points.length > 0 && points.every(({ y }) => y === 0 || y === 1);
  const shares = data.yPercent ?? binary;
  const word = shares ? percent : brief;
  const groups = makeGroups(points, data.means ?? false, xLog);
  const length = (options.width ?? defaultWidth) - 68;
  const x = axisScale(
    points.map((point) => point.x),
    { log: xLog, length, count: Math.round(length / 48) },
  );
  const y = axisScale(
    [
      ...points.map((point) => point.y),
      ...groups.flatMap(({ means }) => means.flatMap(({ low, high }) => (yLog ? [] : [low, high]))),
    ],
    { log: yLog, atLeast: data.yDomain, percent: shares, nice: true },
  );
  const several = groups.length > 1;
  const legend: LegendEntry[] = several
    ? groups.map(({ name, style, points: own }) => seriesEntry(`${name} (${own.length})`, style, "dot"))
    : [];
  if (groups.some(({ means }) => means.length > 0)) {
    const paint = several ? colour("muted") : colour("ink");
    legend.push({ name: "mean of each part, 95 % interval", colour: paint, mark: "line" });
  }
  return drawChart(options, {
    title: `${data.yLabel} against ${data.xLabel}`,
    description: describe(data, groups, word),
    legend,
    plot: {
      ...marginsFor(x, y),
      x: { type: x.type, domain: x.domain },
      y: { type: y.type, domain: y.domain },
      marks: [
        ...scaleAxes(x, y, { x: data.xLabel, y: data.yLabel }),
        ...(binary ? groups.map(strokes) : dotMarks(groups, points.length, word)),
        ...groups.flatMap(({ means, style }) =>
          meanMarks(means, several ? style : { ...style, colour: colour("ink") }, yLog),
        ),
      ],
    },
  });
}

function makeGroups(points: readonly ScatterPoint[], means: number | boolean, log: boolean): Group[] {
  const names = [...new Set(points.map(({ group }) => group ?? ""))];
  return names.map((name, i) => {
    const own = points.filter(({ group }) => (group ?? "") === name);
    const bins = means === true ? Math.min(10, Math.max(4, Math.round(own.length / 20))) : Number(means);
    return { name, style: seriesStyle(i), points: own, means: binnedMeans(own, bins, log) };
  });
}

function dotMarks(groups: readonly Group[], count: number, word: (value: number) => string): Markish[] {
  return groups.map(({ name: group, style, points }) => {
    const title = ({ x, y, name = group }: ScatterPoint): string =>
      `${name === "" ? "" : `${name}: `}${word(y)} at ${brief(x)}`;
    return dots(thin(points, Math.ceil((mostPoints * points.length) / Math.max(mostPoints, count))), style, {
      radius: count > 400 ? 1.8 : count > 120 ? 2.4 : 3,
      hollowFill: "none",
      opacity: 0.6,
      title: count <= mostTitles ? title : undefined,
    });
  });
}

const strokeHeight = 8;

/** Each 0 and 1 as a stroke inside its edge of the frame, the groups in rows. */
function strokes({ points, style }: Group, row: number): RenderFunction {
  return (_index, scales, _values, _frame, { document }) => {
    const d = thin(points, mostPoints).map(({ x, y }) => {
      const inwards = y === 1 ? 1 : -1;
      const from = Number(scales.y?.(y)) + inwards * (2 + row * (strokeHeight + 2));
      return `M${Math.round(100 * Number(scales.x?.(x))) / 100},${Math.round(from)}v${inwards * strokeHeight}`;
    });
    const look = { stroke: style.colour, "stroke-opacity": 0.6, "stroke-width": 1.2 };
    return svgElement(document, "path", { "aria-label": "values", d: d.join(""), ...look });
  };
}

/** The means on a halo of the paper, over all points. */
function meanMarks(means: readonly BinnedMean[], style: SeriesStyle, yLog: boolean): Markish[] {
  if (means.length === 0) return [];
  const bars = yLog ? means.filter(({ low }) => low > 0) : means;
  return [
    line(means, { x: "x", y: "y", stroke: colour("paper"), strokeWidth: 5, strokeOpacity: 0.8 }),
    link(bars, { x: "x", y1: "low", y2: "high", stroke: style.colour, strokeWidth: 1.5 }),
    line(means, {
      x: "x",
      y: "y",
      stroke: style.colour,
      strokeWidth: 2,
      strokeDasharray: style.dash ?? "none",
    }),
    dots(means, style, { radius: 3.6 }),
  ];
}

function describe(
  { xLabel, yLabel }: ScatterData,
  groups: readonly Group[],
  word: (value: number) => string,
): string {
  if (groups.length === 0) return "no points";
  const parts = groups.map(({ name, points, means }) => {
    const rank = rankCorrelation(points);
    return [
      `${name === "" ? "" : `${name}: `}${counted(points.length, "point")}, mean ${word(mean(points.map(({ y }) => y)))}`,
      ...(Number.isFinite(rank) ? [`rank correlation ${brief(Number(rank.toFixed(3)))}`] : []),
      ...(means.length > 0
        ? [`means ${means.map(({ x, y }) => `${word(y)} near ${brief(x)}`).join(", ")}`]
        : []),
    ].join(", ");
  });
  return `${yLabel} against ${xLabel}: ${parts.join("; ")}`;
}
