import { type Html, html } from "../html.ts";
import { counted, number, percent } from "../numbers.ts";
import type { Entry } from "./entries.ts";
import { meanOf, measureOf, occurs, statisticText } from "./measures.ts";

const columns = [
  "single",
  "metastable",
  "global",
  "converged",
  "steps",
  "effectivePatterns",
  "metastableSize",
  "energyRises",
  "beta",
] as const;

const mostRows = 200;

/** Whether the energy ever rose, in a sentence. */
function energy(entries: readonly Entry[]): string {
  const known = entries.flatMap((entry) => {
    const rises = meanOf(entry, "energyRises");
    return rises === null ? [] : [{ entry, rises }];
  });
  const without = entries.length - known.length;
  const none =
    without > 0
      ? ` ${counted(without, "condition")} ${without === 1 ? "has" : "have"} an update without an energy.`
      : "";
  const rose = known.filter(({ rises }) => rises > 0).sort((a, b) => b.rises - a.rises);
  if (known.length === 0) return "No condition has an update with an energy.";
  if (rose.length === 0)
    return `The energy never rose, in ${counted(known.length, "condition")} with an energy.${none}`;
  return `Updates raised the energy in ${rose.length} of ${counted(known.length, "condition")}, most in ${rose[0].entry.name} (${number(rose[0].rises)} rises over all queries of a repeat).${none}`;
}

/** Which kind of fixed point is the most frequent where. */
function regimes(entries: readonly Entry[]): string {
  const kinds = ["single", "metastable", "global"] as const;
  const most = entries.map((entry) => {
    const shares = kinds.map((kind) => meanOf(entry, kind) ?? 0);
    return kinds[shares.indexOf(Math.max(...shares))];
  });
  const said = kinds.flatMap((kind) => {
    const count = most.filter((one) => one === kind).length;
    return count === 0
      ? []
      : [
          `${kind === "single" ? "a single pattern" : kind === "metastable" ? "a blend of some patterns" : "a blend of more than half of all"} in ${counted(count, "condition")}`,
        ];
  });
  return `Most queries end at ${said.join(", ")}.`;
}

/** How retrievals ended: kinds of fixed points, convergence, and whether the energy rose; null for other protocols. */
export function endingsSection(entries: readonly Entry[]): Html | null {
  if (!occurs(entries, "single")) return null;
  const shown = columns.filter((column) => occurs(entries, column));
  const run = entries[0].run;
  const stopped = entries.filter((entry) => (meanOf(entry, "converged") ?? 1) < 1);
  const least = stopped.reduce<Entry | null>(
    (a, b) => (a === null || (meanOf(b, "converged") ?? 1) < (meanOf(a, "converged") ?? 1) ? b : a),
    null,
  );
  const left = entries.length - mostRows;
  return html`<p>${regimes(entries)} ${energy(entries)} ${
    least === null
      ? "Every query came to rest before the step limit."
      : `In ${counted(stopped.length, "condition")} some queries were still moving at the step limit, most in ${least.name}, where ${percent(meanOf(least, "converged"))} came to rest.`
  }</p>
<div class="scroll tall" tabindex="0" role="region" aria-label="How retrievals ended"><table class="dense sticky"><thead><tr><th>condition</th>${shown.map((column) => html`<th class="n">${measureOf(run, column).label}</th>`)}</tr></thead>
<tbody>${entries
    .slice(0, mostRows)
    .map(
      (entry) =>
        html`<tr><td>${entry.name}</td>${shown.map((column) => html`<td class="n ${column === "energyRises" && (meanOf(entry, column) ?? 0) > 0 && "bad"}">${statisticText(measureOf(entry.run, column), entry.summary.measures[column])}</td>`)}</tr>`,
    )}</tbody></table></div>
${left > 0 && html`<p class="note">${left.toLocaleString("en")} more rows are in the CSV.</p>`}`;
}
