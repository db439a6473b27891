// Milliseconds of a training step of HopfieldPooling with a linear map and cross entropy, ours and those of others in one run:
//   node bench/training.mjs [--case bits,adapted,wide,long] [--repeat 40] [--alone]
//     [--hflayers DIR] [--python python3] [--threads 1,2] [--peers-from DIR]
// jax-js is a development dependency; hflayers on PyTorch takes part where DIR holds its package and PyTorch is installed,
// with each number of threads asked for; TensorFlow.js where DIR has it in node_modules. Who is absent is named.
// Forward, and forward + backward; groups of five runs by turns; best and median. No weight changes: repeated steps on one
// batch with a real learning rate overfit it, and gradients become denormal. No dropout, so that the gradients can be
// compared: those of jax-js and TensorFlow.js must be ours; of hflayers the logits (PyTorch's gradients through updates are
// wrong before 2.1, pytorch issue 99638).
import { parseArgs } from "node:util";
import { backward, crossEntropy, HopfieldPooling, Linear, tensor } from "@modern-hopfield/layers";
import { Random } from "modern-hopfield";
import { poolingInHflayers } from "./peers/poolingInHflayers.mjs";
import { poolingInJaxJs } from "./peers/poolingInJaxJs.mjs";
import { poolingInTfjs } from "./peers/poolingInTfjs.mjs";

const { values } = parseArgs({
  options: {
    case: { type: "string" },
    repeat: { type: "string", default: "40" },
    alone: { type: "boolean", default: false },
    hflayers: { type: "string" },
    threads: { type: "string", default: "1" },
    python: { type: "string", default: "python3" },
    "peers-from": { type: "string" },
  },
});
if (values["peers-from"] !== undefined) process.env.BENCH_PEERS_FROM = values["peers-from"];

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

/** Runs that follow one another: as in training, each finds its data in the caches. */
const group = 5;

/** Milliseconds of each of `count` runs here. */
async function timesOf(run, count) {
  const times = [];
  for (let k = 0; k < count; k++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return times;
}

/** Best and median of several contestants, group by group by turns; a third as many groups warm up. */
async function compare(contestants, groups) {
  const warm = Math.ceil(groups / 3);
  const times = contestants.map(() => []);
  for (let k = 0; k < groups + warm; k++) {
    for (const [n, { measure }] of contestants.entries()) {
      const found = await measure(group);
      if (k >= warm) times[n].push(...found);
    }
  }
  return times.map((all) => {
    const sorted = all.sort((a, b) => a - b);
    return { best: sorted[0], median: sorted[sorted.length >> 1] };
  });
}

const say = ({ best, median }) => `${best.toFixed(2)} / ${median.toFixed(2)} ms`;

/** Throws unless two results agree. */
function requireSame(what, wanted, found) {
  const largest = Math.max(...wanted.map(Math.abs));
  const off = Math.max(...wanted.map((g, k) => Math.abs(g - found[k]))) / largest;
  if (!(off < 1e-3)) throw new Error(`${what} differ by ${off} of the largest`);
}

/** The others that are here, each with how it measures forward, or both. */
async function peersOf(options, pooling, head, input, classes, logits, gradient) {
  const peers = [];
  const jax = await poolingInJaxJs(pooling, head, input, classes);
  requireSame("the gradients of jax-js", gradient, await jax.both());
  peers.push({ name: "jax-js", measure: (what) => (count) => timesOf(jax[what], count) });
  try {
    const tf = await poolingInTfjs(pooling, head, input, classes);
    requireSame("the logits of TensorFlow.js", logits, tf.logits);
    requireSame("the gradients of TensorFlow.js", gradient, await tf.both());
    peers.push({
      name: `TensorFlow.js ${tf.version}`,
      measure: (what) => (count) => timesOf(tf[what], count),
    });
  } catch (error) {
    if (error.name !== "AbsentError") throw error;
    console.log(`  absent: TensorFlow.js (${error.message})`);
  }
  const absent = { absent: "no --hflayers DIR" };
  const torch =
    values.hflayers === undefined
      ? absent
      : await poolingInHflayers(values.hflayers, values.python, options, pooling, head, input, classes);
  if (torch.absent !== undefined) console.log(`  absent: hflayers on PyTorch (${torch.absent})`);
  else {
    requireSame("the logits of hflayers", logits, torch.logits);
    for (const threads of values.threads.split(",").map(Number)) {
      peers.push({
        name: `hflayers, PyTorch ${torch.version}, ${threads} thread${threads > 1 ? "s" : ""}`,
        measure: (what) => (count) => torch.times(what, count, threads),
      });
    }
  }
  return { peers, end: () => torch.end?.() };
}

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
  const large = name === "long" || name === "wide";
  const groups = Math.max(2, Math.round(Number(values.repeat) / (large ? 10 : 1)));
  const count = pooling.parameterCount + head.parameterCount;
  console.log(`${name}: ${bags} bags x ${instances} x ${options.inputSize}, ${count} parameters`);
  both();
  const gradient = pooling.poolingWeights.grad;
  const { peers, end } = values.alone
    ? { peers: [], end: () => {} }
    : await peersOf(options, pooling, head, input, classes, [...logits().data], gradient);
  for (const [what, ours] of [
    ["forward", logits],
    ["both", both],
  ]) {
    const contestants = [{ name: "ours", measure: (count) => timesOf(ours, count) }];
    for (const peer of peers) contestants.push({ name: peer.name, measure: peer.measure(what) });
    const found = await compare(contestants, groups);
    console.log(`  ${what === "both" ? "forward + backward" : what}`);
    for (const [n, { name: who }] of contestants.entries()) {
      const { best, median } = found[n];
      const ratios = `${(best / found[0].best).toFixed(1)}x / ${(median / found[0].median).toFixed(1)}x`;
      console.log(`    ${who.padEnd(40)} ${say(found[n]).padEnd(20)}${n === 0 ? "" : ` ${ratios}`}`);
    }
  }
  end();
}
