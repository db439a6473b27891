import type { Run } from "../../experiment/run.ts";
import { type Html, html } from "../html.ts";
import { bestOf, groupsOf, rivals } from "./best.ts";
import { settingText, valueText, varying } from "./conditionText.ts";
import type { Entry } from "./entries.ts";
import { measureOf, statisticText, tableMeasures } from "./measures.ts";

/** More rows than this belong into the CSV. */
const mostRows = 500;

/** The names of conditions that all share: said once above the table. */
function shared(entries: readonly Entry[]): string {
  const conditions = entries.map(({ summary }) => summary.condition);
  const different = new Set(varying(conditions));
  if (conditions.length < 2) return "";
  return Object.entries(conditions[0])
    .filter(([name]) => !different.has(name))
    .map(([name, value]) => settingText(name, value))
    .join(", ");
}

/** Every condition with the measures of the specification: means, spreads, the best ones marked. */
export function conditionsTable(runs: readonly Run[], entries: readonly Entry[]): Html | null {
  const measures = tableMeasures(runs, entries);
  if (measures.length === 0) return null;
  const conditions = entries.map(({ summary }) => summary.condition);
  const columns = entries.length > 1 ? varying(conditions) : Object.keys(conditions[0]);
  const several = runs.length > 1;
  const rival = rivals(entries);
  const groups = runs.flatMap((run) =>
    groupsOf(
      entries.filter((entry) => entry.run === run),
      rival,
    ),
  );
  let rows = 0;
  const body = groups.map((group) => {
    const best = measures.map((measure) => bestOf(group, measure, measureOf(group[0].run, measure)));
    const shown = group.slice(0, Math.max(0, mostRows - rows));
    rows += shown.length;
    return html`<tbody>${shown.map(
      (entry) =>
        html`<tr>${several && html`<td>${entry.runName}</td>`}${columns.map((name) => {
          const value = entry.summary.condition[name];
          return html`<td class="${typeof value === "number" ? "n" : ""}">${name in entry.summary.condition && valueText(value)}</td>`;
        })}${measures.map((measure, m) => {
          const text = statisticText(measureOf(entry.run, measure), entry.summary.measures[measure]);
          return best[m].has(entry)
            ? html`<td class="n best"><strong>${text}</strong></td>`
            : html`<td class="n">${text}</td>`;
        })}<td class="n quiet">${entry.summary.repeats}</td></tr>`,
    )}</tbody>`;
  });
  const numeric = (name: string): boolean =>
    conditions.every((condition) => typeof condition[name] === "number");
  const left = entries.length - rows;
  const common = shared(entries);
  return html`${common !== "" && html`<p>All conditions: ${common}.</p>`}
<div class="scroll tall" tabindex="0" role="region" aria-label="Conditions"><table class="dense sticky grouped"><thead><tr>${
    several && html`<th>run</th>`
  }${columns.map((name) => html`<th class="${numeric(name) ? "n" : ""}">${name}</th>`)}${measures.map(
    (measure) => html`<th class="n">${measureOf(entries[0].run, measure).label}</th>`,
  )}<th class="n">repeats</th></tr></thead>
${body}</table></div>
<p class="note">Mean ± standard deviation over the repeats. Bold: the best ${
    rival === null ? "of the column" : `${rival} of its group, whose conditions differ in nothing else`
  }; where all are equal none is marked.${left > 0 && ` ${left.toLocaleString("en")} more rows are in the CSV.`}</p>`;
}
