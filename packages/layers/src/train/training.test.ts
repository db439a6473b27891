import fc from "fast-check";
import { Random } from "modern-hopfield";
import { describe, expect, test } from "vitest";
import { backward } from "../autodiff/backward.ts";
import { binaryCrossEntropyWithLogits, meanSquaredError } from "../autodiff/losses.ts";
import { Tensor, tensor } from "../autodiff/tensor.ts";
import { Conv2d, MaxPool2d } from "../modules/convolutions.ts";
import { Embedding } from "../modules/embedding.ts";
import { LayerNorm } from "../modules/layerNormModule.ts";
import { Linear } from "../modules/linear.ts";
import type { Module } from "../modules/module.ts";
import { Activation, Dropout, Flatten, Sequential } from "../modules/sequential.ts";
import { Adam, AdamW } from "./adam.ts";
import { Bags } from "./bags.ts";
import { clipGradientNorm, gradientNorm } from "./clip.ts";
import { judgeScores } from "./earlyStopping.ts";
import type { Optimizer } from "./optimizer.ts";
import { constant, cosineDecay, exponentialDecay, stepDecay, warmedUp } from "./schedules.ts";
import { Sgd } from "./sgd.ts";
import { type FitOptions, type FitProgress, Training } from "./training.ts";

/** A linear map of two numbers with known weights and gradients. */
function simple(dtype: "float32" | "float64" = "float64"): Linear {
  const linear = new Linear(2, 1, { bias: false, dtype });
  linear.weight.data.set([1, -2]);
  return linear;
}

/** The weights after steps with the gradients given. */
function after(optimizer: Optimizer, weight: Tensor, grads: readonly (readonly number[])[]): number[] {
  for (const grad of grads) {
    weight.grad = Float64Array.from(grad);
    optimizer.step();
  }
  return [...weight.data];
}

describe("optimisers make the steps of their papers", () => {
  const grads = [
    [0.5, -1],
    [0.25, 3],
    [-2, 0.1],
  ];

  /** Adam written out, for one number. */
  function adam(w: number, gs: readonly number[], decay: number, decoupled: boolean): number {
    let [m, v] = [0, 0];
    let x = w;
    gs.forEach((given, n) => {
      const g = decoupled ? given : given + decay * x;
      if (decoupled) x -= 0.1 * decay * x;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      x -= (0.1 * (m / (1 - 0.9 ** (n + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (n + 1))) + 1e-8);
    });
    return x;
  }

  test.each([
    ["Adam", (m: Module) => new Adam(m, { learningRate: 0.1, weightDecay: 0.3 }), 0.3, false],
    ["AdamW", (m: Module) => new AdamW(m, { learningRate: 0.1 }), 0.01, true],
  ] as const)("%s", (_name, make, decay, decoupled) => {
    const linear = simple();
    const found = after(make(linear), linear.weight, grads);
    for (const k of [0, 1]) {
      const series = grads.map((g) => g[k]);
      expect(found[k]).toBeCloseTo(adam([1, -2][k], series, decay, decoupled), 12);
    }
  });

  test("SGD with momentum and decay", () => {
    const linear = simple();
    const found = after(
      new Sgd(linear, { learningRate: 0.1, momentum: 0.9, weightDecay: 0.2 }),
      linear.weight,
      grads,
    );
    let [w, v] = [1, 0];
    for (const [g] of grads) {
      v = 0.9 * v + g + 0.2 * w;
      w -= 0.1 * v;
    }
    expect(found[0]).toBeCloseTo(w, 12);
  });

  test("moments that no longer matter become 0, not denormal", () => {
    const linear = simple("float32");
    const optimizer = new Adam(linear, { learningRate: 0 });
    linear.weight.grad = Float32Array.of(1e-20, 1);
    optimizer.step();
    linear.weight.grad = Float32Array.of(0, 0);
    for (let k = 0; k < 2000; k++) optimizer.step();
    const moments = [...optimizer.stateDict()].map(([, { data }]) => data as Float32Array);
    for (const data of moments) for (const x of data) expect(x === 0 || Math.abs(x) > 1e-31).toBe(true);
  });

  test("what cannot be trained is refused", () => {
    const frozen = simple();
    frozen.weight.requiresGrad = false;
    expect(() => new Adam(frozen)).toThrow(/nothing to train/);
    expect(() => new Adam(simple(), { learningRate: -1 })).toThrow(/invalid learning rate: -1/);
    expect(() => new AdamW(simple(), { betas: [1, 0.9] })).toThrow(
      expect.objectContaining({ code: "ERR_OPTION" }),
    );
    expect(() => new Sgd(simple(), { momentum: 1 })).toThrow(expect.objectContaining({ code: "ERR_OPTION" }));
  });
});

test("schedules", () => {
  const at = (step: number, epoch = step): { step: number; steps: number; epoch: number } => ({
    step,
    steps: 10,
    epoch,
  });
  expect(constant(at(3))).toBe(1);
  expect(exponentialDecay(0.5)(at(3))).toBe(0.125);
  expect(stepDecay({ every: 2 })(at(5))).toBeCloseTo(0.01);
  expect(cosineDecay()(at(0))).toBe(1);
  expect(cosineDecay({ floor: 0.2 })(at(10))).toBeCloseTo(0.2);
  expect(warmedUp(4)(at(1))).toBe(0.5);
  expect(warmedUp(4, exponentialDecay(0.5))(at(8))).toBeCloseTo(0.5 ** 8);
});

test("clipping keeps the direction and bounds the length", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 2, maxLength: 2 }),
      (g) => {
        const linear = simple();
        linear.weight.grad = Float64Array.from(g);
        const norm = clipGradientNorm(linear.parameters(), 1);
        expect(norm).toBeCloseTo(Math.hypot(...g), 10);
        expect(gradientNorm(linear.parameters())).toBeLessThan(1 + 1e-12);
        const [a, b] = linear.weight.grad;
        expect(Math.abs(a * g[1] - b * g[0])).toBeLessThan(1e-9);
      },
    ),
  );
});

