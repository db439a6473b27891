import { differenceAmplification } from "@modern-hopfield/figures";
import type { QueryResult } from "modern-hopfield/trial";
import { type Html, html } from "../html.ts";
import { counted, fixed, number, percent, pixelError } from "../numbers.ts";
import { cameBack, outcomeName } from "../outcome.ts";
import type { Entry } from "./entries.ts";
import { type Sheet, sheetOf, sheetViews } from "./sheets.ts";
import { telling } from "./telling.ts";

/** Conditions whose pictures are shown, and how many queries of each kind. */
const mostConditions = 6;
const perKind = 4;
/** PNG bytes of a page: as base64 they grow by a third, and a page must stay below 3 MB. */
const mostBytes = 1_400_000;

/** Galleries of some conditions, and the rules that hold their pictures. */
export interface RunGalleries {
  readonly css: Html;
  readonly section: Html;
}

/** A query whose pictures the atlas has, and its column there. */
interface Shown {
  readonly query: QueryResult;
  readonly column: number;
}

/** The pictures of at most some conditions, successes beside failures; null where no run has pictures. */
export function runGalleries(entries: readonly Entry[]): RunGalleries | null {
  const pictured = entries.filter(
    ({ first }) => first !== null && first.atlas !== null && first.perQuery !== undefined,
  );
  const chosen = telling(pictured, mostConditions);
  const sheets: Sheet[] = [];
  let bytes = 0;
  for (const entry of chosen) {
    const sheet = sheetOf(entry, sheets.length);
    if (sheet === null || bytes + sheet.bytes > mostBytes) continue;
    bytes += sheet.bytes;
    sheets.push(sheet);
  }
  if (sheets.length === 0) return null;
  const shown = new Set(sheets.map(({ entry }) => entry));
  const others = pictured.filter((entry) => !shown.has(entry));
  return {
    css: html`${sheets.map(({ css }) => css)}`,
    section: html`<p class="note">From the first repeat. Difference: ${differenceAmplification} × |retrieved − original|; black is equal. Weight: the share of the best pattern in the answer. Successes stand beside failures, never only the good ones.</p>
${sheets.map((sheet, id) => gallery(sheet, id))}
${others.length > 0 && html`<p class="note">${named(others)}</p>`}`,
  };
}

const mostNamed = 30;

/** The conditions whose pictures are not on the page. */
function named(others: readonly Entry[]): string {
  const names = others.slice(0, mostNamed).map(({ name }) => name);
  const left = others.length - names.length;
  return `Shown are those that differ most at the same task, the best, the worst and some between. Pictures of ${counted(others.length, "more condition")} are in the run's folder: ${names.join("; ")}${left > 0 ? `; and ${left.toLocaleString("en")} more` : ""}.`;
}

function gallery(sheet: Sheet, id: number): Html {
  const { entry, atlas } = sheet;
  const perQuery = entry.first?.perQuery ?? [];
  const all = atlas.queries.flatMap((q, column): Shown[] =>
    perQuery[q] === undefined ? [] : [{ query: perQuery[q], column }],
  );
  const right = all.filter(({ query }) => cameBack(query));
  const wrong = all.filter(({ query }) => !cameBack(query));
  const back = perQuery.filter(cameBack).length;
  // Few of one kind leave room for more failures; successes alone all look the same.
  const shown = [
    ...right.slice(0, perKind),
    ...wrong.slice(0, 2 * perKind - Math.min(perKind, right.length)),
  ];
  return html`<div class="sheet${id} condition"><h3>${entry.name} <small>${back} of ${counted(perQuery.length, "query", "queries")} came back (${percent(back / perQuery.length)})</small></h3>
<div class="gallery">${shown.map((one) => card(one, sheet))}</div></div>`;
}

function card({ query, column }: Shown, sheet: Sheet): Html {
  const good = cameBack(query);
  return html`<figure>
<div class="views">${sheetViews.map(
    (view) =>
      html`<span class="view">${sheet.picture(column, view, query.label)}<small>${view}</small></span>`,
  )}</div>
<figcaption><p><span class="chip ${good ? "good" : "bad"}">${outcomeName(query)}</span> ${query.label} <span class="quiet">no. ${query.source}</span></p>
${query.reason !== null && html`<p class="detail">${query.detail}</p>`}
<p class="quiet">MSE ${pixelError(query.retrieved.mse)} (was ${number(query.baseline.mse)}), weight ${fixed(query.topWeight, 3)}</p></figcaption></figure>`;
}
