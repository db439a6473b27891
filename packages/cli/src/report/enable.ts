import { type Html, html } from "./html.ts";

/** How to get the similarity that an embedder sees. */
export function vectorHint(): Html {
  return html`Vector similarity (how alike two pictures look to a neural network) was not asked for: <code>--vector resnet20</code> or <code>--vector clip</code> adds it, the latter after <code>hopfield data fetch clip</code>.`;
}

/** How to ask the binary network as well. */
export function classicalHint(): Html {
  return html`The binary network of 1982 was not asked: <code>--classical hebb</code> stores the same pictures in one, in black and white.`;
}
