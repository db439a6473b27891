import { type Html, html, type Part, trusted } from "./html.ts";

/** A chart with its title above and its caption below. */
export function figure(title: string, svg: string, caption: Part): Html {
  return html`<figure class="chart"><h3>${title}</h3>${trusted(svg)}<figcaption>${caption}</figcaption></figure>`;
}
