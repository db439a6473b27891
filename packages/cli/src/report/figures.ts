import {
  type BarsData,
  bars,
  energyTrace,
  histogram,
  perImage,
  sortedMetric,
} from "@modern-hopfield/figures";
import type { RetrieveDocument } from "./document.ts";
import { figure } from "./figure.ts";
import { type Html, html } from "./html.ts";
import { counted } from "./numbers.ts";
import { cameBack, isBlended, reasonName } from "./outcome.ts";

/** Error and similarity of every query, sorted, beside the same query before retrieval. */
export function perImageFigures({ perQuery }: RetrieveDocument, pixels: boolean): Html {
  const failed = perQuery.map((query) => !cameBack(query));
  const names = perQuery.map(({ source, label }) => `no. ${source}${label === "" ? "" : ` (${label})`}`);
  const better = perQuery.filter(({ retrieved, baseline }) => retrieved.mse < baseline.mse).length;
  const cosines = perQuery.filter(
    ({ retrieved, baseline }) => retrieved.cosine !== null && baseline.cosine !== null,
  );
  return html`<div class="charts">
${figure(
  "Error of each query",
  sortedMetric({
    values: perQuery.map(({ retrieved }) => retrieved.mse),
    baseline: perQuery.map(({ baseline }) => baseline.mse),
    label: pixels ? "MSE (pixel units², 0–255)" : "MSE (units of the data, squared)",
    failed,
    names,
  }),
  `Retrieval brought ${better.toLocaleString("en")} of ${counted(perQuery.length, "query", "queries")} nearer to the original. Each ring is the same query as the dot below or above it, before retrieval.`,
)}
${
  cosines.length > 0 &&
  figure(
    "Similarity of each query",
    sortedMetric({
      values: perQuery.map(({ retrieved }) => retrieved.cosine ?? Number.NaN),
      baseline: perQuery.map(({ baseline }) => baseline.cosine ?? Number.NaN),
      label: "cosine to the original",
      failed,
      names,
    }),
    "1 is the same direction as the original. Pictures without their mean removed all point in similar directions, so high values are easily reached: compare with the rings.",
  )
}
${
  perQuery.some(({ other }) => other !== null) &&
  figure(
    "Three uses of the error",
    perImage({
      methods: [
        { name: "retrieved – original", values: perQuery.map(({ retrieved }) => retrieved.mse) },
        { name: "original – nearest other", values: perQuery.map(({ other }) => other?.mse ?? null) },
        {
          name: "query – original",
          values: perQuery.map(({ baseline }) => baseline.mse),
          baseline: true,
        },
      ],
      label: pixels ? "MSE (pixel units², 0–255)" : "MSE (units of the data, squared)",
      order: "first",
      names,
    }),
    "How good the answer is, how much was damaged, and how far the nearest other original is: an answer above that one could as well be another picture.",
  )
}
${
  perQuery.some(({ vector }) => vector !== null) &&
  figure(
    "Vector similarity of each query",
    perImage({
      methods: [
        { name: "retrieved – original", values: perQuery.map(({ vector }) => vector?.retrieved ?? null) },
        { name: "original – nearest other", values: perQuery.map(({ vector }) => vector?.other ?? null) },
        {
          name: "query – original",
          values: perQuery.map(({ vector }) => vector?.baseline ?? null),
          baseline: true,
        },
      ],
      label: "cosine of embeddings",
      order: "first",
      names,
    }),
    "How alike the pictures look to a neural network; 1 is the same.",
  )
}
</div>`;
}

/** How the energy went down, and how far the answers were from being others. */
export function dynamicsFigures(document: RetrieveDocument): Html {
  const { perQuery, results, diagnosis } = document;
  const traced = perQuery.filter(({ energies }) => energies.length > 0);
  const why = reasonBars(perQuery);
  const local = diagnosis?.separation.filter((delta) => delta <= 0).length ?? 0;
  const wrong = perQuery.filter(({ margin }) => margin <= 0).length;
  return html`<div class="charts">
${
  traced.length > 0
    ? figure(
        "Energy per step",
        energyTrace(traced.map((query) => ({ energies: query.energies, failed: !cameBack(query) }))),
        [
          "Bold: the median. Each line starts at zero because only differences of energy have meaning; a query that has stopped keeps its last value. ",
          results.energyRises === null
            ? "This update promises no descent."
            : results.energyRises === 0
              ? "No update raised the energy."
              : `${counted(results.energyRises, "update")} raised the energy.`,
        ],
      )
    : html`<figure class="chart"><h3>Energy per step</h3><figcaption>This combination of similarity and separation has no energy.</figcaption></figure>`
}
${figure(
  "Margin of each query",
  histogram({
    values: perQuery.map(({ margin }) => margin),
    label: "score of the original − best other score",
    counted: "queries",
    threshold: 0,
    names: { above: "original ahead", below: "another ahead" },
  }),
  wrong === 0
    ? "In the last step the original led for every query."
    : `In the last step another pattern led, or drew level, for ${counted(wrong, "query", "queries")}.`,
)}
${
  diagnosis !== null &&
  diagnosis.separation.length > 0 &&
  figure(
    "Separation of the stored patterns",
    histogram({
      values: diagnosis.separation,
      label: "Δᵢ: own score − best other score",
      threshold: 0,
      names: { above: "stands apart", below: "does not" },
    }),
    local === 0
      ? `All ${counted(diagnosis.separation.length, "pattern")} are the best match of themselves.`
      : `${local.toLocaleString("en")} of ${counted(diagnosis.separation.length, "pattern")} are not local maxima of their own similarity: even an undamaged query finds another one (Δᵢ ≤ 0).`,
  )
}
${
  why.length > 0 &&
  figure(
    "Why answers are not the original",
    bars({ bars: why, label: "queries" }),
    `${perQuery.some(isBlended) ? "Gray: the original, with others blended in. " : ""}The words are explained in the glossary below.`,
  )
}
</div>`;
}

/** How many queries failed for which reason, the most frequent first, and how many came back blended. */
function reasonBars(perQuery: RetrieveDocument["perQuery"]): BarsData["bars"] {
  const counts = new Map<string, number>();
  for (const query of perQuery) {
    if (cameBack(query)) continue;
    const name = query.reason === null ? "wrong pattern" : reasonName(query.reason);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const failed = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, value]) => ({ name, value, tone: "bad" as const }));
  const blended = perQuery.filter(isBlended).length;
  return blended === 0 ? failed : [...failed, { name: "came back, blended", value: blended, tone: "muted" }];
}