test("early stopping looks at the moving average, and waits for its patience", () => {
  expect(judgeScores([0.2, 0.4], { window: 2 })).toEqual({
    smoothed: 0.30000000000000004,
    best: true,
    stop: false,
  });
  expect(judgeScores([0.5, 0.9, 0.1], { window: 2, patience: 1 })).toMatchObject({ best: false, stop: true });
  expect(judgeScores([3, 2, 4], { mode: "min", patience: 2 })).toMatchObject({ best: false, stop: false });
  expect(() => judgeScores([1], { window: 0 })).toThrow(expect.objectContaining({ code: "ERR_OPTION" }));
});

test("bags are padded, masked and shuffled by their stream", () => {
  const bags = new Bags(
    [
      { instances: [1, 2, 3, 4], label: 1 },
      { instances: [5, 6], label: 0 },
      { instances: [7, 8], label: 1 },
    ],
    { size: 2 },
  );
  const { patterns, padding, labels, counts } = bags.batch([0, 1]);
  expect(patterns.shape).toEqual([2, 2, 2]);
  expect([...patterns.data]).toEqual([1, 2, 3, 4, 5, 6, 0, 0]);
  expect(padding).toEqual({ shape: [2, 2], data: Uint8Array.of(0, 0, 0, 1) });
  expect([...labels]).toEqual([1, 0]);
  expect([...counts]).toEqual([2, 1]);
  expect(bags.batch([1, 2]).padding).toBeUndefined();
  const order = (seed: number): number[] =>
    [...bags.batches(2, new Random(seed))].flatMap(({ indices }) => indices);
  expect(order(3)).toEqual(order(3));
  expect(order(3).sort()).toEqual([0, 1, 2]);
  expect(() => new Bags([{ instances: [1, 2, 3], label: 0 }], { size: 2 })).toThrow(/bag 0 holds 3 numbers/);
  expect(() => [...bags.batches(0)]).toThrow(expect.objectContaining({ code: "ERR_OPTION" }));
});

