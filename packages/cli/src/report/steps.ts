import { lines, stepsTrace } from "@modern-hopfield/figures";
import type { RetrieveDocument } from "./document.ts";
import { figure } from "./figure.ts";
import { type Html, html } from "./html.ts";
import { counted, percent } from "./numbers.ts";

/** What further updates did to right answers; null where no query made more than one. */
export function stepsSection({ results, perQuery }: RetrieveDocument): Html | null {
  const { rightAtStep, lostByIterating } = results;
  if (rightAtStep.length < 2) return null;
  const lost = Math.round(lostByIterating * perQuery.length);
  const [first, last] = [rightAtStep[0], rightAtStep[rightAtStep.length - 1]];
  const changed = perQuery.some(({ leaders }) => new Set(leaders).size > 1);
  return html`<p>${
    lost === 0
      ? "No update took a right answer away."
      : `${counted(lost, "query", "queries")} had the original in the lead of the first update and another pattern in the last: more updates can destroy a right answer.`
  } ${percent(first)} were right in the first update, ${percent(last)} in the last.</p>
${
  changed &&
  html`<div class="charts">
${figure(
  "Right in each update",
  lines({
    series: [{ name: "right pattern", points: rightAtStep.map((y, step) => ({ x: step + 1, y })) }],
    xLabel: "update",
    yLabel: "share of queries",
    yPercent: true,
    yDomain: [0, 1],
  }),
  "Share of queries whose original has the largest weight in that update; a query that has come to rest keeps its last leader.",
)}
${figure(
  "Query by query",
  stepsTrace({
    queries: perQuery.map(({ stored, leaders, source, label }) => ({
      target: stored,
      leaders,
      name: `no. ${source}${label === "" ? "" : ` (${label})`}`,
    })),
  }),
  "A row per query, a column per update: whether its original had the largest weight.",
)}
</div>`
}`;
}
