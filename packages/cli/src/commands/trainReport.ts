import { lines } from "@modern-hopfield/figures";
import { type TaskResult, withoutGradients } from "@modern-hopfield/layers";
import { type Html, html, trusted } from "../report/html.ts";
import { styleSheet } from "../report/style.ts";

/** Bags whose instances are shown. */
const shownBags = 6;

/** One line per network: the mean over its runs, with a band from the least to the largest. */
function curvesOf(
  results: readonly TaskResult[],
  pick: (result: TaskResult) => readonly number[],
  yLabel: string,
): string {
  const networks = [...new Set(results.map(({ network }) => network))];
  return lines({
    xLabel: "epoch",
    yLabel,
    series: networks.map((name) => {
      const runs = results.filter(({ network }) => network === name).map(pick);
      return {
        name,
        points: runs[0].map((_, epoch) => {
          const values = runs.map((run) => run[epoch]);
          const y = values.reduce((a, b) => a + b, 0) / values.length;
          return { x: epoch + 1, y, low: Math.min(...values), high: Math.max(...values) };
        }),
      };
    }),
  });
}

/** How much each instance of some bags counts for a network that says so; the largest share of any head. */
function weightsOf({ network, model, evaluation }: TaskResult): Html | null {
  const indices = Array.from({ length: Math.min(shownBags, evaluation.count) }, (_, n) => n);
  const { patterns, padding, labels, counts } = evaluation.batch(indices);
  const weights = withoutGradients(() =>
    model.instanceWeights(patterns, { storedPatternPaddingMask: padding }),
  );
  if (weights === null) return null;
  const [, heads, , S] = weights.shape;
  const rows = indices.map((bag) => {
    const shares = Array.from({ length: counts[bag] }, (_, s) =>
      Math.max(...Array.from({ length: heads }, (__, h) => weights.data[(bag * heads + h) * S + s])),
    );
    const cells = shares.map(
      (share, s) =>
        html`<td title="instance ${s}: ${(100 * share).toFixed(0)} %" style="background: color-mix(in srgb, currentColor ${(40 * share).toFixed(0)}%, transparent)">${(100 * share).toFixed(0)}</td>`,
    );
    return html`<tr><th scope="row">bag ${bag}, ${labels[bag] > 0.5 ? "positive" : "negative"}</th>${cells}</tr>`;
  });
  return html`<h3>${network}</h3><div style="overflow-x: auto"><table>${rows}</table></div>`;
}

/** The page of a training job: learning curves, and what the first run of each network looks at. */
export function trainReport(
  task: string,
  command: string,
  table: string,
  results: readonly TaskResult[],
): string {
  const firsts = results.filter(
    ({ network }, n) => results.findIndex((other) => other.network === network) === n,
  );
  const weights = firsts.map(weightsOf).filter((part) => part !== null);
  const page = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Training: ${task}</title>
<style>${trusted(styleSheet())}</style></head>
<body><main>
<h1>Training: ${task}</h1>
<p><code>${command}</code></p>
<pre>${table}</pre>
<div class="charts">
<figure class="chart"><h3>Accuracy on bags kept apart</h3>${trusted(curvesOf(results, ({ curve }) => curve, "share told right"))}<figcaption>The mean over seeds; the band goes from the least to the largest. Chance is 0.5.</figcaption></figure>
<figure class="chart"><h3>Loss on training bags</h3>${trusted(curvesOf(results, ({ losses }) => losses, "cross entropy"))}<figcaption>With dropout, where a network has it.</figcaption></figure>
</div>
${weights.length > 0 && html`<section><h2>Which instances counted</h2><p>Percent of the association of the head that looks at an instance most, for bags that were kept apart.</p>${weights}</section>`}
</main></body>
</html>
`;
  return page.text;
}
