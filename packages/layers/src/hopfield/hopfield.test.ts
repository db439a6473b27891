import fc from "fast-check";
import { Random } from "modern-hopfield";
import { readSafetensors, writeSafetensors } from "modern-hopfield/formats";
import { describe, expect, test } from "vitest";
import { backward, gradients } from "../autodiff/backward.ts";
import { sum } from "../autodiff/reduce.ts";
import { broadcastTo, concat, slice } from "../autodiff/shape.ts";
import { type Tensor, tensor } from "../autodiff/tensor.ts";
import { expectGradients, randomTensor } from "../autodiff/testing/differences.ts";
import { fromHflayers, optionsFromHflayers } from "./hflayers.ts";
import { Hopfield } from "./hopfield.ts";
import { HopfieldDecoderLayer } from "./hopfieldDecoderLayer.ts";
import { HopfieldEncoderLayer } from "./hopfieldEncoderLayer.ts";
import { HopfieldLayer } from "./hopfieldLayer.ts";
import { HopfieldPooling } from "./hopfieldPooling.ts";
import type { HopfieldOptions } from "./options.ts";

const dtype = "float64";

/** Gives every parameter random numbers, so that nothing is 0 or 1 by chance of its beginning. */
function shake(module: { namedParameters(): Map<string, Tensor> }, seed: string): void {
  for (const [name, { data }] of module.namedParameters()) {
    const random = new Random(`${seed}/${name}`);
    for (let k = 0; k < data.length; k++) data[k] = random.normal(0, 0.5);
  }
}

function shaken(options: HopfieldOptions): Hopfield {
  const made = new Hopfield({ dtype, ...options });
  shake(made, "weights");
  return made;
}

function close(a: Tensor, b: Tensor, digits = 11): void {
  expect(a.shape).toEqual(b.shape);
  a.data.forEach((x, k) => {
    expect(x).toBeCloseTo(b.data[k], digits);
  });
}

const random = new Random("inputs");
const x = randomTensor(random, [3, 5, 8]);
const y = randomTensor(random, [3, 4, 8]);

/** A sample of a batch. */
const sample = (t: Tensor, b: number): Tensor => slice(t, 0, b, b + 1);

const configurations: readonly [string, HopfieldOptions][] = [
  ["defaults", { inputSize: 8 }],
  ["heads and steps", { inputSize: 8, numHeads: 2, updateStepsMax: 3 }],
  ["a step per head", { inputSize: 8, numHeads: 2, updateStepsMax: [0, 2], scaling: [0.5, 2] }],
  [
    "squared distances, sparsemax",
    { inputSize: 8, numHeads: 2, similarity: "squaredEuclidean", separation: "sparsemax" },
  ],
  ["scores as weights", { inputSize: 8, numHeads: 2, separation: "identity", updateStepsMax: 1 }],
  [
    "null and bias patterns",
    { inputSize: 8, numHeads: 2, addZeroAssociation: true, concatBiasPattern: true },
  ],
  [
    "connected, norm of the space",
    {
      inputSize: 8,
      hiddenSize: 4,
      numHeads: 2,
      patternProjection: { connected: true },
      hopfieldSpace: { normalize: true, affine: true },
    },
  ],
  [
    "static state",
    { inputSize: 8, hiddenSize: 8, numHeads: 2, statePattern: { static: true }, updateStepsMax: 1 },
  ],
];

test.each(configurations)("%s: no sample of a batch changes another", (_name, options) => {
  const hopfield = shaken(options);
  const all = hopfield.forward({ stored: x, state: y, projection: x });
  for (let b = 0; b < 3; b++) {
    const alone = hopfield.forward({ stored: sample(x, b), state: sample(y, b), projection: sample(x, b) });
    close(sample(all, b), alone);
  }
});

test.each(configurations)("%s: the order of stored patterns does not matter", (_name, options) => {
  const hopfield = shaken(options);
  const turned = concat([slice(x, 1, 2), slice(x, 1, 0, 2)], 1);
  close(
    hopfield.forward({ stored: x, state: y, projection: x }),
    hopfield.forward({ stored: turned, state: y, projection: turned }),
    10,
  );
});