/** Rows and what a hidden linear map makes of them. */
const rows = Array.from({ length: 24 }, (_, n) => {
  const random = new Random(`row ${n}`);
  const x = [random.normal(), random.normal(), random.normal()];
  return { instances: x, label: x[0] > x[1] ? 1 : 0 };
});
const data = new Bags(rows, { size: 3 });

function classifier(): Sequential {
  return new Sequential(
    new LayerNorm(3),
    new Linear(3, 16, { seed: 1 }),
    new Activation("relu"),
    new Dropout(0.2),
    new Flatten(),
    new Linear(16, 1, { seed: 2 }),
  );
}

type Batch = ReturnType<Bags["batch"]>;

function optionsFor(model: Sequential, more: Partial<FitOptions<Batch>> = {}): FitOptions<Batch> {
  return {
    epochs: 6,
    batches: (random) => data.batches(8, random),
    loss: ({ patterns, labels }, random) =>
      binaryCrossEntropyWithLogits(model.forward(patterns, { random }), labels),
    schedule: warmedUp(3, cosineDecay({ floor: 0.1 })),
    clipNorm: 1,
    ...more,
  };
}

function accuracy(model: Sequential): number {
  const { patterns, labels } = data.batch();
  const logits = model.forward(patterns).data;
  return labels.reduce((right, label, n) => right + (logits[n] > 0 === label > 0 ? 1 : 0), 0) / labels.length;
}

async function run(training: Training, options: FitOptions<Batch>): Promise<FitProgress[]> {
  const seen: FitProgress[] = [];
  for await (const progress of training.fit(options)) seen.push(progress);
  return seen;
}

const weightsOf = (model: Module): number[] =>
  [...model.namedParameters().values()].flatMap((t) => [...t.data]);

test("a classifier learns, and says how it goes", async () => {
  const model = classifier();
  const training = new Training(model, new AdamW(model, { learningRate: 0.05 }), { seed: 3 });
  const seen = await run(training, optionsFor(model, { epochs: 40, validate: () => accuracy(model) }));
  expect(seen.length).toBe(40);
  expect(seen[0]).toMatchObject({ epoch: 1, epochs: 40, step: 3 });
  expect(seen.at(-1)?.remaining).toBe(0);
  expect(seen[0].learningRate).toBeGreaterThan(0.04);
  expect(seen[0].loss).toBeGreaterThan(seen[39].loss);
  expect(accuracy(model)).toBe(Math.max(...training.state.scores));
  expect(accuracy(model)).toBeGreaterThan(0.9);
});

test("the same seed repeats a run exactly, another does not", async () => {
  const trained = async (seed: number): Promise<number[]> => {
    const model = classifier();
    await run(new Training(model, new AdamW(model), { seed }), optionsFor(model));
    return weightsOf(model);
  };
  const [first, second, other] = [await trained(1), await trained(1), await trained(2)];
  expect(second).toEqual(first);
  expect(other).not.toEqual(first);
});

test.each([
  ["AdamW", (m: Module) => new AdamW(m)],
  ["SGD", (m: Module) => new Sgd(m, { momentum: 0.9 })],
] as const)(
  "a run with %s that is saved and loaded goes on as if it had never stopped",
  async (_name, make) => {
    const whole = classifier();
    const validate = (model: Sequential) => ({
      validate: () => accuracy(model),
      earlyStopping: { window: 3 },
    });
    await run(new Training(whole, make(whole), { seed: 4 }), optionsFor(whole, validate(whole)));
    const part = classifier();
    const before = new Training(part, make(part), { seed: 4 });
    for await (const { epoch } of before.fit(optionsFor(part, validate(part)))) if (epoch === 3) break;
    const bytes = before.toBytes();
    const rest = classifier();
    const after = new Training(rest, make(rest), { seed: 4 });
    after.fromBytes(bytes);
    const seen = await run(after, optionsFor(rest, validate(rest)));
    expect(seen.map(({ epoch }) => epoch)).toEqual([4, 5, 6]);
    expect(weightsOf(rest)).toEqual(weightsOf(whole));
  },
);

