// The worker: trains, and says after each epoch how it goes and what the model looks at.
import {
  AdamW,
  accuracyOf,
  Bags,
  binaryCrossEntropyWithLogits,
  bitPatterns,
  networkOf,
  Training,
  withoutGradients,
} from "@modern-hopfield/layers";

const controller = new AbortController();

async function train(epochs) {
  const { bags, places, size } = bitPatterns({ seed: "page" });
  const training = new Bags(bags.slice(512), { size });
  const evaluation = new Bags(bags.slice(0, 512), { size });
  const adapted = { hiddenSize: 8, numHeads: 8, updateStepsMax: 3, scaling: 0.25, dropout: 0.5 };
  const model = networkOf("pooling-adapted", { instances: 16, size, adapted, seed: 1 });
  const run = new Training(model, new AdamW(model, { learningRate: 2e-3 }), { seed: 1 });
  const fitted = run.fit({
    epochs,
    batches: (random) => training.batches(32, random),
    loss: ({ patterns, labels }, random) =>
      binaryCrossEntropyWithLogits(model.forward(patterns, { random }), labels),
    validate: () => accuracyOf(model, evaluation),
    clipNorm: 0.5,
    signal: controller.signal,
  });
  for await (const { epoch, loss, score, remaining } of fitted) {
    const instances = withoutGradients(() => lookAt(model, evaluation, 1));
    postMessage({ kind: "progress", epoch, epochs, loss, score, remaining, instances, place: places[1] });
  }
}

/** The bits of a bag's instances, and the largest share that any head gives each. */
function lookAt(model, bags, index) {
  const { patterns } = bags.batch([index]);
  const { data, shape } = model.instanceWeights(patterns);
  const [, heads, , count] = shape;
  return Array.from({ length: count }, (_, s) => ({
    bits: patterns.data.slice(s * bags.size, (s + 1) * bags.size).join(""),
    weight: Math.max(...Array.from({ length: heads }, (__, h) => data[h * count + s])),
  }));
}

addEventListener("message", async ({ data }) => {
  if (data === "stop") {
    controller.abort();
    return;
  }
  try {
    await train(data.epochs);
    postMessage({ kind: "end", aborted: false });
  } catch (error) {
    if (error.name !== "AbortError") throw error;
    postMessage({ kind: "end", aborted: true });
  }
});