test.each(configurations)("%s: padding is as if it were not there", (_name, options) => {
  const hopfield = shaken(options);
  const data = Uint8Array.from({ length: 15 }, (_, k) => (k % 5 >= 3 ? 1 : 0));
  const short = slice(x, 1, 0, 3);
  close(
    hopfield.forward(
      { stored: x, state: y, projection: x },
      { storedPatternPaddingMask: { shape: [3, 5], data } },
    ),
    hopfield.forward({ stored: short, state: y, projection: short }),
  );
});

test.each(configurations)("%s: one sample stands for a whole batch", (_name, options) => {
  const hopfield = shaken(options);
  const one = sample(x, 0);
  close(
    hopfield.forward({ stored: one, state: y, projection: one }),
    hopfield.forward({
      stored: broadcastTo(one, [3, 5, 8]),
      state: y,
      projection: broadcastTo(one, [3, 5, 8]),
    }),
  );
});

test.each(configurations)(
  "%s: gradients of weights and inputs are those of central differences",
  (_name, options) => {
    const hopfield = shaken({ ...options, updateStepsEps: 1e-300 });
    const inputs = [slice(x, 0, 0, 2), slice(y, 0, 0, 2)].map((t) =>
      tensor(t.data, { shape: t.shape, requiresGrad: true }),
    );
    const parameters = [...hopfield.namedParameters().values()];
    expectGradients(
      (stored, state) => hopfield.forward({ stored, state, projection: stored }),
      [...inputs, ...parameters],
      { step: 1e-6, tolerance: 2e-6 },
    );
  },
);

test("what is learned beside hflayers' weights has gradients too: scaling and alpha per head", () => {
  const hopfield = new Hopfield({
    dtype,
    inputSize: 8,
    numHeads: 2,
    updateStepsMax: 1,
    updateStepsEps: 1e-300,
    scaling: { trainable: true, initial: [0.7, 1.3] },
    separation: { name: "entmax", alpha: 1.4, trainable: true },
  });
  const names = [...hopfield.namedParameters().keys()];
  expect(names).toContain("association_core.scaling");
  expect(names).toContain("association_core.separation_alpha");
  const learned = ["scaling", "separation_alpha"].map(
    (name) => hopfield.namedParameters().get(`association_core.${name}`) as Tensor,
  );
  expectGradients(() => hopfield.forward({ stored: x, state: y, projection: x }), learned, {
    step: 1e-6,
    tolerance: 1e-5,
  });
});

test("the implicit gradient of a layer is that through all steps", () => {
  const options: HopfieldOptions = {
    inputSize: 8,
    numHeads: 2,
    updateStepsMax: 300,
    updateStepsEps: 1e-13,
    scaling: 1,
  };
  const [unrolled, implicit] = [shaken(options), shaken({ ...options, gradient: "implicit" })];
  const found = [unrolled, implicit].map((hopfield) => {
    const result = hopfield.run({ stored: x, state: y, projection: x });
    expect(result.settled.every((s) => s === 1)).toBe(true);
    return gradients(
      result.output,
      hopfield.parameters(),
      randomTensor(new Random(1), result.output.shape).data,
    );
  });
  found[0].forEach((wanted, n) => {
    const scale = Math.max(1, ...wanted.map(Math.abs));
    wanted.forEach((g, k) => {
      expect(Math.abs(found[1][n][k] - g)).toBeLessThan(1e-7 * scale);
    });
  });
});

