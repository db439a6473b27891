import type { Run } from "../../experiment/run.ts";
import { type Html, html } from "../html.ts";
import { counted, duration, number } from "../numbers.ts";
import { runNames } from "./entries.ts";

/** "seed 7", "seeds 7 to 11, the same for every condition". */
function seeds({ specification }: Run): string {
  const { seed = 7, repeats = 1 } = specification;
  return repeats === 1 ? `${seed}` : `${seed} to ${seed + repeats - 1}, the same for every condition`;
}

/** How much of a run is there, and what it took. */
function state(run: Run): Html {
  const done = run.points.length;
  const seconds = run.points.reduce((sum, point) => sum + point.seconds, 0);
  const { repeats = 1 } = run.specification;
  const conditions = Math.round(run.wanted / repeats);
  const size = `${counted(conditions, "condition")} × ${counted(repeats, "repeat")}`;
  return done < run.wanted
    ? html`<strong class="bad">not finished: ${number(done)} of ${counted(run.wanted, "point")}</strong> (${size}); the command below goes on where it stopped`
    : html`finished: ${counted(run.wanted, "point")} (${size}), ${duration(seconds)} of computing`;
}

function sourceOf(source: string): Html {
  return /^https?:\/\/\S+$/.test(source) ? html`<a href="${source}">${source}</a>` : html`${source}`;
}

/** What a run is, where it is from, how far it is, and how to repeat it. */
export function aboutRun(run: Run, command: string): Html {
  const { specification, environment } = run;
  const pairs: [string, Html | string][] = [
    ...(specification.source === undefined
      ? []
      : [["source", sourceOf(specification.source)] as [string, Html]]),
    ["state", state(run)],
    ["seeds", seeds(run)],
    ["hopfield", `${environment.version}, ${environment.kernels} kernels`],
  ];
  return html`<p class="title">${specification.title}</p>
<p class="lead">${specification.about}</p>
<dl class="pairs facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<pre><code>${command}</code></pre>`;
}

/** Several runs: a block each. */
export function aboutRuns(runs: readonly Run[], commands: readonly string[]): Html {
  const names = runNames(runs);
  return html`${runs.map((run, r) => html`<div class="run"><h3>${names[r]}</h3>${aboutRun(run, commands[r])}</div>`)}`;
}
