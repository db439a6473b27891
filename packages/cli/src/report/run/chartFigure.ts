import { type Html, html, trusted } from "../html.ts";
import type { Drawing } from "./charts/drawing.ts";

/** A chart with its title and caption; one that needs the width of the page scrolls where there is less. */
export function chartFigure({ title, caption, wide, svg }: Drawing): Html {
  const drawn = trusted(svg("css"));
  return html`<figure class="chart ${wide && "wide"}"><h3>${title.slice(0, 1).toUpperCase() + title.slice(1)}</h3>${
    wide ? html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">${drawn}</div>` : drawn
  }<figcaption>${caption}</figcaption></figure>`;
}
