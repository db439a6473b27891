import { lines } from "@modern-hopfield/figures";
import { type Html, html } from "../html.ts";
import { counted, percent } from "../numbers.ts";
import { groupsOf, rivals } from "./best.ts";
import { chartFigure } from "./chartFigure.ts";
import { chartWidth, type Drawing, sentences } from "./charts/drawing.ts";
import { traceOf } from "./charts/stepsChart.ts";
import type { Entry } from "./entries.ts";
import { meanOf } from "./measures.ts";
import { namesAmong } from "./namesAmong.ts";

const mostLines = 6;

/** The share of right queries in each update: mean over the repeats, a shorter one keeps its last. */
function rightAtStep({ points }: Entry): { mean: number; low: number; high: number }[] {
  const lists = points.flatMap(({ lists }) => {
    const list = (lists.rightAtStep ?? []).filter((value) => value !== null);
    return list.length > 0 ? [list] : [];
  });
  const steps = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: steps }, (_, step) => {
    const values = lists.map((list) => list[Math.min(step, list.length - 1)]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { mean, low: Math.min(...values), high: Math.max(...values) };
  });
}

/** The shares of some conditions, update by update. */
function curves(entries: readonly Entry[], repeated: boolean): Drawing {
  const title = "Right in each update";
  const names = namesAmong(entries);
  return {
    title,
    wide: false,
    caption: sentences(
      "The share of queries whose original has the largest weight in that update; a query that has come to rest keeps its last leader",
      repeated && "Bands: from the least to the greatest of the repeats",
    ),
    svg: (theme) =>
      lines(
        {
          series: entries.map((entry, e) => ({
            name: entries.length > 1 ? names[e] : entry.name,
            points: rightAtStep(entry).map(({ mean, low, high }, step) => ({
              x: step + 1,
              y: mean,
              ...(entry.points.length > 1 ? { low, high } : {}),
            })),
          })),
          xLabel: "update",
          yLabel: "right pattern",
          yPercent: true,
          yDomain: [0, 1],
        },
        { title, theme, width: chartWidth },
      ),
  };
}

/**
 * What further updates do to right answers; null where no condition makes more than one.
 * @param traced  whether the figures above show single queries already
 */
export function stepsSection(entries: readonly Entry[], traced: boolean): Html | null {
  const several = entries.filter((entry) => rightAtStep(entry).length > 1);
  if (several.length === 0) return null;
  const lost = (entry: Entry): number => meanOf(entry, "lostByIterating") ?? 0;
  const sorted = [...several].sort((a, b) => lost(b) - lost(a));
  const losing = sorted.filter((entry) => lost(entry) > 0);
  const [worst] = sorted;
  // The first repeat, of which alone single queries are known, may have lost none.
  const seen = losing.find(({ first }) =>
    first?.perQuery?.some(({ leaders, stored }) => leaders[0] === stored && leaders.at(-1) !== stored),
  );
  const shares = rightAtStep(worst);
  // Those that face the same task as the worst one, then the others that lose most.
  const rival = rivals(several);
  const same = groupsOf(several, rival).find((group) => rival !== null && group.includes(worst)) ?? [];
  const kept = new Set([...same, ...sorted].slice(0, mostLines));
  const drawings = [
    curves(
      several.filter((entry) => kept.has(entry)),
      several.some(({ points }) => points.length > 1),
    ),
    seen === undefined || traced ? null : traceOf(seen, `Query by query: ${seen.name}`),
  ].filter((one) => one !== null);
  return html`<p>${
    losing.length === 0
      ? `In none of the ${counted(several.length, "condition")} with several updates did an update take a right answer away.`
      : `In ${losing.length} of ${counted(several.length, "condition")} with several updates, some queries had their original in the lead of the first update and another pattern in the last: most in ${worst.name}, ${percent(lost(worst))} of the queries. There ${percent(shares[0].mean)} were right in the first update and ${percent(shares[shares.length - 1].mean)} in the last. An update moves the state towards what leads, not towards the original: once others lead, further updates confirm them.`
  }${several.length > mostLines && ` Drawn are those that face the same task, and others that lose most.`}</p>
<div class="charts">${drawings.map(chartFigure)}</div>`;
}