describe("defects of hflayers, repaired and reproduced", () => {
  const still = { normalize: false } as const;
  const staticRetrieval: HopfieldOptions = {
    dtype,
    numHeads: 2,
    scaling: 1,
    disableOutProjection: true,
    storedPattern: { static: true, ...still },
    statePattern: { static: true, ...still },
    patternProjection: { static: true, ...still },
  };

  test("D1: heads of static patterns see their own sample, under compat those of others", () => {
    const inputs = { stored: x, state: y, projection: x };
    const repaired = new Hopfield(staticRetrieval).associationMatrix(inputs);
    const compat = new Hopfield({ ...staticRetrieval, compat: "hflayers" }).associationMatrix(inputs);
    const cells = 4 * 5;
    const mix = [
      [0, 1],
      [2, 0],
      [1, 2],
    ];
    for (let b = 0; b < 3; b++) {
      for (let h = 0; h < 2; h++) {
        const at = (b * 2 + h) * cells;
        const own = repaired.data.slice(b * 2 * cells, b * 2 * cells + cells);
        expect(repaired.data.slice(at, at + cells)).toEqual(own);
        const from = mix[b][h] * 2 * cells;
        expect(compat.data.slice(at, at + cells)).toEqual(repaired.data.slice(from, from + cells));
      }
    }
  });

  test("D2: a scaling per head; under compat it is tiled over the features, and says when hflayers could not", () => {
    const options: HopfieldOptions = { inputSize: 8, numHeads: 2, scaling: [0.1, 3] };
    const [repaired, compat] = [shaken(options), shaken({ ...options, compat: "hflayers" })];
    expect(repaired.associationMatrix(x).data).not.toEqual(compat.associationMatrix(x).data);
    const single = shaken({ ...options, scaling: 0.1 });
    const half = (t: Tensor): Tensor => slice(t, 1, 0, 1);
    close(half(repaired.associationMatrix(x)), half(single.associationMatrix(x)));
    const odd = shaken({
      inputSize: 9,
      hiddenSize: 3,
      numHeads: 2,
      scaling: [1, 2],
      updateStepsMax: 1,
      compat: "hflayers",
    });
    expect(() => odd.forward(randomTensor(random, [1, 2, 9]))).toThrow(/drop compat, or give one scaling/);
  });

  test("D3: bias patterns are one more stored pattern; under compat they do nothing", () => {
    const options: HopfieldOptions = { inputSize: 8, concatBiasPattern: true };
    expect(shaken(options).associationMatrix(x).shape).toEqual([3, 1, 5, 6]);
    expect(shaken({ ...options, compat: "hflayers" }).associationMatrix(x).shape).toEqual([3, 1, 5, 5]);
  });

  test("D4: each state stops by itself; under compat the batch stops together", () => {
    const options: HopfieldOptions = { inputSize: 8, updateStepsMax: null, scaling: 2 };
    const repaired = shaken(options).run(x).steps;
    expect(new Set(repaired).size).toBeGreaterThan(1);
    expect(new Set(shaken({ ...options, compat: "hflayers" }).run(x).steps).size).toBe(1);
  });

  test("D5, D6, D8, D9, D13: byte masks, a whole scaling, a norm without hiddenSize, output sizes, a static state's norm", () => {
    expect(new Hopfield({ inputSize: 8, scaling: 1 }).outputSize).toBe(8);
    new Hopfield({ inputSize: 8, hopfieldSpace: { normalize: true, affine: true } });
    const state = new Hopfield({ inputSize: 8, hiddenSize: 3, statePattern: { static: true } });
    expect(state.namedParameters().get("norm_state_pattern.weight")?.shape).toEqual([3]);
    const hopfield = new Hopfield({ inputSize: 8 });
    expect(new HopfieldDecoderLayer(hopfield, new Hopfield({ inputSize: 8 })).outputSize).toBe(8);
  });

  test("D7: a state that may see nothing gives the output of zeros, and under compat NaN", () => {
    const padding = { shape: [3, 5], data: new Uint8Array(15).fill(1, 5, 10) };
    const hopfield = shaken({ inputSize: 8, updateStepsMax: 2 });
    const { output, empty } = hopfield.run(x, { storedPatternPaddingMask: padding });
    expect([...empty]).toEqual([...new Uint8Array(15).fill(1, 5, 10)]);
    const bias = hopfield.namedParameters().get("association_core.out_proj.bias") as Tensor;
    expect([...output.data.slice(40, 48)]).toEqual([...bias.data]);
    const compat = shaken({ inputSize: 8, compat: "hflayers" });
    const found = compat.forward(x, { storedPatternPaddingMask: padding });
    expect(found.data.slice(40, 80).every(Number.isNaN)).toBe(true);
    expect(found.data.slice(0, 40).every(Number.isFinite)).toBe(true);
  });

  test("D10: pooling of sets that come first gives one row per sample", () => {
    const turned = randomTensor(random, [5, 3, 8]);
    const make = (compat?: "hflayers"): HopfieldPooling =>
      new HopfieldPooling({
        dtype,
        inputSize: 8,
        quantity: 2,
        batchFirst: false,
        ...(compat ? { compat } : {}),
      });
    expect(make().forward(turned).shape).toEqual([3, 16]);
    expect(make("hflayers").forward(turned).shape).toEqual([2, 24]);
    expect(
      make()
        .defects()
        .map(({ id }) => id),
    ).toEqual(["D10"]);
  });

  test("D11, D12, D14: what hflayers ignores or breaks on is an error that says what to do", () => {
    expect(() => new Hopfield({ inputSize: 8, associationActivation: "tahn" as never })).toThrow(
      /did you mean tanh/,
    );
    expect(
      () =>
        new Hopfield({
          inputSize: 8,
          numHeads: 2,
          storedPattern: { static: true },
          patternProjection: { static: true },
        }),
    ).toThrow(/project one of them, or use one head/);
    expect(
      () => new Hopfield({ inputSize: 8, patternProjection: { static: true, connected: true } }),
    ).toThrow(/both connected and static/);
  });

  test("D15: updates without end are capped, and said not to have settled", () => {
    // Two updates that swap for ever do not exist with softmax; a tolerance below rounding does.
    const hopfield = shaken({ inputSize: 8, updateStepsMax: null, updateStepsEps: 1e-300, scaling: 0.9 });
    const { steps, settled } = hopfield.run(sample(x, 0));
    steps.forEach((n, k) => {
      expect(n === 1000 || settled[k] === 1).toBe(true);
    });
  });

  test("D16: patterns of any finite size give finite outputs", () => {
    const far = tensor(
      Float32Array.from({ length: 24 }, (_, k) => (k % 7) * 1e25),
      { shape: [1, 3, 8] },
    );
    const hopfield = new Hopfield({ ...staticRetrieval, dtype: "float32", numHeads: 1, updateStepsMax: 3 });
    expect(hopfield.forward(far).data.every(Number.isFinite)).toBe(true);
  });

  test("D17: an encoder keeps the weights of the Hopfield it is given; under compat it begins anew", () => {
    const hopfield = shaken({ inputSize: 8 });
    expect(new HopfieldEncoderLayer(hopfield).hopfield).toBe(hopfield);
    const anew = new HopfieldEncoderLayer(hopfield, { compat: "hflayers" }).hopfield;
    expect(anew.namedParameters().get("association_core.out_proj.weight")?.data).not.toEqual(
      hopfield.namedParameters().get("association_core.out_proj.weight")?.data,
    );
  });

  test("loading says which defects a checkpoint depends on", () => {
    const make = (options: HopfieldOptions): string[] => {
      const hopfield = new Hopfield(options);
      const { tensors } = readSafetensors(writeSafetensors(hopfield.stateDict()));
      return hopfield.loadStateDict(tensors).defects.map(({ id }) => id);
    };
    expect(make({ inputSize: 8, numHeads: 2 })).toEqual([]);
    expect(make({ inputSize: 8, numHeads: 2, scaling: [2, 2], updateStepsMax: 1 })).toEqual([]);
    expect(
      make({
        inputSize: 8,
        numHeads: 2,
        scaling: [1, 2],
        updateStepsMax: 2,
        concatBiasPattern: true,
        patternProjection: { static: true, size: 4 },
      }),
    ).toEqual(["D1", "D2", "D3", "D4"]);
  });
});

