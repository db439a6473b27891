import type { RetrieveDocument } from "./document.ts";
import { type Html, html, type Part } from "./html.ts";
import { duration, fixed, none, number, percent } from "./numbers.ts";

/** The numbers that decide, large. */
export function cards(document: RetrieveDocument): Html {
  const { results, config } = document;
  const spread = config.repeats > 1;
  const card = (name: string, value: string, note: Part, bad = false): Html =>
    html`<div class="card"><dt>${name}</dt><dd class="${bad ? "bad" : ""}">${value}</dd><dd class="note">${note}</dd></div>`;
  const rises = results.energyRises;
  return html`<dl class="cards">
${card(
  "accuracy",
  percent(results.accuracy),
  spread
    ? `± ${percent(results.spread.accuracy)} over ${config.repeats} repeats`
    : `nearest neighbour: ${percent(results.nearestNeighbour.accuracy)}`,
)}
${card("exact", percent(results.exact), "every component equal")}
${card("mean squared error", number(results.mse, 3), `query as given: ${number(results.baseline.mse, 3)}`)}
${card("effective patterns", fixed(results.effectivePatterns, 2), "1 = a single pattern")}
${card("steps", fixed(results.meanSteps, 1), `of at most ${config.steps}`)}
${card(
  "energy rises",
  rises === null ? none : rises.toLocaleString("en"),
  rises === null
    ? "this update has no energy"
    : rises === 0
      ? "the energy never rose"
      : "updates that raised the energy",
  (rises ?? 0) > 0,
)}
</dl>`;
}

interface Row {
  name: string;
  meaning: string;
  retrieved: string;
  untouched: string;
  nearest: string;
}

function rows({ results }: RetrieveDocument, pixels: boolean): Row[] {
  const { baseline, nearestNeighbour: nearest } = results;
  const all: (Row | false)[] = [
    {
      name: "Accuracy",
      meaning: "Share of queries whose original has the largest weight.",
      retrieved: percent(results.accuracy),
      untouched: none,
      nearest: percent(nearest.accuracy),
    },
    results.labelAccuracy !== null && {
      name: "Class accuracy",
      meaning: "Share whose largest weight is on a pattern of the right class.",
      retrieved: percent(results.labelAccuracy),
      untouched: none,
      nearest: none,
    },
    {
      name: "Exact",
      meaning: pixels ? "Share that came back to the last byte." : "Share in which every component is equal.",
      retrieved: percent(results.exact),
      untouched: none,
      nearest: none,
    },
    {
      name: "MSE",
      meaning: `Mean squared difference to the original${pixels ? ", in pixel units (0–255) squared" : ""}; 0 is a perfect copy.`,
      retrieved: number(results.mse),
      untouched: number(baseline.mse),
      nearest: number(nearest.mse),
    },
    (results.psnr ?? baseline.psnr ?? nearest.psnr) !== null && {
      name: "PSNR",
      meaning: "The same error in decibels, larger is better; perfect copies have none and are left out.",
      retrieved: withUnit(results.psnr, "dB"),
      untouched: withUnit(baseline.psnr, "dB"),
      nearest: withUnit(nearest.psnr, "dB"),
    },
    (results.ssim ?? baseline.ssim ?? nearest.ssim) !== null && {
      name: "SSIM",
      meaning: "Likeness of local structure, near to what the eye judges; 1 is equal.",
      retrieved: fixed(results.ssim, 3),
      untouched: fixed(baseline.ssim, 3),
      nearest: fixed(nearest.ssim, 3),
    },
    {
      name: "Cosine",
      meaning: "Cosine of the angle between the two vectors of components; 1 is the same direction.",
      retrieved: fixed(results.cosine, 4),
      untouched: fixed(baseline.cosine, 4),
      nearest: fixed(nearest.cosine, 4),
    },
    {
      name: "Mean rank",
      meaning: "Place of the original among all scores; 1 is first.",
      retrieved: number(results.meanRank),
      untouched: none,
      nearest: none,
    },
    {
      name: "Mean margin",
      meaning: "Score of the original minus the best other score; negative means that another one won.",
      retrieved: number(results.meanMargin),
      untouched: none,
      nearest: none,
    },
  ];
  return all.filter((row) => row !== false);
}

function withUnit(value: number | null, unit: string): string {
  return value === null || !Number.isFinite(value) ? none : `${fixed(value, 1)} ${unit}`;
}

/** Every metric beside the query as it was given and beside plain nearest-neighbour search. */
export function metricsTable(document: RetrieveDocument, pixels: boolean): Html {
  return html`<table class="metrics"><thead><tr><th>metric</th><th class="n">retrieved</th><th class="n">query as&nbsp;given</th><th class="n">nearest neighbour</th></tr></thead>
<tbody>${rows(document, pixels).map(
    (row) =>
      html`<tr><th scope="row">${row.name}<small>${row.meaning}</small></th><td class="n strong">${row.retrieved}</td><td class="n">${row.untouched}</td><td class="n">${row.nearest}</td></tr>`,
  )}</tbody></table>
<p class="note">“Query as given” compares the damaged query itself with the original. “Nearest neighbour” answers with the stored pattern at the least Euclidean distance over all components as given.</p>
${repeatsTable(document)}`;
}

function repeatsTable({ repeats }: RetrieveDocument): Html | false {
  return (
    repeats.length > 1 &&
    html`<h3>Repeats</h3><div class="scroll" tabindex="0" role="region" aria-label="Repeats"><table><thead><tr><th class="n">seed</th><th class="n">beta</th><th class="n">accuracy</th><th class="n">MSE</th><th class="n">time</th></tr></thead>
<tbody>${repeats.map(
      (one) =>
        html`<tr><td class="n">${one.seed}</td><td class="n">${number(one.beta)}</td><td class="n">${percent(one.accuracy)}</td><td class="n">${number(one.mse)}</td><td class="n">${duration(one.seconds)}</td></tr>`,
    )}</tbody></table></div>`
  );
}
