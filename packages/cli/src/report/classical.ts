import type { RetrieveDocument } from "./document.ts";
import { type Html, html } from "./html.ts";
import { none, percent } from "./numbers.ts";

/** The rules of storage as sentences name them. */
const rules: Readonly<Record<string, string>> = {
  hebb: "Hebb's rule",
  storkey: "Storkey's rule",
  pseudoInverse: "the pseudo-inverse rule",
};

export function ruleName(rule: string): string {
  return rules[rule] ?? rule;
}

/** The binary network of 1982 beside the modern memory, asked the same; null where it was not asked. */
export function classicalSection({ results }: RetrieveDocument): Html | null {
  const { classical } = results;
  if (classical === null) return null;
  const row = (name: string, meaning: string, modern: string, binary: string): Html =>
    html`<tr><th scope="row">${name}<small>${meaning}</small></th><td class="n strong">${modern}</td><td class="n">${binary}</td></tr>`;
  return html`<p>The same pictures in black and white (brighter or darker than their mean gray), stored by ${ruleName(
    classical.rule,
  )} and asked for with the same damage.</p>
<div class="scroll" tabindex="0" role="region" aria-label="The binary network"><table class="metrics"><thead><tr><th>metric</th><th class="n">this memory</th><th class="n">binary network</th></tr></thead><tbody>
${row("Right pattern", "Share whose answer is most like its own original.", percent(results.accuracy), percent(classical.accuracy))}
${row("Came back whole", "Share equal in every byte, or in every bit.", percent(results.exact), percent(classical.recovered))}
${row("Wrong bits", "Mean share of wrong bits in what the binary network gave back.", none, percent(classical.wrongBits))}
${row("Wrong bits before", "Mean share of wrong bits in its queries.", none, percent(classical.wrongBitsBefore))}
</tbody></table></div>
<p class="note">The task is not quite the same: one bit per pixel is less to bring back than a byte, and less to tell pictures apart by. A binary network of d pixels keeps about 0.138 d random patterns by Hebb's rule, and far fewer when they are alike.</p>`;
}
