import { type Html, html } from "./html.ts";

const words: readonly [string, string][] = [
  [
    "beta",
    "The inverse temperature: how sharply the memory prefers the best match. Small beta averages many patterns, large beta picks one.",
  ],
  [
    "energy",
    "A number for each state that retrieval makes smaller, step by step; stored patterns lie in its valleys. Only differences have meaning.",
  ],
  [
    "effective patterns",
    "How many patterns share the answer: exp of the entropy of the weights. 1 is a single pattern, N the average of all.",
  ],
  [
    "metastable",
    "A state between a few similar patterns at which retrieval comes to rest. It mixes them by their weights and is none of them.",
  ],
  [
    "global average",
    "Where a memory ends whose beta is too small: an average of more than half of all stored patterns, much the same for every query.",
  ],
  [
    "hub",
    "A stored pattern that wins queries made from others, often because it is bright or large. The dot product knows many, distances few.",
  ],
  [
    "neighbour",
    "Another stored pattern, no hub, that matched the damaged query better than the original did.",
  ],
  [
    "blend",
    "The right pattern leads, but others have a visible weight in the answer. A larger beta sharpens it.",
  ],
  [
    "duplicate",
    "A stored pattern that equals the original, so no query can tell the two apart. Store it once.",
  ],
  [
    "diverged",
    "The numbers left the range of floating point. Beta, or the values of the patterns, are too large.",
  ],
  [
    "separation Δᵢ",
    "The score of a pattern with itself minus the best score of another with it. At or below zero it cannot be recalled even when undamaged.",
  ],
];

/** The words of the report in plain language. */
export function glossary(): Html {
  return html`<dl class="glossary">${words.map(([word, meaning]) => html`<div><dt>${word}</dt><dd>${meaning}</dd></div>`)}</dl>
<p>Theory: <a href="https://arxiv.org/abs/2008.02217">Ramsauer et al., Hopfield Networks is All You Need, arXiv 2008.02217</a>.</p>`;
}
