import { areaY, line, link, type Markish } from "@observablehq/plot";
import { dots } from "./dots.ts";
import { brief, thin } from "./numbers.ts";
import type { SeriesStyle } from "./seriesStyle.ts";

/** A point of a line; `low` and `high` bound the spread. */
export interface LinePoint {
  x: number;
  y: number;
  low?: number | undefined;
  high?: number | undefined;
}

export interface Series {
  name: string;
  /** Drawn in gray below the others, as what they are compared with: the nearest neighbour, the query as given. */
  baseline?: boolean | undefined;
  points: readonly LinePoint[];
}

/** A series that can be drawn, with its style. */
export interface StyledSeries extends Series {
  style: SeriesStyle;
}

/** How a spread is drawn: as a band along the line, or as a bar at each point. */
export type Spread = "band" | "bars";

/** The bands of more series would cover each other. */
const mostBands = 4;
/** A line is drawn through at most so many of its points. */
const mostPoints = 600;
/** With more points than this markers stand only here and there, to tell the series apart. */
const mostMarkers = 24;
const someMarkers = 7;
/** With more points the names of all would be most of the file. */
const mostTitles = 150;

/** Whether each point says its values when it is pointed at. */
export function isTitled(series: readonly Series[]): boolean {
  return series.reduce((sum, { points }) => sum + points.length, 0) <= mostTitles;
}

export function spreadFor(series: readonly Series[]): Spread {
  const spread = series.filter(({ points }) => points.some(hasSpread));
  return spread.length <= mostBands ? "band" : "bars";
}

const hasSpread = ({ low, high }: LinePoint): boolean => Number.isFinite(low) && Number.isFinite(high);

/** The points of a series that the axes can show, from left to right. */
export function usablePoints(points: readonly LinePoint[], log: { x: boolean; y: boolean }): LinePoint[] {
  return points
    .filter(
      ({ x, y }) => Number.isFinite(x) && Number.isFinite(y) && !(log.x && x <= 0) && !(log.y && y <= 0),
    )
    .map(({ x, y, low, high }) => ({
      x,
      y,
      ...(hasSpread({ x, y, low, high }) && !(log.y && low! <= 0) ? { low, high } : {}),
    }))
    .sort((a, b) => a.x - b.x);
}

/** The runs of neighbouring points that have a spread. */
function runs(points: readonly LinePoint[]): LinePoint[][] {
  const all: LinePoint[][] = [[]];
  for (const point of points) {
    if (hasSpread(point)) all[all.length - 1].push(point);
    else if (all[all.length - 1].length > 0) all.push([]);
  }
  return all.filter((run) => run.length > 0);
}

/** Bands or bars, then lines, then markers, so that no series hides the line of another. */
export function seriesMarks(series: readonly StyledSeries[], spread: Spread, titled: boolean): Markish[] {
  const drawn = series.map((one) => ({ ...one, points: thin(one.points, mostPoints) }));
  return [
    ...drawn.flatMap(({ points, style }) =>
      runs(points).map((run) =>
        spread === "band" && run.length > 1
          ? areaY(run, { x: "x", y1: "low", y2: "high", fill: style.colour, fillOpacity: 0.18 })
          : bars(run, style.colour),
      ),
    ),
    ...drawn.map(({ points, style }) =>
      line(points, {
        x: "x",
        y: "y",
        stroke: style.colour,
        strokeWidth: 2,
        strokeDasharray: style.dash ?? "none",
      }),
    ),
    ...drawn.map(({ name, points, style }, i) =>
      markers(markedPoints(points, i), style, points.length, titled ? name : undefined),
    ),
  ];
}

function bars(points: readonly LinePoint[], stroke: string): Markish {
  return link(points, {
    x: "x",
    y1: "low",
    y2: "high",
    stroke,
    strokeWidth: 1.5,
    strokeOpacity: 0.75,
  });
}

/** All points while they are few; then some, at other places for each series. */
function markedPoints(points: readonly LinePoint[], i: number): LinePoint[] {
  if (points.length <= mostMarkers) return [...points];
  const every = Math.ceil(points.length / someMarkers);
  return points.filter((_, k) => k % every === (1 + 3 * i) % every);
}

function markers(points: readonly LinePoint[], style: SeriesStyle, count: number, name?: string): Markish {
  const title = ({ x, y, low, high }: LinePoint): string =>
    `${name}: ${brief(y)} at ${brief(x)}${low === undefined ? "" : ` (${brief(low)} to ${brief(high!)})`}`;
  return dots(points, style, {
    radius: count > 12 ? 2.8 : 3.2,
    title: name === undefined ? undefined : title,
  });
}
