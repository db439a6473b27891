import { ruleName } from "../classical.ts";
import { classicalHint } from "../enable.ts";
import { type Html, html } from "../html.ts";
import { percent } from "../numbers.ts";
import type { Entry } from "./entries.ts";
import { meanOf, occurs } from "./measures.ts";

const mostRows = 100;

/** How to ask the binary network too; null where it was asked, and where there are no pictures to ask it for. */
export function classicalMissing(entries: readonly Entry[]): Html | null {
  const pictures = entries.some(({ first }) => (first?.atlas ?? null) !== null);
  const asked = entries.some(({ summary }) => (summary.settings.classical ?? "none") !== "none");
  return pictures && !asked && occurs(entries, "accuracy") && !occurs(entries, "classicalRecovered")
    ? html`<p class="note">${classicalHint()}</p>`
    : null;
}

/** The binary network of 1982 beside the modern memory; null where it was not asked. */
export function classicalRunSection(entries: readonly Entry[]): Html | null {
  const asked = entries.filter((entry) => meanOf(entry, "classicalRecovered") !== null);
  if (asked.length === 0) return null;
  const rules = [...new Set(asked.map(({ summary }) => ruleName(String(summary.settings.classical))))];
  const better = asked.filter(
    (entry) => (meanOf(entry, "accuracy") ?? 0) > (meanOf(entry, "classicalAccuracy") ?? 0),
  ).length;
  const left = asked.length - mostRows;
  return html`<p>The same pictures in black and white (brighter or darker than their mean gray), stored by ${rules.join(", ")} and asked for with the same damage. ${
    better === asked.length
      ? "The modern memory found the right pattern more often in every condition."
      : `The modern memory found the right pattern more often in ${better} of ${asked.length} conditions.`
  }</p>
<div class="scroll tall" tabindex="0" role="region" aria-label="The binary network"><table class="dense sticky"><thead>
<tr><th rowspan="2">condition</th><th class="c" colspan="2">modern</th><th class="c" colspan="4">binary</th></tr>
<tr><th class="n">right pattern</th><th class="n">exact</th><th class="n">right pattern</th><th class="n">every bit</th><th class="n">wrong bits</th><th class="n">wrong bits before</th></tr></thead>
<tbody>${asked
    .slice(0, mostRows)
    .map(
      (entry) =>
        html`<tr><td>${entry.name}</td>${["accuracy", "exact", "classicalAccuracy", "classicalRecovered", "classicalWrongBits", "classicalWrongBitsBefore"].map((measure) => html`<td class="n">${percent(meanOf(entry, measure))}</td>`)}</tr>`,
    )}</tbody></table></div>
<p class="note">The task is not quite the same: one bit per pixel is less to bring back than a byte, and less to tell pictures apart by.${left > 0 && ` ${left.toLocaleString("en")} more rows are in the CSV.`}</p>`;
}
