import type { Markish, PlotOptions } from "@observablehq/plot";
import { scaleAxes } from "./axes.ts";
import { type AxisScale, axisScale } from "./axisScale.ts";
import { brief, percent } from "./numbers.ts";
import { type Reference, referenceLines, referencePoints, usableReferences } from "./references.ts";
import { describeRegions, type Region, regionMark } from "./regions.ts";
import {
  type Series,
  type Spread,
  type StyledSeries,
  seriesMarks,
  spreadFor,
  usablePoints,
} from "./seriesMarks.ts";
import { baselineStyle, type SeriesStyle } from "./seriesStyle.ts";

/** What the axes of lines can be told. */
export interface LinesAxes {
  /** The quantities with their units. */
  xLabel: string;
  yLabel: string;
  /** Logarithmic axes; then points that are not positive are left out. Default linear. */
  xLog?: boolean | undefined;
  yLog?: boolean | undefined;
  /** What the y axis covers at least, [0, 1] for shares; values outside widen it. Default the range of the values. */
  yDomain?: readonly [number, number] | undefined;
  /** Ticks and descriptions in per cent of one, for shares. Default false. */
  yPercent?: boolean | undefined;
  /** How spreads are drawn: default bands for up to four series and bars for more, where bands would cover each other. */
  spread?: Spread | undefined;
}

/** What stands in one frame. */
export interface LinesContent {
  /** Up to 18 differ in colour, marker and dash; more than 12 are hard to follow. */
  series: readonly Series[];
  /** Levels and values to compare with: chance, the nearest neighbour, a published result. */
  references?: readonly Reference[] | undefined;
  /** Parts of the x axis with a name, from left to right: regimes. */
  regions?: readonly Region[] | undefined;
}

/** The content without what the axes cannot show. */
export interface PreparedLines {
  series: StyledSeries[];
  references: Reference[];
  regions: readonly Region[];
}

/** @param styles  of the series of the whole chart, by name */
export function prepareLines(
  content: LinesContent,
  axes: LinesAxes,
  styles: ReadonlyMap<string, SeriesStyle>,
): PreparedLines {
  const log = { x: axes.xLog ?? false, y: axes.yLog ?? false };
  return {
    series: content.series.map(({ name, baseline, points }) => ({
      name,
      baseline,
      points: usablePoints(points, log),
      style: styles.get(name) ?? baselineStyle,
    })),
    references: usableReferences(content.references, log),
    regions: content.regions ?? [],
  };
}

/**
 * The axes that hold all panels.
 * @param length  of the x axis in pixels, about
 */
export function linesScales(
  panels: readonly PreparedLines[],
  axes: LinesAxes,
  length: number,
): { x: AxisScale; y: AxisScale } {
  const points = panels.flatMap(({ series }) => series.flatMap((one) => one.points));
  const references = panels.flatMap((panel) => panel.references);
  const xs = [...points.map(({ x }) => x), ...references.flatMap(({ x }) => (x === undefined ? [] : [x]))];
  const ys = points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]);
  return {
    x: axisScale(xs, { log: axes.xLog, whole: true, count: Math.max(3, Math.round(length / 48)), length }),
    y: axisScale([...ys, ...references.map(({ y }) => y)], {
      log: axes.yLog,
      atLeast: axes.yDomain,
      percent: axes.yPercent,
      nice: true,
    }),
  };
}

/** What is drawn first lies below. */
function baselinesFirst(series: readonly StyledSeries[]): StyledSeries[] {
  return [...series.filter(({ baseline }) => baseline), ...series.filter(({ baseline }) => !baseline)];
}

/** The plot of one frame, without its margins. */
export function linesPlot(
  panel: PreparedLines,
  scales: { x: AxisScale; y: AxisScale },
  axes: LinesAxes,
  options: {
    label: { x: string | null; y: string | null };
    hide?: { x: boolean; y: boolean };
    named: boolean;
    titled: boolean;
  },
): PlotOptions & { marks: Markish[] } {
  const spread = axes.spread ?? spreadFor(panel.series);
  return {
    x: { type: scales.x.type, domain: scales.x.domain },
    y: { type: scales.y.type, domain: scales.y.domain },
    marks: [
      panel.regions.length > 0 ? regionMark(panel.regions, scales.x.domain) : null,
      ...scaleAxes(scales.x, scales.y, options.label, options.hide),
      referenceLines(panel.references, options.named),
      ...seriesMarks(baselinesFirst(panel.series), spread, options.titled),
      referencePoints(panel.references, options.named),
    ],
  };
}

/** Each series by its first and last point and its best, then references and regions. */
export function describeLines({ series, references, regions }: PreparedLines, axes: LinesAxes): string {
  const value = axes.yPercent ? percent : brief;
  const parts = series
    .filter(({ points }) => points.length > 0)
    .map(({ name, points }) => {
      const [first, last] = [points[0], points[points.length - 1]];
      const most = points.reduce((a, b) => (b.y > a.y ? b : a));
      const at = ({ x, y }: { x: number; y: number }): string => `${value(y)} at ${brief(x)}`;
      const between = most.y > first.y && most.y > last.y ? `, greatest ${at(most)}` : "";
      return `${name}: ${at(first)}${points.length > 1 ? `, ${at(last)}` : ""}${between}`;
    });
  const levels = references.map(
    ({ name, x, y }) => `${name}: ${value(y)}${x === undefined ? "" : ` at ${brief(x)}`}`,
  );
  return [...parts, ...levels, ...describeRegions(regions)].join("; ") || "no data";
}