describe("weights", () => {
  test("a state dict survives a file, and loads into another precision", () => {
    const pooling = new HopfieldPooling({ inputSize: 8, numHeads: 2, quantity: 3 });
    shake(pooling, "saved");
    const { tensors } = readSafetensors(writeSafetensors(pooling.stateDict()));
    const other = new HopfieldPooling({ inputSize: 8, numHeads: 2, quantity: 3, dtype, seed: 5 });
    expect(other.loadStateDict(tensors).loaded).toBe(tensors.size);
    const input = Float32Array.from(x.data);
    close(
      other.forward(tensor(input, { shape: x.shape, dtype })),
      pooling.forward(tensor(input, { shape: x.shape })),
      4,
    );
  });

  test("an error lists every missing, unexpected and misshaped tensor, and nothing is changed", () => {
    const hopfield = new Hopfield({ inputSize: 8 });
    const tensors = new Map(hopfield.stateDict());
    tensors.delete("association_core.in_proj_bias");
    tensors.delete("norm_state_pattern.bias");
    tensors.set("nonsense", { shape: [1], data: new Float32Array(1) });
    tensors.set("norm_state_pattern.weight", { shape: [7], data: new Float32Array(7).fill(9) });
    const before = hopfield.stateDict().get("association_core.in_proj_weight")?.data.slice();
    let message = "";
    try {
      hopfield.loadStateDict(tensors);
    } catch (error) {
      message = (error as Error).message;
    }
    for (const part of [
      "missing: association_core.in_proj_bias [24], norm_state_pattern.bias [8]",
      "unexpected: nonsense [1]",
      "misshaped: norm_state_pattern.weight is [7], expected [8]",
    ]) {
      expect(message).toContain(part);
    }
    expect(hopfield.stateDict().get("association_core.in_proj_weight")?.data).toEqual(before);
  });

  test("the same seed gives the same weights, another seed others", () => {
    const weights = (seed: number): unknown =>
      new HopfieldLayer({ inputSize: 8, quantity: 5, seed }).lookupWeights.data.join();
    expect(weights(1)).toBe(weights(1));
    expect(weights(1)).not.toBe(weights(2));
  });
});

