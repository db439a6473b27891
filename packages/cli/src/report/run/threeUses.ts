import { vectorHint } from "../enable.ts";
import { type Html, html } from "../html.ts";
import { fixed, none, pixelError } from "../numbers.ts";
import { chartFigure } from "./chartFigure.ts";
import type { Entry } from "./entries.ts";
import { meanOf, occurs } from "./measures.ts";
import { usesCharts } from "./usesCharts.ts";

/** A metric with its measures in the three uses, and how it is written. */
interface Metric {
  readonly name: string;
  readonly uses: readonly [retrieved: string, corrupted: string, other: string];
  readonly text: (value: number | null) => string;
}

const metrics: readonly Metric[] = [
  {
    name: "MSE (pixel units², 0–255)",
    uses: ["mse", "baselineMse", "otherMse"],
    text: (value) => (value === null ? none : pixelError(value)),
  },
  { name: "cosine", uses: ["cosine", "baselineCosine", "otherCosine"], text: (value) => fixed(value, 4) },
  {
    name: "vector similarity",
    uses: ["vector", "baselineVector", "otherVector"],
    text: (value) => fixed(value, 4),
  },
];

const mostRows = 100;

const asksForVectors = ({ summary }: Entry): boolean => (summary.settings.vector ?? "none") !== "none";

/** One metric in its three uses: the answer, the damaged query and the nearest other original, each against the original. */
export function threeUsesSection(entries: readonly Entry[]): Html | null {
  // A use that no condition has would be a column of dashes.
  const shown = metrics.filter(({ uses }) => uses.slice(1).some((use) => occurs(entries, use)));
  if (shown.length === 0) return null;
  const rows = entries.slice(0, mostRows);
  const drawings = usesCharts(entries);
  const left = entries.length - rows.length;
  const heads = ["retrieved – original", "corrupted – original", "original – original"];
  return html`<p>The same metric has three uses: between what came back and the original it says how good the memory is; between the damaged query and the original, how much was damaged; between the original and the nearest other original, how alike the stored pictures are. An answer no nearer than the third could as well be another picture.</p>
<div class="scroll tall" tabindex="0" role="region" aria-label="Three uses of the metrics"><table class="dense sticky"><thead>
<tr><th rowspan="2">condition</th>${shown.map(({ name }) => html`<th class="c" colspan="3">${name}</th>`)}</tr>
<tr>${shown.map(() => heads.map((head) => html`<th class="n">${head}</th>`))}</tr></thead>
<tbody>${rows.map(
    (entry) =>
      html`<tr><td>${entry.name}</td>${shown.map(({ uses, text }) =>
        uses.map((use, u) => html`<td class="n ${u === 0 && "strong"}">${text(meanOf(entry, use))}</td>`),
      )}</tr>`,
  )}</tbody></table></div>
${drawings.length > 0 && html`<div class="charts">${drawings.map(chartFigure)}</div>`}
${left > 0 && html`<p class="note">${left.toLocaleString("en")} more rows are in the CSV.</p>`}
${!occurs(entries, "vector") && !entries.some(asksForVectors) && html`<p class="note">${vectorHint()}</p>`}`;
}