test("a file of another run is refused with what differs", () => {
  const model = classifier();
  const bytes = new Training(model, new AdamW(model), { seed: 4 }).toBytes();
  expect(() => new Training(model, new AdamW(model), { seed: 5 }).fromBytes(bytes)).toThrow(
    /its seed is 4 \(expected 5\)/,
  );
  expect(() => new Training(model, new Sgd(model), { seed: 4 }).fromBytes(bytes)).toThrow(
    /optimizer is adamw/,
  );
  const other = new Linear(3, 1);
  expect(() => new Training(other, new AdamW(other), { seed: 4 }).fromBytes(bytes)).toThrow(
    /missing: weight/,
  );
});

test("a run is given up between two batches, and what was trained stays", async () => {
  const model = classifier();
  const controller = new AbortController();
  const training = new Training(model, new AdamW(model), { seed: 1 });
  const seen: number[] = [];
  const started = async (): Promise<void> => {
    for await (const { epoch } of training.fit(
      optionsFor(model, { epochs: 1000, signal: controller.signal }),
    )) {
      seen.push(epoch);
      if (epoch === 3) controller.abort();
    }
  };
  await expect(started()).rejects.toMatchObject({ name: "AbortError" });
  expect(seen).toEqual([1, 2, 3]);
  expect(training.state.epoch).toBe(3);
});

test("early stopping ends a run that gets no better and brings the best weights back", async () => {
  const model = classifier();
  const scores = [0.1, 0.8, 0.3, 0.2, 0.1];
  let best: number[] = [];
  const training = new Training(model, new AdamW(model), { seed: 1 });
  let epoch = 0;
  const validate = (): number => {
    if (epoch === 1) best = weightsOf(model);
    return scores[epoch++];
  };
  const seen = await run(
    training,
    optionsFor(model, { epochs: 50, validate, earlyStopping: { patience: 3 } }),
  );
  expect(seen.length).toBe(5);
  expect(seen.at(-1)).toMatchObject({ stopped: true, remaining: 0 });
  expect(weightsOf(model)).toEqual(best);
});

test("a loss that is no number ends the run and says where", async () => {
  const model = classifier();
  const training = new Training(model, new AdamW(model));
  const loss = (): Tensor => new Tensor(Float32Array.of(Number.NaN), []);
  await expect(run(training, optionsFor(model, { loss }))).rejects.toThrow(/loss is NaN in epoch 1, batch 1/);
  await expect(run(training, optionsFor(model, { batches: () => [] }))).rejects.toThrow(
    /nothing to train on/,
  );
});

test("embeddings and convolutions train too", () => {
  const embedding = new Embedding(4, 3, { dtype: "float64" });
  const target = tensor(new Float64Array(6).fill(0.5), { shape: [2, 3] });
  const optimizer = new Adam(embedding, { learningRate: 0.05 });
  const lossOf = (): Tensor => meanSquaredError(embedding.forward([1, 3]), target);
  for (let k = 0; k < 300; k++) {
    optimizer.zeroGrad();
    backward(lossOf());
    optimizer.step();
  }
  expect(lossOf().item()).toBeLessThan(1e-3);
  const picture = new Sequential(
    new Conv2d(1, 2, 3, { padding: 1 }),
    new Activation("relu"),
    new MaxPool2d(2),
    new Flatten(),
    new Linear(8, 1),
  );
  const input = tensor(
    Float32Array.from({ length: 32 }, (_, k) => Math.sin(k)),
    { shape: [2, 1, 4, 4] },
  );
  const wanted = tensor([[1], [-1]]);
  const steps = new Adam(picture, { learningRate: 0.01 });
  for (let k = 0; k < 200; k++) {
    steps.zeroGrad();
    backward(meanSquaredError(picture.forward(input), wanted));
    steps.step();
  }
  expect(meanSquaredError(picture.forward(input), wanted).item()).toBeLessThan(0.05);
});
