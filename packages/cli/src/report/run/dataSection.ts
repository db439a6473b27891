import type { Run } from "../../experiment/run.ts";
import { type Html, html, trusted } from "../html.ts";
import { number } from "../numbers.ts";
import { runNames } from "./entries.ts";

/** Files beyond this stay in the run's folder: with its pictures the page must stay below 3 MB. */
const mostBytes = 350_000;

interface Download {
  readonly file: string;
  readonly type: string;
  readonly text: string;
  readonly what: string;
}

/** A file to save, inside the page; too large a one is only named. */
function link({ file, type, text, what }: Download): Html {
  const bytes = Buffer.from(text);
  const size = `${number(bytes.length / 1000, 3)} kB`;
  if (bytes.length > mostBytes) {
    return html`<li>${what}: ${size}, too large to stand in this page; it is <code>${file}</code> in the run's folder</li>`;
  }
  return html`<li><a download="${file}" href="${trusted(`data:${type};base64,${bytes.toString("base64")}`)}">${file}</a>: ${what} <span class="quiet">(${size}, inside this page)</span></li>`;
}

/** Everything as files, and what the numbers may depend on beside the specification. */
export function dataSection(runs: readonly Run[], csv: string): Html {
  const names = runNames(runs);
  const prefix = (r: number): string => (runs.length > 1 ? `${names[r]}-` : "");
  const downloads: Download[] = [
    {
      file: "results.csv",
      type: "text/csv;charset=utf-8",
      text: csv,
      what: "every point with its settings and measures, in full digits",
    },
    ...runs.flatMap((run, r): Download[] => [
      {
        file: `${prefix(r)}summary.json`,
        type: "application/json",
        text: JSON.stringify(run.summary),
        what: "means, spreads and series of the figures",
      },
      {
        file: `${prefix(r)}sweep.json`,
        type: "application/json",
        text: JSON.stringify(run.specification, null, 2),
        what: "the specification: what was run",
      },
    ]),
  ];
  return html`<ul class="plain">${downloads.map(link)}</ul>
<div class="columns">${runs.map((run, r) => environment(run, runs.length > 1 ? names[r] : null))}</div>`;
}

function environment({ environment: it }: Run, name: string | null): Html {
  const pairs: [string, string][] = [
    ["hopfield", it.version],
    ["engine", it.engine],
    ["kernels", it.kernels],
    ["Node", it.node],
    ["platform", it.platform],
    ["processor", `${it.processor}, ${it.processors} threads`],
    ["date", it.date],
    ...Object.entries(it.data).map(([set, digest]): [string, string] => [`data: ${set}`, digest]),
  ];
  return html`<div>${name !== null && html`<h3>${name}</h3>`}<dl class="pairs">${pairs.map(([key, value]) => html`<div><dt>${key}</dt><dd>${value}</dd></div>`)}</dl></div>`;
}
