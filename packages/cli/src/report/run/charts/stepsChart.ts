import { stepsTrace } from "@modern-hopfield/figures";
import type { StepsChart } from "../../../experiment/specification.ts";
import { matches } from "../../../experiment/summary.ts";
import type { Entry } from "../entries.ts";
import { meanOf } from "../measures.ts";
import { type ChartSource, chartWidth, type Drawing, sentences } from "./drawing.ts";

/** Conditions that a chart of steps is drawn for. */
const mostTraces = 4;

/** Whether something can change from one association of a condition's queries to the next. */
function hasSteps({ first }: Entry): boolean {
  return first?.perQuery?.some(({ leaders }) => leaders.length > 1) ?? false;
}

/** Which queries have the right pattern in the lead, update by update, for one condition. */
export function traceOf(entry: Entry, title: string, about?: string): Drawing | null {
  const perQuery = entry.first?.perQuery;
  if (perQuery === undefined || !hasSteps(entry)) return null;
  return {
    title,
    wide: false,
    caption: sentences(
      about,
      "A row per query of the first repeat, a column per update: whether its original had the largest weight in that update. A query that has come to rest keeps its last leader",
    ),
    svg: (theme) =>
      stepsTrace(
        {
          queries: perQuery.map(({ stored, leaders, source, label }) => ({
            target: stored,
            leaders,
            name: `no. ${source}${label === "" ? "" : ` (${label})`}`,
          })),
        },
        { title, theme, width: chartWidth },
      ),
  };
}

/** Draws which pattern leads after each update, for the conditions that lose most by it. */
export function drawSteps(chart: StepsChart, { entries }: ChartSource): Drawing[] {
  const picked = entries.filter(
    (entry) => matches(chart.where, entry.summary.condition, entry.summary.settings) && hasSteps(entry),
  );
  const lost = (entry: Entry): number => meanOf(entry, "lostByIterating") ?? 0;
  const kept = new Set([...picked].sort((a, b) => lost(b) - lost(a)).slice(0, mostTraces));
  const shown = picked.filter((entry) => kept.has(entry));
  return shown
    .map((entry) =>
      traceOf(entry, shown.length > 1 ? `${chart.title}: ${entry.name}` : chart.title, chart.about),
    )
    .filter((one) => one !== null);
}
