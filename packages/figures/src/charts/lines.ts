import { marginsFor } from "./parts/axes.ts";
import { type ChartOptions, defaultWidth, drawChart } from "./parts/chart.ts";
import { seriesEntry } from "./parts/legend.ts";
import {
  describeLines,
  type LinesAxes,
  type LinesContent,
  linesPlot,
  linesScales,
  prepareLines,
} from "./parts/linesPanel.ts";
import { referenceRoom } from "./parts/references.ts";
import { regionRoom } from "./parts/regions.ts";
import { isTitled } from "./parts/seriesMarks.ts";
import { seriesStyles } from "./parts/seriesStyle.ts";

export interface LinesData extends LinesContent, LinesAxes {}

/**
 * One line per series with its spread, reference lines with their names beside the frame, single reference values, and
 * named regions of the x axis.
 */
export function lines(data: LinesData, options: ChartOptions = {}): string {
  const content = prepareLines(data, data, seriesStyles(data.series));
  const names = referenceRoom(content.references);
  const scales = linesScales([content], data, (options.width ?? defaultWidth) - 52 - Math.max(16, names));
  const margins = marginsFor(scales.x, scales.y);
  return drawChart(options, {
    title: `${data.yLabel} against ${data.xLabel}`,
    description: describeLines(content, data),
    legend: content.series.map(({ name, style }) => seriesEntry(name, style)),
    above: content.regions.length > 0 ? regionRoom : 0,
    plot: {
      ...margins,
      marginRight: Math.max(margins.marginRight, names),
      ...linesPlot(content, scales, data, {
        label: { x: data.xLabel, y: data.yLabel },
        named: true,
        titled: isTitled(content.series),
      }),
    },
  });
}
