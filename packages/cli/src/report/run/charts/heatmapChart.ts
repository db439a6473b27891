import { heatmap } from "@modern-hopfield/figures";
import { placeOf } from "../../../experiment/amount.ts";
import { settingOf } from "../../../experiment/series.ts";
import type { HeatmapChart } from "../../../experiment/specification.ts";
import { matches } from "../../../experiment/summary.ts";
import { conditionText, valueText } from "../conditionText.ts";
import { conditionKey, type Entry } from "../entries.ts";
import { meanOf, measureOf, measureTitle } from "../measures.ts";
import { axisLabel } from "./axisLabel.ts";
import { type ChartSource, chartWidth, type Drawing, sentences } from "./drawing.ts";
import { regimeNames, regimeOf } from "./regimes.ts";

/** A map for each of at most so many values of what else varies. */
const mostMaps = 6;

/** An axis of a map: where each condition stands, and all places in their order. */
interface Axis {
  readonly at: (entry: Entry) => number | string;
  readonly places: readonly (number | string)[];
  /** What all places begin with and the label says once. */
  readonly start: string;
}

/** Values by their numbers, in order of size, where each has a number of its own; else as texts, in the order given. */
function axisOf(entries: readonly Entry[], name: string): Axis {
  const values = [...new Set(entries.map(({ summary }) => settingOf(summary, name)))];
  const numbers = values.map((value) => placeOf(name, value));
  const known = numbers.filter((value) => value !== null);
  if (new Set(known).size === values.length) {
    return {
      at: ({ summary }) => placeOf(name, settingOf(summary, name)) ?? Number.NaN,
      places: known.sort((a, b) => a - b),
      start: "",
    };
  }
  const texts = values.map(valueText);
  const { length } = commonStart(texts);
  return {
    start: texts[0].slice(0, length),
    at: ({ summary }) => valueText(settingOf(summary, name)).slice(length),
    places: texts.map((text) => text.slice(length)),
  };
}

/** What all of some texts begin with, up to a sign after which a value stands: "noise:25/mean=". */
function commonStart(texts: readonly string[]): string {
  if (texts.length < 2) return "";
  const [first] = texts;
  let length = 0;
  while (texts.every((text) => length < text.length && text[length] === first[length])) length++;
  return /^.*[=:]/.exec(first.slice(0, length))?.[0] ?? "";
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
    const [x, y] = [axisOf(group, chart.x), axisOf(group, chart.y)];
    const order = (entry: Entry): number =>
      y.places.indexOf(y.at(entry)) * x.places.length + x.places.indexOf(x.at(entry));
    const cells = [...group]
      .sort((a, b) => order(a) - order(b))
      .map((entry) => {
        const kind = chart.regimes === true ? regimeOf([entry.summary]) : null;
        return {
          x: x.at(entry),
          y: y.at(entry),
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
            xLabel: mapLabel(chart.x, x, group),
            yLabel: mapLabel(chart.y, y, group),
            valueLabel: info.share === true ? info.label : measureTitle(info),
            domain,
            ...(info.share === true ? { valuePercent: true } : {}),
          },
          { title, theme, width: chartWidth },
        ),
    };
  });
}

/** The label of an axis: with the unit of its numbers; texts bring their own. */
function mapLabel(name: string, { places, start }: Axis, group: readonly Entry[]): string {
  if (places.every((place) => typeof place === "number")) return axisLabel(name, group);
  return start === "" ? name : `${name} ${start} …`;
}
