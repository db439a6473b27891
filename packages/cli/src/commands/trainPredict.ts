import { accuracyOf, type Tensor, withoutGradients } from "@modern-hopfield/layers";
import { HopfieldError, unknownName } from "modern-hopfield";
import { readSafetensors } from "modern-hopfield/formats";
import { readBytes } from "../files/readBytes.ts";
import { table } from "../terminal/table.ts";
import type { Runner } from "./trainRunner.ts";

/** Bags that are shown one by one. */
const shown = 10;

/** The instance that any head looks at most, and how much. */
function heaviest(weights: Tensor | null, bag: number): { instance: number; weight: number } | null {
  if (weights === null) return null;
  const { shape, data } = weights;
  const S = shape[shape.length - 1];
  const cells = data.length / shape[0];
  let best = bag * cells;
  for (let k = best; k < (bag + 1) * cells; k++) if (data[k] > data[best]) best = k;
  return { instance: (best - bag * cells) % S, weight: data[best] };
}

/** `hopfield train <task> --predict <file>`: what a saved model says of the bags that were kept apart. */
export function runPredict(task: string, runner: Runner, path: string, json: boolean): void {
  const { tensors, metadata } = readSafetensors(readBytes(path));
  const { network = "", seed = "0" } = metadata;
  if (metadata.task !== task) {
    throw new HopfieldError(
      "ERR_DATA",
      `${path} was trained on ${metadata.task ?? "nothing that it names"}, not on ${task}`,
      {
        task: metadata.task,
      },
    );
  }
  if (!runner.networks.includes(network)) throw unknownName("network", network, runner.networks);
  const { model, evaluation } = runner.open(network, seed);
  model.loadStateDict(tensors);
  const accuracy = accuracyOf(model, evaluation);
  const indices = Array.from({ length: Math.min(shown, evaluation.count) }, (_, n) => n);
  const bags = withoutGradients(() => {
    const { patterns, padding, labels } = evaluation.batch(indices);
    const masks = { storedPatternPaddingMask: padding };
    const logits = model.forward(patterns, masks).data;
    const weights = model.instanceWeights(patterns, masks);
    return indices.map((n) => ({
      bag: n,
      label: labels[n],
      probability: 1 / (1 + Math.exp(-logits[n])),
      heaviest: heaviest(weights, n),
    }));
  });
  if (json) {
    process.stdout.write(`${JSON.stringify({ task, network, seed, accuracy, bags })}\n`);
    return;
  }
  const rows = bags.map(({ bag, label, probability, heaviest: most }) => [
    String(bag),
    String(label),
    probability.toFixed(3),
    most === null ? "-" : String(most.instance),
    most === null ? "-" : most.weight.toFixed(2),
  ]);
  process.stdout.write(
    `${table(["bag", "label", "probability", "looks at", "weight"], rows)}\n\n ${network}, seed ${seed}: ${(100 * accuracy).toFixed(1)} % of ${evaluation.count} bags kept apart are right\n`,
  );
}