describe("as a memory of the core", () => {
  test.each([
    ["softmax", {}],
    ["sparsemax", { separation: "sparsemax" }],
    ["distances", { similarity: "squaredEuclidean" }],
    ["a power", { separation: { name: "polynomial", degree: 2 } }],
    ["the scores themselves", { separation: "identity" }],
    ["a learned alpha", { separation: { name: "entmax", alpha: 1.3, trainable: true } }],
    ["a zero association", { addZeroAssociation: true }],
  ] as readonly [string, HopfieldOptions][])("%s: a retrieval is the head's own", (_name, options) => {
    const layer = new HopfieldLayer({
      dtype,
      inputSize: 8,
      numHeads: 2,
      quantity: 6,
      updateStepsMax: 2,
      updateStepsEps: 1e-300,
      lookupWeightsAsSeparated: true,
      disableOutProjection: true,
      scaling: [0.8, 1.7],
      ...options,
    });
    shake(layer, "memory");
    if (typeof options.separation === "object" && options.separation.name === "entmax") {
      layer.namedParameters().get("hopfield.association_core.separation_alpha")?.data.fill(Math.log(0.3));
    }
    const output = layer.forward(y);
    for (const head of [0, 1]) {
      const memory = layer.toMemory(head);
      const found = memory.retrieve(layer.stateOf(y, head), {
        maxSteps: 3,
        tolerance: 0,
        exact: "dense",
      });
      for (let q = 0; q < 12; q++) {
        const { output: values } = found.at(q);
        for (let j = 0; j < 4; j++) expect(values[j]).toBeCloseTo(output.data[q * 8 + head * 4 + j], 9);
      }
    }
  });
});

test("dropout acts on calls that bring a stream, and the same stream gives the same output", () => {
  const hopfield = shaken({ inputSize: 8, dropout: 0.5 });
  const evaluated = hopfield.forward(x);
  close(hopfield.forward(x), evaluated);
  const trained = hopfield.forward(x, { random: new Random(4) });
  expect(trained.data).not.toEqual(evaluated.data);
  expect(hopfield.forward(x, { random: new Random(4) }).data).toEqual(trained.data);
});

