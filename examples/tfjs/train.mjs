// Trains HopfieldPooling inside a TensorFlow.js model on bags, and compares a gradient with finite differences:
//   npm install --ignore-scripts --prefix <folder> @tensorflow/tfjs
//   node examples/tfjs/train.mjs <folder>
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { bitPatterns } from "@modern-hopfield/layers";
import { hopfieldPoolingLayer } from "./hopfieldPoolingLayer.js";

const require = createRequire(join(resolve(process.argv[2] ?? "."), "package.json"));
const tf = require("@tensorflow/tfjs");
await tf.setBackend("cpu");
const Pooling = hopfieldPoolingLayer(tf);

const { bags, size } = bitPatterns({ bags: 512, instances: 8, signals: 32, seed: "tfjs" });
const inputs = tf.tensor(Float32Array.from(bags.flatMap(({ instances }) => [...instances])), [
  bags.length,
  8,
  size,
]);
const labels = tf.tensor(
  bags.map(({ label }) => label),
  [bags.length, 1],
);

const model = tf.sequential();
model.add(
  new Pooling({ inputShape: [8, size], pooling: { hiddenSize: 8, numHeads: 8, scaling: 0.25, seed: 1 } }),
);
model.add(tf.layers.dense({ units: 1, activation: "sigmoid" }));
model.compile({ optimizer: tf.train.adam(0.01), loss: "binaryCrossentropy", metrics: ["accuracy"] });

// The gradient by TensorFlow.js against the slope of its own loss.
const some = inputs.slice([0], [4]);
const value = (x) => model.predict(x).square().sum();
const [slope] = tf.grad(value)(some).dataSync();
const step = 1e-2;
const moved = (by) => {
  const data = some.dataSync().slice();
  data[0] += by;
  return value(tf.tensor(data, some.shape)).dataSync()[0];
};
const wanted = (moved(step) - moved(-step)) / (2 * step);
if (Math.abs(slope - wanted) > 1e-3 * Math.max(1, Math.abs(wanted))) {
  throw new Error(`gradient ${slope}, by differences ${wanted}`);
}

const history = await model.fit(inputs, labels, { epochs: 30, batchSize: 32, verbose: 0 });
const last = history.history.acc.at(-1);
console.log(
  `trained by TensorFlow.js ${tf.version.tfjs}: ${(100 * last).toFixed(1)} % of the training bags are right`,
);
if (!(last > 0.6)) throw new Error("it did not learn");
