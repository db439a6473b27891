import type { RetrieveDocument } from "./document.ts";
import { type Html, html } from "./html.ts";
import { duration, number } from "./numbers.ts";

function text(value: unknown): string {
  if (typeof value === "number") return number(value, 6);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(text).join(", ");
  return JSON.stringify(value) ?? "none";
}

const resolvedFrom = (key: string, resolved: Record<string, unknown>, asked: unknown): string | false =>
  key in resolved && text(resolved[key]) !== text(asked) && `→ ${text(resolved[key])}`;

/** All that changes the result, and the command that repeats it. */
export function configuration(document: RetrieveDocument): Html {
  const { resolved, ...asked } = document.config;
  const others = Object.entries(resolved).filter(([key]) => !(key in asked));
  const { environment } = document;
  const pairs: [string, string][] = [
    ["hopfield", environment.version],
    ["Node", environment.node],
    ["platform", environment.platform],
    ["date", environment.date],
    ["data set", environment.dataset],
    ["time in retrieval", duration(document.results.seconds)],
  ];
  return html`<p>This command repeats the run and gives the same numbers:</p>
<pre><code>${document.command}</code></pre>
<div class="columns"><dl class="pairs">${Object.entries(asked).map(
    ([key, value]) =>
      html`<div><dt>${key}</dt><dd>${text(value)} <span class="quiet">${resolvedFrom(key, resolved, value)}</span></dd></div>`,
  )}</dl>
<dl class="pairs">${others.map(([key, value]) => html`<div><dt>${key}</dt><dd>${text(value)}</dd></div>`)}
${pairs.map(([key, value]) => html`<div><dt>${key}</dt><dd>${value}</dd></div>`)}</dl></div>`;
}