test("frozen patterns get no gradient and are no parameters to train", () => {
  const layer = new HopfieldLayer({
    dtype,
    inputSize: 8,
    quantity: 3,
    trainable: false,
    lookupWeightsAsSeparated: true,
    lookupTargetsAsTrainable: false,
  });
  backward(sum(layer.forward(y)));
  expect(layer.lookupWeights.grad).toBeNull();
  expect(layer.targetWeights?.grad).toBeNull();
  expect(layer.parameters()).not.toContain(layer.lookupWeights);
  expect(layer.namedParameters().size - layer.parameters().length).toBe(2);
});

test("encoder and decoder have the gradients of central differences", () => {
  const small = (): Hopfield => shaken({ inputSize: 4, numHeads: 2 });
  const [a, b] = [randomTensor(random, [2, 3, 4]), randomTensor(random, [2, 2, 4])];
  const encoder = new HopfieldEncoderLayer(small(), { dimFeedforward: 5, activation: "gelu" });
  expectGradients((t) => encoder.forward(t), [a, ...encoder.namedParameters().values()], {
    step: 1e-6,
    tolerance: 2e-6,
  });
  const decoder = new HopfieldDecoderLayer(small(), small(), { dimFeedforward: 5, activation: "gelu" });
  expectGradients((t, memory) => decoder.forward(t, memory), [b, a, ...decoder.parameters()], {
    step: 1e-6,
    tolerance: 2e-6,
  });
});

test("configurations that contradict themselves are refused with what to change", () => {
  const cases: readonly [HopfieldOptions, RegExp][] = [
    [{}, /inputSize is missing/],
    [{ inputSize: 8, numHeads: 3 }, /no multiple of 3 heads/],
    [{ inputSize: 8, hiddenSize: 0 }, /invalid hiddenSize: 0/],
    [
      { inputSize: 8, statePattern: { normalize: false, affine: true } },
      /affine weights of a norm that is off/,
    ],
    [{ inputSize: 8, numHeads: 2, scaling: [1, 2, 3] }, /scaling has 3 numbers for 2 heads/],
    [{ inputSize: 8, updateStepsEps: 0 }, /invalid updateStepsEps: 0/],
    [{ inputSize: 8, updateStepsMax: 1.5 }, /invalid updateStepsMax: 1.5/],
    [{ inputSize: 8, dropout: 1 }, /invalid dropout: 1/],
    [{ inputSize: 8, scaling: Number.NaN }, /invalid scaling/],
    [
      { inputSize: 8, separation: "identity", similarity: "squaredEuclidean" },
      /identity needs scores that are not negative/,
    ],
    [
      { inputSize: 8, patternProjection: { connected: true }, storedPattern: { size: 5 } },
      /stored patterns' size 5/,
    ],
  ];
  for (const [options, message] of cases) expect(() => new Hopfield(options)).toThrow(message);
  expect(() => new Hopfield({ inputSize: 8 }).forward(randomTensor(random, [3, 8]))).toThrow(
    /expected three axes/,
  );
  const hopfield = shaken({ inputSize: 8 });
  expect(() => hopfield.forward({ stored: x, state: sample(y, 0), projection: slice(x, 0, 0, 2) })).toThrow(
    /3, 1, 2 samples/,
  );
  expect(() => hopfield.toMemory({ stored: x }, 1)).toThrow(/no head 1/);
  expect(() => optionsFromHflayers({ inputsize: 8 })).toThrow(/did you mean input_size/);
  expect(() => fromHflayers("Hopfeld" as never, {})).toThrow(/did you mean Hopfield/);
});

test("hflayers' arguments reach the options", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.boolean(), (heads, affine) => {
      const options = optionsFromHflayers({
        input_size: 4 * heads,
        num_heads: heads,
        normalize_state_pattern_affine: affine,
        update_steps_max: null,
        output_size: null,
      });
      expect(options).toMatchObject({ inputSize: 4 * heads, numHeads: heads, updateStepsMax: null });
      expect(options.statePattern).toEqual({ affine });
      expect(new Hopfield(options).plan.maxSteps).toEqual(new Array(heads).fill(Number.POSITIVE_INFINITY));
    }),
    { numRuns: 10 },
  );
});
