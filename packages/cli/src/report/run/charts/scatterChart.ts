import { scatter } from "@modern-hopfield/figures";
import type { ScatterChart } from "../../../experiment/specification.ts";
import { namesAmong } from "../namesAmong.ts";
import { telling } from "../telling.ts";
import { type ChartSource, chartWidth, type Drawing, sentences } from "./drawing.ts";
import { listLabel, listOf, queryNames, withLists } from "./lists.ts";

const mostGroups = 6;

/** Draws one list against another, a dot per picture of the first repeat, a colour per condition. */
export function drawScatter(chart: ScatterChart, { entries }: ChartSource): Drawing | null {
  const all = withLists(entries, chart.where, [chart.x, chart.y]);
  if (all.length === 0) return null;
  const shown = telling(all, mostGroups);
  const groups = namesAmong(shown);
  const points = shown.flatMap((entry, e) => {
    const [xs, ys] = [listOf(entry, chart.x), listOf(entry, chart.y)];
    const names = queryNames(entry);
    return xs.flatMap((x, i) => {
      const y = ys[i] ?? null;
      if (x === null || y === null) return [];
      return [
        {
          x,
          y,
          ...(shown.length > 1 ? { group: groups[e] } : {}),
          ...(names === undefined ? {} : { name: names[i] }),
        },
      ];
    });
  });
  const binary = points.every(({ y }) => y === 0 || y === 1);
  const { title } = chart;
  return {
    title,
    wide: false,
    caption: sentences(
      chart.about,
      binary &&
        "Strokes: single pictures. Dots: the share in parts with equally many pictures, with its 95 % interval",
      "The pictures of the first repeat",
      all.length > mostGroups && `Drawn are ${mostGroups} of ${all.length} conditions`,
    ),
    svg: (theme) =>
      scatter(
        {
          points,
          xLabel: listLabel(chart.x, shown[0]),
          yLabel: listLabel(chart.y, shown[0]),
          ...(binary ? { means: true } : {}),
        },
        { title, theme, width: chartWidth },
      ),
  };
}
