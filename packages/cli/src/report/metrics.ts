import type { RetrieveDocument } from "./document.ts";
import { classicalHint, vectorHint } from "./enable.ts";
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
${
  results.intruderShare !== null &&
  card(
    `taken by the ${config.intruder} picture`,
    percent(results.intruderShare),
    "queries that it drew to itself; nobody asked for it",
    results.intruderShare > 0,
  )
}
</dl>`;
}

interface Row {
  name: string;
  meaning: string;
  retrieved: string;
  untouched?: string;
  nearest?: string;
  other?: string;
}

function rows({ results, config }: RetrieveDocument, pixels: boolean): Row[] {
  const { baseline, nearestNeighbour: nearest, others, vector } = results;
  const share = (name: string, meaning: string, value: number): Row => ({
    name,
    meaning,
    retrieved: percent(value),
  });
  const all: (Row | false)[] = [
    {
      ...share("Accuracy", "Share of queries whose original has the largest weight.", results.accuracy),
      nearest: percent(nearest.accuracy),
    },
    results.labelAccuracy !== null &&
      share(
        "Class accuracy",
        "Share whose largest weight is on a pattern of the right class.",
        results.labelAccuracy,
      ),
    share(
      "Nearest to its original",
      "Share whose answer lies nearer to its own original than to any other stored pattern.",
      results.nearestPrototype,
    ),
    share(
      "Exact",
      pixels ? "Share that came back to the last byte." : "Share in which every component is equal.",
      results.exact,
    ),
    share(
      "Equal as float32",
      "Share that equals the stored pattern in every component as a program tests it, with no rounding.",
      results.identical,
    ),
    results.rightAtStep.length > 1 &&
      share(
        "Lost by iterating",
        "Share whose original led in the first update and no longer in the last.",
        results.lostByIterating,
      ),
    results.intruderShare !== null &&
      share(
        `Taken by the ${config.intruder} picture`,
        "Share whose largest weight is on the plain picture that was stored beside the others.",
        results.intruderShare,
      ),
    {
      name: "MSE",
      meaning: `Mean squared difference to the original${pixels ? ", in pixel units (0–255) squared" : ""}; 0 is a perfect copy.`,
      retrieved: number(results.mse),
      untouched: number(baseline.mse),
      nearest: number(nearest.mse),
      other: number(others?.mse),
    },
    (results.psnr ?? baseline.psnr ?? nearest.psnr) !== null && {
      name: "PSNR",
      meaning: "The same error in decibels, larger is better; perfect copies have none and are left out.",
      retrieved: withUnit(results.psnr, "dB"),
      untouched: withUnit(baseline.psnr, "dB"),
      nearest: withUnit(nearest.psnr, "dB"),
      other: withUnit(others?.psnr ?? null, "dB"),
    },
    (results.ssim ?? baseline.ssim ?? nearest.ssim) !== null && {
      name: "SSIM",
      meaning: "Likeness of local structure, near to what the eye judges; 1 is equal.",
      retrieved: fixed(results.ssim, 3),
      untouched: fixed(baseline.ssim, 3),
      nearest: fixed(nearest.ssim, 3),
      other: fixed(others?.ssim, 3),
    },
    {
      name: "Cosine",
      meaning: "Cosine of the angle between the two vectors of components; 1 is the same direction.",
      retrieved: fixed(results.cosine, 4),
      untouched: fixed(baseline.cosine, 4),
      nearest: fixed(nearest.cosine, 4),
      other: fixed(others?.cosine, 4),
    },
    vector !== null && {
      name: "Vector similarity",
      meaning: `Cosine of the embeddings that ${vector.embedder} makes of the two pictures: how alike they look; 1 is the same.`,
      retrieved: fixed(vector.retrieved, 4),
      untouched: fixed(vector.baseline, 4),
      other: fixed(vector.other, 4),
    },
    {
      name: "Mean rank",
      meaning: "Place of the original among all scores; 1 is first.",
      retrieved: number(results.meanRank),
    },
    {
      name: "Mean margin",
      meaning: "Score of the original minus the best other score; negative means that another one won.",
      retrieved: number(results.meanMargin),
    },
  ];
  return all.filter((row) => row !== false);
}

function withUnit(value: number | null, unit: string): string {
  return value === null || !Number.isFinite(value) ? none : `${fixed(value, 1)} ${unit}`;
}

/**
 * Every metric in its three uses (the answer, the query as it was given, the nearest other original, each against the
 * original) and beside plain nearest-neighbour search.
 */
export function metricsTable(document: RetrieveDocument, pixels: boolean): Html {
  const { results } = document;
  const others = results.others !== null;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Metrics"><table class="metrics"><thead><tr><th>metric</th><th class="n">retrieved</th><th class="n">query as&nbsp;given</th>${others && html`<th class="n">nearest other original</th>`}<th class="n">nearest neighbour</th></tr></thead>
<tbody>${rows(document, pixels).map(
    (row) =>
      html`<tr><th scope="row">${row.name}<small>${row.meaning}</small></th><td class="n strong">${row.retrieved}</td><td class="n">${row.untouched ?? none}</td>${others && html`<td class="n">${row.other ?? none}</td>`}<td class="n">${row.nearest ?? none}</td></tr>`,
  )}</tbody></table></div>
<p class="note">Each column is compared with the original. “Retrieved” says how good the memory is, “query as given” how much was damaged${
    others &&
    ", “nearest other original” how alike the stored patterns are: an answer no better than that could as well be another one"
  }. “Nearest neighbour” answers with the stored pattern at the least Euclidean distance over all components as given.</p>
${
  pixels &&
  (results.vector === null || results.classical === null) &&
  html`<p class="note">${results.vector === null && vectorHint()} ${results.classical === null && classicalHint()}</p>`
}
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
