import type { Run } from "../../experiment/run.ts";
import { type Html, html } from "../html.ts";
import { number } from "../numbers.ts";
import { bestOf } from "./best.ts";
import { commonConditions } from "./commonConditions.ts";
import { conditionText, valueText } from "./conditionText.ts";
import { conditionKey, type Entry, runNames } from "./entries.ts";
import { meanOf, measureOf, statisticText, tableMeasures } from "./measures.ts";

const mostMeasures = 4;
const mostRows = 200;

/** Which settings the runs do not share, as "similarity: dot in a, manhattan in b". */
function differences(runs: readonly Run[], common: readonly Entry[][]): string[] {
  if (common.length === 0) return [];
  const names = runNames(runs);
  const settings = common[0].map(({ summary }) => summary.settings);
  const grids = new Set(Object.keys(common[0][0].summary.condition));
  const all = [...new Set(settings.flatMap((one) => Object.keys(one)))].filter((name) => !grids.has(name));
  return all
    .filter((name) => new Set(settings.map((one) => one[name])).size > 1)
    .map(
      (name) =>
        `${name}: ${settings.map((one, r) => `${valueText(one[name] ?? null)} in ${names[r]}`).join(", ")}`,
    );
}

/** The difference of the second run to the first, with its sign. */
function difference(row: readonly Entry[], measure: string): string {
  const [a, b] = [meanOf(row[0], measure), meanOf(row[1], measure)];
  if (a === null || b === null) return "";
  const share = measureOf(row[0].run, measure).share === true;
  const value = share ? 100 * (b - a) : b - a;
  const text = number(Math.abs(value) < 1e-9 ? 0 : value, 3);
  return `${value > 1e-9 ? "+" : ""}${text}${share ? " points" : ""}`;
}

/** Conditions that all runs have, side by side; null for one run. */
export function compareSection(runs: readonly Run[], entries: readonly Entry[]): Html | null {
  if (runs.length < 2) return null;
  const common = commonConditions(runs, entries);
  if (common.length === 0) {
    return html`<p>No condition is in all of the runs, so there is nothing to put side by side. The figures draw what each of them has.</p>`;
  }
  const names = runNames(runs);
  const measures = tableMeasures(runs, entries)
    .filter((measure) => common.some((row) => row.some((entry) => meanOf(entry, measure) !== null)))
    .slice(0, mostMeasures);
  const conditions = common.map(([{ summary }]) => summary.condition);
  const apart = differences(runs, common);
  const pair = runs.length === 2;
  const left = common.length - mostRows;
  return html`${
    apart.length > 0
      ? html`<p>The runs differ in these settings, beside what the table names:</p><ul class="plain">${apart.map((one) => html`<li>${one}</li>`)}</ul>`
      : html`<p>The runs have the same settings${enginesDiffer(runs) && " and differ in the version of the library"}.</p>`
  }
<div class="scroll tall" tabindex="0" role="region" aria-label="Runs side by side"><table class="dense sticky"><thead>
<tr><th rowspan="2">condition</th>${measures.map((measure) => html`<th class="c" colspan="${runs.length + Number(pair)}">${measureOf(runs[0], measure).label}</th>`)}</tr>
<tr>${measures.map(() => html`${names.map((name) => html`<th class="n">${name}</th>`)}${pair && html`<th class="n">difference</th>`}`)}</tr></thead>
<tbody>${common.slice(0, mostRows).map(
    (row) =>
      html`<tr><td>${conditionText(row[0].summary.condition, conditions) || "the only one"}</td>${measures.map(
        (measure) => {
          const info = measureOf(runs[0], measure);
          const best = bestOf(row, measure, info);
          return html`${row.map((entry) => {
            const text = statisticText(info, entry.summary.measures[measure]);
            return html`<td class="n">${best.has(entry) ? html`<strong>${text}</strong>` : text}</td>`;
          })}${pair && html`<td class="n quiet">${difference(row, measure)}</td>`}`;
        },
      )}</tr>`,
  )}</tbody></table></div>
<p class="note">Bold: the best of each condition. ${pair && `Difference: ${names[1]} minus ${names[0]}. `}${onlyIn(runs, entries, common, names)}${left > 0 && `${left.toLocaleString("en")} more rows are in the CSV.`}</p>`;
}

function enginesDiffer(runs: readonly Run[]): boolean {
  return new Set(runs.map(({ environment }) => environment.engine)).size > 1;
}

/** How many conditions each run has that the others do not. */
function onlyIn(
  runs: readonly Run[],
  entries: readonly Entry[],
  common: readonly Entry[][],
  names: readonly string[],
): string {
  const shared = new Set(common.map(([{ summary }]) => conditionKey(summary.condition)));
  const own = runs.map(
    (run) =>
      entries.filter((entry) => entry.run === run && !shared.has(conditionKey(entry.summary.condition)))
        .length,
  );
  const said = own.flatMap((count, r) => (count > 0 ? [`${count.toLocaleString("en")} of ${names[r]}`] : []));
  return said.length > 0 ? `Conditions that not all runs have are left out: ${said.join(", ")}. ` : "";
}
