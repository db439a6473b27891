import { heatmap } from "@modern-hopfield/figures";
import { placeOf } from "../../../experiment/amount.ts";
import { settingOf } from "../../../experiment/series.ts";
import type { HeatmapChart } from "../../../experiment/specification.ts";
import { matches } from "../../../experiment/summary.ts";
import { conditionText } from "../conditionText.ts";
import { conditionKey, type Entry } from "../entries.ts";
import { meanOf, measureOf, measureTitle } from "../measures.ts";
import { axisLabel } from "./axisLabel.ts";
import { type ChartSource, chartWidth, type Drawing, sentences } from "./drawing.ts";
import { regimeNames, regimeOf } from "./regimes.ts";

/** A map for each of at most so many values of what else varies. */
const mostMaps = 6;

/** A value of an axis: a number where it is one, else its text. */
function cellPlace(entry: Entry, name: string): number | string {
  const value = settingOf(entry.summary, name);
  return placeOf(name, value) ?? String(value);
}

/** Numbers by size, texts as they come. */
function sorted(entries: readonly Entry[], name: string): (number | string)[] {
  const values = [...new Set(entries.map((entry) => cellPlace(entry, name)))];
  return values.every((value) => typeof value === "number") ? values.sort((a, b) => a - b) : values;
}

/** Draws a measure by two settings, a map for each combination of what else varies. */
export function drawHeatmaps(chart: HeatmapChart, { entries, runs }: ChartSource): Drawing[] {
  const picked = entries.filter(
    (entry) =>
      matches(chart.where, entry.summary.condition, entry.summary.settings) &&
      meanOf(entry, chart.value) !== null,
  );
  if (picked.length === 0) return [];
  const groups = new Map<string, Entry[]>();
  for (const entry of picked) {
    const { [chart.x]: _x, [chart.y]: _y, ...others } = entry.summary.condition;
    const key = `${entry.runName} ${conditionKey(others)}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const rest = ({ summary }: Entry): Entry["summary"]["condition"] => {
    const { [chart.x]: _x, [chart.y]: _y, ...others } = summary.condition;
    return others;
  };
  const all = [...groups.values()];
  const others = all.map(([entry]) => rest(entry));
  const info = measureOf(runs[0], chart.value);
  const values = picked.flatMap((entry) => meanOf(entry, chart.value) ?? []);
  // One scale of colours for all maps, so that they can be compared.
  const domain =
    info.share === true ? ([0, 1] as const) : ([Math.min(...values), Math.max(...values)] as const);
  return all.slice(0, mostMaps).map((group, g): Drawing => {
    const name = [group[0].runName, all.length > 1 ? conditionText(others[g], others) : ""]
      .filter((part) => part !== "")
      .join(": ");
    const title = name === "" ? chart.title : `${chart.title}: ${name}`;
    const [xs, ys] = [sorted(group, chart.x), sorted(group, chart.y)];
    const at = (entry: Entry): number =>
      ys.indexOf(cellPlace(entry, chart.y)) * xs.length + xs.indexOf(cellPlace(entry, chart.x));
    const cells = [...group]
      .sort((a, b) => at(a) - at(b))
      .map((entry) => {
        const kind = chart.regimes === true ? regimeOf([entry.summary]) : null;
        return {
          x: cellPlace(entry, chart.x),
          y: cellPlace(entry, chart.y),
          value: meanOf(entry, chart.value) ?? Number.NaN,
          ...(kind === null ? {} : { kind: regimeNames[kind] }),
        };
      });
    return {
      title,
      wide: false,
      caption: sentences(
        chart.about,
        chart.regimes === true && "Borders: which kind of fixed point most queries of a cell end at",
        all.length > mostMaps && g === 0 && `Drawn are ${mostMaps} of ${all.length} maps; the table has all`,
      ),
      svg: (theme) =>
        heatmap(
          {
            cells,
            xLabel: axisLabel(chart.x, group),
            yLabel: axisLabel(chart.y, group),
            valueLabel: info.share === true ? info.label : measureTitle(info),
            domain,
            ...(info.share === true ? { valuePercent: true } : {}),
          },
          { title, theme, width: chartWidth },
        ),
    };
  });
}
