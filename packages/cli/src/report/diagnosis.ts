import type { RetrieveDocument } from "./document.ts";
import { type Html, html } from "./html.ts";
import { counted } from "./numbers.ts";

const mostNamed = 12;

function named(indices: readonly number[]): string {
  const more = indices.length - mostNamed;
  return `${indices.slice(0, mostNamed).join(", ")}${more > 0 ? ` and ${more.toLocaleString("en")} more` : ""}`;
}

/** A message of the library as a sentence of its own. */
function sentence(text: string): string {
  const capital = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** What the memory itself gives away about its failures, and what to change. */
export function diagnosisSection(diagnosis: NonNullable<RetrieveDocument["diagnosis"]>): Html {
  const { hubs, unreachable, advice, separation } = diagnosis;
  return html`<ul class="plain">
<li>${
    hubs.length === 0
      ? "No hub: no pattern attracts the undamaged queries of others."
      : `${counted(hubs.length, "hub")}: ${hubs
          .slice(0, mostNamed)
          .map(({ index, wins }) => `pattern ${index} wins ${counted(wins, "query", "queries")}`)
          .join(", ")}.`
  }</li>
<li>${
    unreachable.length === 0
      ? "Every pattern is recalled by its own undamaged query."
      : `${unreachable.length.toLocaleString("en")} of ${counted(separation.length, "pattern")} cannot be recalled at all, not even by themselves: ${named(unreachable)}.`
  }</li></ul>
${advice.map(
  ({ code, message, fix }) =>
    html`<div class="advice"><p><strong>${sentence(message)}</strong></p><p>${sentence(fix)}</p><small class="quiet">${code}</small></div>`,
)}`;
}
