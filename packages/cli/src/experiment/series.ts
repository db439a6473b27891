import type { Scalar } from "modern-hopfield/experiment";
import { placeOf } from "./amount.ts";
import type { LinesChart, Settings } from "./specification.ts";
import { type ConditionSummary, matches, type Series } from "./summary.ts";

/** A value of a condition: of its variant and grid, else of all its settings. */
export function settingOf(
  { condition, settings }: Pick<ConditionSummary, "condition" | "settings">,
  name: string,
): Scalar {
  return condition[name] ?? settings[name] ?? null;
}

/** Where a condition stands on an axis: a setting as a number, else the mean of a measure; null where it has no place. */
export function placeOn(summary: ConditionSummary, name: string): number | null {
  const value = settingOf(summary, name);
  return value === null ? (summary.measures[name]?.mean ?? null) : placeOf(name, value);
}

/** The values of `by` as a name. */
function nameOf(summary: ConditionSummary, by: readonly string[]): string {
  return by
    .map((name) => {
      const value = settingOf(summary, name);
      if (typeof value === "number") return `${name} ${Number(value.toPrecision(6))}`;
      return name === "variant" || typeof value === "string" ? String(value) : `${name} ${value}`;
    })
    .join(", ");
}

/** A line of a chart with what it is made of. */
export interface ChartLine extends Series {
  /** The value of `panels`, where the chart has panels. */
  readonly panel: Scalar;
  /** The conditions of its places, in their order. */
  readonly conditions: readonly ConditionSummary[];
}

/**
 * The lines of a chart: one per panel, per combination of `by`, and per measure. A line is named by what tells it from the
 * others of its chart: the values of `by`, and the measure's name where there are several.
 */
export function chartLines(chart: LinesChart, conditions: readonly ConditionSummary[]): ChartLine[] {
  const by = chart.by ?? [];
  const lines = new Map<
    string,
    { line: Omit<ChartLine, "x" | "y" | "spread" | "conditions">; at: [number, ConditionSummary, string][] }
  >();
  for (const summary of conditions) {
    if (!matches(chart.where, summary.condition, summary.settings)) continue;
    const x = placeOn(summary, chart.x);
    if (x === null) continue;
    for (const { measure, name = measure } of chart.y) {
      if (summary.measures[measure] === null || summary.measures[measure] === undefined) continue;
      const own = nameOf(summary, by);
      const named = own === "" ? name : chart.y.length > 1 ? `${own}: ${name}` : own;
      const panel = chart.panels === undefined ? null : settingOf(summary, chart.panels);
      const key = JSON.stringify([panel, named]);
      const found = lines.get(key) ?? {
        line: {
          chart: chart.title,
          name: panel === null ? named : `${named} (${panelName(chart, panel)})`,
          panel,
        },
        at: [],
      };
      found.at.push([x, summary, measure]);
      lines.set(key, found);
    }
  }
  const drawn = [...lines.values()].map(({ line, at }) => {
    at.sort(([a], [b]) => a - b);
    return {
      ...line,
      x: at.map(([x]) => x),
      y: at.map(([, summary, measure]) => summary.measures[measure]?.mean ?? Number.NaN),
      spread: at.map(([, summary, measure]) => summary.measures[measure]?.spread ?? 0),
      conditions: at.map(([, summary]) => summary),
    };
  });
  return [...drawn, ...baselineLines(chart, drawn)];
}

/** The baselines of a chart: per panel and measure, the mean over what its lines have at each place. */
function baselineLines(chart: LinesChart, drawn: readonly ChartLine[]): ChartLine[] {
  const panels = [...new Set(drawn.map(({ panel }) => panel))];
  return panels.flatMap((panel) =>
    (chart.baselines ?? []).flatMap(({ measure, name }): ChartLine[] => {
      const at = new Map<number, Set<ConditionSummary>>();
      for (const line of drawn.filter((one) => one.panel === panel)) {
        line.x.forEach((x, k) => {
          if (line.conditions[k].measures[measure] == null) return;
          at.set(x, (at.get(x) ?? new Set()).add(line.conditions[k]));
        });
      }
      if (at.size === 0) return [];
      const places = [...at.entries()].sort(([a], [b]) => a - b);
      const mean = ([, found]: (typeof places)[number], of: "mean" | "spread"): number =>
        [...found].reduce((sum, { measures }) => sum + (measures[measure]?.[of] ?? 0), 0) / found.size;
      return [
        {
          chart: chart.title,
          name: panel === null ? name : `${name} (${panelName(chart, panel)})`,
          panel,
          x: places.map(([x]) => x),
          y: places.map((place) => mean(place, "mean")),
          spread: places.map((place) => mean(place, "spread")),
          conditions: places.map(([, found]) => [...found][0]),
        },
      ];
    }),
  );
}

/** A panel's value in words. */
export function panelName(chart: LinesChart, panel: Scalar): string {
  return chart.panels === "variant" || typeof panel === "string" ? String(panel) : `${chart.panels} ${panel}`;
}

/** A condition in words: "manhattan, beta 5". */
export function conditionName(condition: Settings): string {
  return Object.entries(condition)
    .map(([name, value]) =>
      name === "variant" || typeof value === "string" ? String(value) : `${name} ${value}`,
    )
    .join(", ");
}
