import type { RenderFunction } from "@observablehq/plot";
import { colour } from "../theme.ts";
import { marginsFor } from "./parts/axes.ts";
import type { AxisScale } from "./parts/axisScale.ts";
import { type ChartOptions, defaultWidth, drawChart, headHeight } from "./parts/chart.ts";
import { seriesEntry } from "./parts/legend.ts";
import {
  describeLines,
  type LinesAxes,
  type LinesContent,
  linesPlot,
  linesScales,
  prepareLines,
} from "./parts/linesPanel.ts";
import { referenceEntries } from "./parts/references.ts";
import { regionRoom } from "./parts/regions.ts";
import { isTitled } from "./parts/seriesMarks.ts";
import { seriesStyles } from "./parts/seriesStyle.ts";
import { svgElement } from "./parts/svgElement.ts";
import { fitText, textWidth } from "./parts/textWidth.ts";

export interface SmallMultiplesData extends LinesAxes {
  /** One frame each, in reading order; a series of one name looks the same in all of them. */
  panels: readonly (LinesContent & { name: string })[];
  /** Frames beside each other; default as many as fit with 200 pixels each, at most four. */
  columns?: number | undefined;
}

const leastWidth = 200;
const mostColumns = 4;
const panelHeight = 140;
const titleRoom = 34;
const leastGap = 16;
/** Below the frames: the words of the ticks and the label. */
const foot = 42;

/** How much the first and the last word of an axis stand over the ends of its frame, together. */
function tickOverlap({ ticks, label }: AxisScale): number {
  return [ticks[0], ticks[ticks.length - 1]].reduce((sum, tick) => sum + textWidth(label(tick)) / 2, 0);
}

/** The same lines for several values of another variable: a frame for each, all on the same two axes. */
export function smallMultiples(data: SmallMultiplesData, options: ChartOptions = {}): string {
  const styles = seriesStyles(data.panels.flatMap(({ series }) => series));
  const panels = data.panels.map((panel) => ({ name: panel.name, ...prepareLines(panel, data, styles) }));
  const width = options.width ?? defaultWidth;
  const fitting = Math.min(mostColumns, Math.floor(width / leastWidth));
  const columns = Math.max(1, Math.min(data.columns ?? fitting, panels.length));
  const rows = Math.max(1, Math.ceil(panels.length / columns));
  const scales = linesScales(panels, data, (width - 70) / columns - leastGap);
  const { marginLeft, marginRight } = marginsFor(scales.x, scales.y);
  const gap = Math.max(leastGap, tickOverlap(scales.x) + 12);
  const titled = isTitled(panels.flatMap(({ series }) => series));
  const legend = [
    ...[...styles].map(([name, style]) => seriesEntry(name, style)),
    ...referenceEntries(panels.flatMap(({ references }) => references)),
  ];
  const head = headHeight(legend, width) - 10;
  const above = titleRoom + (panels.some(({ regions }) => regions.length > 0) ? regionRoom : 0);
  const height = options.height ?? head + rows * (above + panelHeight) + foot;
  const frameWidth = (width - marginLeft - marginRight - gap * (columns - 1)) / columns;
  const rowHeight = (height - head - foot) / rows;
  const axisLabels: RenderFunction = (_index, _scales, _values, _frame, { document }) => {
    const group = svgElement(document, "g", { fill: colour("muted") });
    const word = (x: number, y: number, anchor: string, text: string): SVGElement =>
      svgElement(document, "text", { x, y, "text-anchor": anchor }, text);
    group.append(word(3, 12, "start", data.yLabel));
    group.append(word((marginLeft + width - marginRight) / 2, height - 6, "middle", data.xLabel));
    return group;
  };
  return drawChart(
    { ...options, height },
    {
      title: `${data.yLabel} against ${data.xLabel}`,
      description:
        panels.map((panel) => `${panel.name}: ${describeLines(panel, data)}`).join(". ") || "no data",
      legend,
      plot: { axis: null, marks: [axisLabels] },
      panels: panels.map((panel, i) => {
        const column = i % columns;
        const plot = linesPlot(panel, scales, data, {
          label: { x: null, y: null },
          hide: { x: i + columns < panels.length, y: column > 0 },
          named: false,
          titled,
        });
        const heading: RenderFunction = (_index, _scales, _values, frame, { document }) =>
          svgElement(
            document,
            "text",
            {
              x: frame.marginLeft,
              y: titleRoom - 9,
              "text-anchor": "start",
              "font-weight": 600,
              fill: colour("ink"),
            },
            fitText(panel.name, frameWidth),
          );
        return {
          left: column * (frameWidth + gap),
          top: head + Math.floor(i / columns) * rowHeight,
          plot: {
            ...plot,
            marks: [...plot.marks, heading],
            width: frameWidth + marginLeft + marginRight,
            height: rowHeight + foot,
            marginTop: above,
            marginBottom: foot,
            marginLeft,
            marginRight,
          },
        };
      }),
    },
  );
}
