import type { Run } from "../../experiment/run.ts";
import type { ExpectedOutcome } from "../../experiment/summary.ts";
import { type Html, html } from "../html.ts";
import { counted, number } from "../numbers.ts";
import { conditionText } from "./conditionText.ts";
import { measureOf, statisticText, unbroken } from "./measures.ts";

/** A result of a run beside what its source says. */
export interface Judged {
  readonly run: Run;
  readonly outcome: ExpectedOutcome;
}

/** All results that sources published about some runs. */
export function judged(runs: readonly Run[]): Judged[] {
  return runs.flatMap((run) => run.summary.expected.map((outcome) => ({ run, outcome })));
}

/** Conditions that a single row can hold. */
const mostConditions = 12;

/** What came out, a line per condition: "manhattan: 98 % ± 1 %". */
function cameOut({ run, outcome }: Judged): Html {
  const info = measureOf(run, outcome.measure);
  const all = run.summary.conditions.map(({ condition }) => condition);
  const found = run.summary.conditions;
  const meant = outcome.got.map(({ condition }) => condition);
  const texts = outcome.got.map((got) => {
    const key = JSON.stringify(got.condition);
    const own = found.find(({ condition }) => JSON.stringify(condition) === key);
    return statisticText(info, own?.measures[outcome.measure]);
  });
  if (texts.length > 1 && new Set(texts).size === 1) {
    return html`${texts[0]} <span class="quiet">in all ${texts.length} conditions</span>`;
  }
  const left = texts.length - mostConditions;
  return html`${texts.slice(0, mostConditions).map((text, i) => {
    const name = all.length > 1 ? conditionText(meant[i], meant.length > 1 ? meant : all) : "";
    return html`<div>${name !== "" && html`<span class="quiet">${name}:</span> `}${text}</div>`;
  })}${left > 0 && html`<div class="quiet">and ${counted(left, "more condition")}</div>`}`;
}

/** Bounds of shares are written as shares; in per cent they can be compared with what came out. */
function wantedText({ run, outcome }: Judged): string {
  if (measureOf(run, outcome.measure).share !== true) return outcome.wanted;
  return outcome.wanted.replace(/-?\d+(\.\d+)?(e-?\d+)?/gi, (text) =>
    unbroken(`${number(100 * Number(text))} %`),
  );
}

const verdicts = { true: "holds", false: "does not", null: "not run" } as const;

/** The sentence above the table. */
function sentence(all: readonly Judged[]): string {
  const run = all.filter(({ outcome }) => outcome.holds !== null);
  const held = run.filter(({ outcome }) => outcome.holds === true).length;
  const left = all.length - run.length;
  const missing = left > 0 ? ` ${counted(left, "result")} of the source had no condition in this run.` : "";
  if (run.length === 0) return `None of the ${counted(all.length, "published result")} has been run.`;
  if (held === run.length) {
    return `${run.length === 1 ? "The one published result" : `${run.length === 2 ? "Both" : `All ${run.length}`} published results`} came out again.${missing}`;
  }
  if (run.length === 1) return `The one published result did not come out again.${missing}`;
  return `${held === 0 ? "None" : held} of ${counted(run.length, "published result")} came out again; the rows marked “does not” say by how much the others differ.${missing}`;
}

/** What a source published beside what came out; null where the specification names nothing. */
export function expectedSection(runs: readonly Run[]): Html | null {
  const all = judged(runs);
  if (all.length === 0) return null;
  return html`<p>${sentence(all)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Published and measured"><table class="expected"><thead><tr><th>result</th><th>published</th><th>wanted here</th><th>came out</th><th></th></tr></thead><tbody>${all.map(
    (one) => {
      const { name, published, measure, holds } = one.outcome;
      const tone = holds === null ? "quiet" : holds ? "good" : "bad";
      return html`<tr><th scope="row">${name}<small>${measureOf(one.run, measure).label}${runs.length > 1 && `, ${one.run.specification.name}`}</small></th><td>${published}</td><td>${wantedText(one)}</td><td>${cameOut(one)}</td><td><span class="chip ${tone}">${verdicts[`${holds}`]}</span></td></tr>`;
    },
  )}</tbody></table></div>`;
}
