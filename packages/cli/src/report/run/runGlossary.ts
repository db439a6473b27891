import type { Run } from "../../experiment/run.ts";
import { glossary } from "../glossary.ts";
import { type Html, html } from "../html.ts";
import type { Entry } from "./entries.ts";
import { measureOf, occurs } from "./measures.ts";

/** The measures that occur, and the words of the report. */
export function runGlossary(runs: readonly Run[], entries: readonly Entry[]): Html {
  const names = [...new Set(entries.flatMap(({ summary }) => Object.keys(summary.measures)))].filter((name) =>
    occurs(entries, name),
  );
  const known = names
    .map((name) => ({ name, info: measureOf(runs[0], name) }))
    .filter(({ info }) => info.about !== "");
  return html`<details><summary>The ${known.length} measures of these points</summary>
<dl class="glossary">${known.map(
    ({ name, info }) =>
      html`<div><dt>${info.label} <code class="quiet">${name}</code></dt><dd>${info.about}${info.better !== null && ` ${info.better === "higher" ? "Higher" : "Lower"} is better.`}</dd></div>`,
  )}</dl></details>
${entries.some(({ first }) => first?.perQuery !== undefined) && glossary()}`;
}
