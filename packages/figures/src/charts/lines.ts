import { areaY, dot, line } from "@observablehq/plot";
import { seriesColour } from "../theme.ts";
import { axes } from "./axes.ts";
import { type ChartOptions, drawChart } from "./chart.ts";
import { brief, rangeOfOne } from "./numbers.ts";

export interface LinesData {
  series: readonly {
    name: string;
    /** `low` and `high` bound the spread; the band is drawn where both are given. */
    points: readonly { x: number; y: number; low?: number | undefined; high?: number | undefined }[];
  }[];
  /** The quantities with their units. */
  xLabel: string;
  yLabel: string;
  /** Logarithmic axes; then points that are not positive are left out. Default linear. */
  xLog?: boolean | undefined;
  yLog?: boolean | undefined;
}

/** One line per series, with a band for the spread. */
export function lines(data: LinesData, options: ChartOptions = {}): string {
  const { xLog = false, yLog = false } = data;
  const series = data.series.map(({ name, points }, i) => ({
    name,
    colour: seriesColour(i),
    points: points
      .filter(
        ({ x, y }) => Number.isFinite(x) && Number.isFinite(y) && !(xLog && x <= 0) && !(yLog && y <= 0),
      )
      .sort((a, b) => a.x - b.x),
  }));
  const all = series.flatMap(({ points }) => points);
  return drawChart(options, {
    title: `${data.yLabel} against ${data.xLabel}`,
    description: series
      .filter(({ points }) => points.length > 0)
      .map(({ name, points }) => {
        const [first, last] = [points[0], points[points.length - 1]];
        return `${name}: ${brief(first.y)} at ${brief(first.x)}, ${brief(last.y)} at ${brief(last.x)}`;
      })
      .join("; "),
    legend: series.map(({ name, colour }) => ({ name, colour, mark: "line" })),
    plot: {
      x: {
        type: xLog ? "log" : "linear",
        ...rangeOfOne(
          all.map(({ x }) => x),
          xLog,
        ),
      },
      y: {
        type: yLog ? "log" : "linear",
        nice: true,
        ...rangeOfOne(
          all.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]),
          yLog,
        ),
      },
      marks: [
        ...axes({ x: data.xLabel, y: data.yLabel }),
        ...series.map(({ points, colour }) =>
          areaY(
            points.filter(({ low, high }) => low !== undefined && high !== undefined && !(yLog && low <= 0)),
            { x: "x", y1: "low", y2: "high", fill: colour, fillOpacity: 0.18 },
          ),
        ),
        ...series.map(({ points, colour }) =>
          line(points, { x: "x", y: "y", stroke: colour, strokeWidth: 2 }),
        ),
        ...series.map(({ points, colour }) => dot(points, { x: "x", y: "y", fill: colour, r: 2.5 })),
      ],
    },
  });
}
