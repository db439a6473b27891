// Seconds of a training step of HopfieldPooling (forward, and forward + backward) on the cases of docs/PERFORMANCE.md:
//   node bench/training.mjs [--case bits,adapted,wide,long] [--repeat 30]
// Learning rate 0: repeated steps on one batch with a real one overfit it, and gradients become denormal.
import { parseArgs } from "node:util";
import { backward, crossEntropy, HopfieldPooling, Linear, tensor } from "@modern-hopfield/layers";
import { Random } from "modern-hopfield";

const { values } = parseArgs({
  options: { case: { type: "string" }, repeat: { type: "string", default: "30" } },
});

const cases = {
  bits: { bags: 32, instances: 20, options: { inputSize: 8 } },
  adapted: {
    bags: 32,
    instances: 20,
    options: { inputSize: 8, hiddenSize: 8, numHeads: 8, updateStepsMax: 3, scaling: 0.25, dropout: 0.5 },
  },
  wide: { bags: 32, instances: 20, options: { inputSize: 512, numHeads: 8, hiddenSize: 64 } },
  long: { bags: 4, instances: 20_000, options: { inputSize: 32 } },
};

const milliseconds = (run, repeat) => {
  const times = [];
  for (let k = 0; k < repeat + 10; k++) {
    const started = performance.now();
    run(k);
    times.push(performance.now() - started);
  }
  const sorted = times.slice(10).sort((a, b) => a - b);
  return { best: sorted[0], median: sorted[sorted.length >> 1] };
};

for (const name of values.case?.split(",") ?? Object.keys(cases)) {
  const { bags, instances, options } = cases[name];
  const random = new Random(name);
  const data = Float32Array.from({ length: bags * instances * options.inputSize }, () => random.normal());
  const input = tensor(data, { shape: [bags, instances, options.inputSize] });
  const pooling = new HopfieldPooling(options);
  const head = new Linear(options.inputSize, 2);
  const classes = Array.from({ length: bags }, () => random.below(2));
  const loss = (k) => crossEntropy(head.forward(pooling.forward(input, { random: new Random(k) })), classes);
  const repeat = Math.max(
    3,
    Math.round(Number(values.repeat) / (name === "long" || name === "wide" ? 5 : 1)),
  );
  const forward = milliseconds(loss, repeat);
  const both = milliseconds((k) => {
    pooling.zeroGrad();
    head.zeroGrad();
    backward(loss(k));
  }, repeat);
  const say = ({ best, median }) => `${best.toFixed(2)} / ${median.toFixed(2)}`;
  console.log(
    `${name.padEnd(8)} ${String(pooling.parameterCount + head.parameterCount).padStart(9)} parameters  forward ${say(forward)} ms  forward + backward ${say(both)} ms (best / median)`,
  );
}
