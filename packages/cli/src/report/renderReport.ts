import { differenceAmplification } from "@modern-hopfield/figures";
import type { TrialPictures } from "modern-hopfield/trial";
import { chooseGalleries, chooseStrip, shownQueries } from "./choose.ts";
import { classicalSection } from "./classical.ts";
import { configuration } from "./configuration.ts";
import { diagnosisSection } from "./diagnosis.ts";
import type { RetrieveDocument } from "./document.ts";
import { dynamicsFigures, perImageFigures } from "./figures.ts";
import { pictureGallery, strip, vectorGallery } from "./galleries.ts";
import { glossary } from "./glossary.ts";
import { type Html, html, type Part, trusted } from "./html.ts";
import { cards, metricsTable } from "./metrics.ts";
import { policy } from "./policy.ts";
import { download, queryTable } from "./queryTable.ts";
import { makeSprites } from "./sprites.ts";
import { stepsSection } from "./steps.ts";
import { styleSheet } from "./style.ts";
import { setting, verdict } from "./words.ts";

function section(title: string, ...content: Part[]): Html {
  return html`<section><h2>${title}</h2>${content}</section>\n`;
}

/** A section that vanishes without content. */
function when(title: string, content: Html | null): Html | null {
  return content === null ? null : section(title, content);
}

/**
 * The report of a trial as one HTML file: no script, nothing from the network, light and dark.
 *
 * @param pictures  of the trial's first repeat; null for vector data, whose galleries become tables
 */
export function renderReport(document: RetrieveDocument, pictures: TrialPictures | null): string {
  const noun = pictures === null ? "vector" : "picture";
  const shown = shownQueries(document.perQuery);
  const galleries = chooseGalleries(shown, document.config.seed);
  const head = chooseStrip(shown, document.config.seed);
  const places = [...head, ...galleries.flatMap((gallery) => gallery.shown)].map(({ place }) => place);
  const sprites = pictures === null || places.length === 0 ? null : makeSprites(pictures, places);
  const sentence = verdict(document, noun);
  const checkered = pictures !== null && pictures.known !== null;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${sentence}</title>
<style>${trusted(styleSheet())}${sprites?.css}</style>
</head>
<body>
<main>
<header>
<p class="eyebrow">hopfield retrieve · ${document.environment.date}</p>
<h1>${sentence}</h1>
<p class="lead">${setting(document, noun)}</p>
${sprites !== null && strip(head, sprites)}
${cards(document)}
</header>
${section("Metrics beside their baselines", metricsTable(document, pictures !== null))}
${section("Query by query", perImageFigures(document, pictures !== null))}
${section(
  pictures === null ? "Examples" : "Pictures",
  html`<p class="note">${
    sprites !== null && [
      `Difference: ${differenceAmplification} × |retrieved − original|; black is equal. `,
      checkered ? "Checkered pixels were unknown to the memory, and it was told so. " : "",
      sprites.shrunk > 1 ? `Pictures are shown at 1/${sprites.shrunk} of their size. ` : "",
    ]
  }Weight: the share of the best pattern in the answer. Never only the good ones.</p>`,
  galleries.map((gallery) => (sprites === null ? vectorGallery(gallery) : pictureGallery(gallery, sprites))),
)}
${section("What happened inside", dynamicsFigures(document))}
${when("More updates", stepsSection(document))}
${when("The binary network beside it", classicalSection(document))}
${document.diagnosis !== null && section("Diagnosis of the memory", diagnosisSection(document.diagnosis))}
${section("Configuration", configuration(document))}
${section("All numbers", queryTable(document), download(document))}
${section("Glossary", glossary())}
</main>
<footer>Made by hopfield ${document.environment.version}. This file stands alone: no script, nothing from the network.</footer>
</body>
</html>
`;
  return page.text;
}
