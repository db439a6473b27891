import type { Gallery, Shown } from "./choose.ts";
import { type Html, html } from "./html.ts";
import { fixed, number, pixelError } from "./numbers.ts";
import { cameBack, outcomeName } from "./outcome.ts";
import { type Sprites, type View, views } from "./sprites.ts";

/** The outcome of a query as a word with its colour. */
export function chip({ query }: Shown): Html {
  return html`<span class="chip ${cameBack(query) ? "good" : "bad"}">${outcomeName(query)}</span>`;
}

/** The strip at the head of the page: damaged -> retrieved | original. */
export function strip(shown: readonly Shown[], sprites: Sprites): Html {
  const picture = (one: Shown, view: View): Html =>
    html`<span class="view">${sprites.picture(one.place, view, one.query.label)}<small>${view}</small></span>`;
  return html`<div class="hero">${shown.map(
    (
      one,
    ) => html`<figure><div class="views">${picture(one, "corrupted")}<span class="arrow" aria-hidden="true">→</span>${picture(one, "retrieved")}<span class="apart">${picture(one, "original")}</span></div>
<figcaption>${chip(one)} ${one.query.label}</figcaption></figure>`,
  )}</div>`;
}

/** Four pictures per query with its outcome, the reason of a failure and the numbers behind it. */
export function pictureGallery(gallery: Gallery, sprites: Sprites): Html {
  return html`<h3>${gallery.title} <small>${gallery.note}</small></h3>
<div class="gallery">${gallery.shown.map((one) => card(one, sprites))}</div>`;
}

function card(one: Shown, sprites: Sprites): Html {
  const { query, place } = one;
  const energies = query.energies;
  return html`<figure>
<div class="views">${views.map(
    (view) =>
      html`<span class="view">${sprites.picture(place, view, query.label)}<small>${view}</small></span>`,
  )}</div>
<figcaption><p>${chip(one)} ${query.label} <span class="quiet">no. ${query.source}</span></p>
${query.reason !== null && html`<p class="detail">${query.detail}</p>`}
<dl><div><dt>MSE</dt><dd>${pixelError(query.retrieved.mse)} <span class="quiet">(was ${number(query.baseline.mse)})</span></dd></div>
<div><dt>weight</dt><dd>${fixed(query.topWeight, 3)}</dd></div>
<div><dt>effective patterns</dt><dd>${fixed(query.effectivePatterns, 2)}</dd></div>
${
  energies.length > 0 &&
  html`<div><dt>energy</dt><dd>${number(energies[0])} → ${number(energies[energies.length - 1])}</dd></div>`
}</dl></figcaption></figure>`;
}

/** What stands in the place of a gallery when the data are vectors. */
export function vectorGallery(gallery: Gallery): Html {
  return html`<h3>${gallery.title} <small>${gallery.note}</small></h3>
<div class="scroll" tabindex="0" role="region" aria-label="${gallery.title}"><table><thead><tr><th>query</th><th>class</th><th>outcome</th><th class="n">MSE</th><th class="n">MSE before</th><th class="n">weight</th><th class="n">effective</th><th>why</th></tr></thead>
<tbody>${gallery.shown.map(
    (one) =>
      html`<tr><td>${one.query.source}</td><td>${one.query.label}</td><td>${chip(one)}</td><td class="n">${number(one.query.retrieved.mse)}</td><td class="n">${number(one.query.baseline.mse)}</td><td class="n">${fixed(one.query.topWeight, 3)}</td><td class="n">${fixed(one.query.effectivePatterns, 2)}</td><td>${one.query.reason !== null && one.query.detail}</td></tr>`,
  )}</tbody></table></div>`;
}
