// Milliseconds of a training step of HopfieldPooling with a linear map and cross entropy, ours and that of jax-js in one run:
//   node bench/training.mjs [--case bits,adapted,wide,long] [--repeat 30] [--alone]
// Forward, and forward + backward, by turns; best and median. No weight changes: repeated steps on one batch with a real
// learning rate overfit it, and gradients become denormal. No dropout, so that the gradients can be compared.
import { parseArgs } from "node:util";
import { backward, crossEntropy, HopfieldPooling, Linear, tensor } from "@modern-hopfield/layers";
import { Random } from "modern-hopfield";
import { poolingInJaxJs } from "./peers/poolingInJaxJs.mjs";

const { values } = parseArgs({
  options: {
    case: { type: "string" },
    repeat: { type: "string", default: "30" },
    alone: { type: "boolean", default: false },
  },
});

const cases = {
  bits: { bags: 32, instances: 20, options: { inputSize: 8 } },
  adapted: {
    bags: 32,
    instances: 20,
    options: {
      inputSize: 8,
      hiddenSize: 8,
      numHeads: 8,
      updateStepsMax: 3,
      updateStepsEps: 1e-30,
      scaling: 0.25,
    },
  },
  wide: { bags: 32, instances: 20, options: { inputSize: 512, numHeads: 8, hiddenSize: 64 } },
  long: { bags: 4, instances: 20_000, options: { inputSize: 32 } },
};

/** Best and median of the milliseconds of several runs, taken by turns. */
async function milliseconds(runs, repeat) {
  const times = runs.map(() => []);
  for (let k = 0; k < repeat + 10; k++) {
    for (const [n, run] of runs.entries()) {
      const started = performance.now();
      await run();
      times[n].push(performance.now() - started);
    }
  }
  return times.map((all) => {
    const sorted = all.slice(10).sort((a, b) => a - b);
    return { best: sorted[0], median: sorted[sorted.length >> 1] };
  });
}

const say = ({ best, median }) => `${best.toFixed(2)} / ${median.toFixed(2)} ms`;

for (const name of values.case?.split(",") ?? Object.keys(cases)) {
  const { bags, instances, options } = cases[name];
  const random = new Random(name);
  const data = Float32Array.from({ length: bags * instances * options.inputSize }, () => random.normal());
  const input = tensor(data, { shape: [bags, instances, options.inputSize] });
  const pooling = new HopfieldPooling(options);
  const head = new Linear(options.inputSize, 2);
  const classes = Array.from({ length: bags }, () => random.below(2));
  const logits = () => head.forward(pooling.forward(input));
  const both = () => {
    pooling.zeroGrad();
    head.zeroGrad();
    backward(crossEntropy(logits(), classes));
  };
  const repeat = Math.max(
    3,
    Math.round(Number(values.repeat) / (name === "long" || name === "wide" ? 5 : 1)),
  );
  const peer = values.alone ? null : await poolingInJaxJs(pooling, head, input, classes);
  if (peer !== null) {
    both();
    const [wanted, found] = [pooling.poolingWeights.grad, await peer.both()];
    const largest = Math.max(...wanted.map(Math.abs));
    const off = Math.max(...wanted.map((g, k) => Math.abs(g - found[k]))) / largest;
    if (!(off < 1e-3)) throw new Error(`${name}: the gradients differ by ${off} of the largest`);
  }
  const count = pooling.parameterCount + head.parameterCount;
  console.log(`${name}: ${bags} bags x ${instances} x ${options.inputSize}, ${count} parameters`);
  for (const [what, ours, theirs] of [
    ["forward", logits, peer?.forward],
    ["forward + backward", both, peer?.both],
  ]) {
    const [mine, other] = await milliseconds(theirs === undefined ? [ours] : [ours, theirs], repeat);
    const compared = other ? `   jax-js ${say(other)}   ${(other.best / mine.best).toFixed(1)}x` : "";
    console.log(`  ${what.padEnd(20)} ${say(mine)}${compared}`);
  }
}
