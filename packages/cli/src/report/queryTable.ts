import type { QueryResult } from "modern-hopfield/trial";
import type { RetrieveDocument } from "./document.ts";
import { type Html, html, trusted } from "./html.ts";
import { counted, fixed, number } from "./numbers.ts";
import { cameBack, reasonName } from "./outcome.ts";

/** Rows and bytes beyond which a report would no longer be a file to pass on. */
const mostRows = 1000;
const mostJsonBytes = 600_000;

/** The patterns that led update by update, each run of equal ones once: "3 → 7". */
function pathOf(leaders: readonly number[]): string {
  return leaders.filter((leader, i) => leader !== leaders[i - 1]).join(" → ");
}

/** All queries as a table, folded away; of very many the failed ones come first and the rest is left out. */
export function queryTable({ perQuery, config }: RetrieveDocument): Html {
  const many = perQuery.length > mostRows;
  const sorted = many ? [...perQuery].sort((a, b) => Number(cameBack(a)) - Number(cameBack(b))) : perQuery;
  const rows = sorted.slice(0, mostRows);
  const repeated = config.repeats > 1;
  const led = perQuery.some(({ leaders }) => leaders.length > 1);
  const others = perQuery.some(({ other }) => other !== null);
  const vectors = perQuery.some(({ vector }) => vector !== null);
  const row = (query: QueryResult): Html =>
    html`<tr class="${cameBack(query) ? "" : "failed"}">${repeated && html`<td class="n">${query.repeat}</td>`}<td class="n">${query.source}</td><td>${query.label}</td><td>${cameBack(query) ? "yes" : "no"}</td><td>${query.exact ? "yes" : "no"}</td><td class="n">${query.stored}</td><td class="n">${query.top}</td><td class="n">${fixed(query.topWeight, 3)}</td>${led && html`<td>${pathOf(query.leaders)}</td>`}<td class="n">${query.rank}</td><td class="n">${number(query.margin)}</td><td class="n">${number(query.retrieved.mse)}</td><td class="n">${number(query.baseline.mse)}</td>${others && html`<td class="n">${number(query.other?.mse)}</td>`}<td class="n">${fixed(query.retrieved.ssim, 3)}</td>${vectors && html`<td class="n">${fixed(query.vector?.retrieved, 3)}</td>`}<td class="n">${query.steps}</td><td>${query.outcome}</td><td class="n">${fixed(query.effectivePatterns, 2)}</td><td>${query.fixedPoint}</td><td>${query.reason !== null && reasonName(query.reason)}</td><td class="wide">${query.detail}</td></tr>`;
  return html`<details><summary>All ${counted(perQuery.length, "query", "queries")} as a table</summary>
${many && html`<p class="note">The first ${mostRows.toLocaleString("en")} rows, failed queries first; the JSON has all.</p>`}
<div class="scroll tall" tabindex="0" role="region" aria-label="All queries"><table class="dense"><thead><tr>${repeated && html`<th class="n">repeat</th>`}<th class="n">no.</th><th>class</th><th>came back</th><th>exact</th><th class="n">stored as</th><th class="n">top</th><th class="n">weight</th>${led && html`<th>led by</th>`}<th class="n">rank</th><th class="n">margin</th><th class="n">MSE</th><th class="n">MSE before</th>${others && html`<th class="n">MSE of other</th>`}<th class="n">SSIM</th>${vectors && html`<th class="n">vector</th>`}<th class="n">steps</th><th>outcome</th><th class="n">effective</th><th>fixed point</th><th>reason</th><th>detail</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table></div></details>`;
}

/** The document as a file to save, inside the page; too large a one is only named. */
export function download(document: RetrieveDocument): Html {
  const bytes = Buffer.from(JSON.stringify(document));
  if (bytes.length > mostJsonBytes) {
    return html`<p class="note">All numbers as JSON are ${fixed(bytes.length / 1e6, 1)} MB and left out here; the command above with <code>--json</code> prints them.</p>`;
  }
  return html`<p><a download="retrieve.json" href="${trusted(`data:application/json;base64,${bytes.toString("base64")}`)}">Save all numbers as JSON</a> <span class="quiet">(${number(bytes.length / 1000, 3)} kB, inside this page)</span></p>`;
}
