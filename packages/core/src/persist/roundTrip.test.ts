import fc from "fast-check";
import { expect, test } from "vitest";
import { readSafetensors } from "../formats/safetensors.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { separationNames, similarityNames } from "../memory/choices.ts";
import type { MemoryOptions } from "../memory/options.ts";
import { entmax } from "../memory/separations/entmax.ts";
import { withNull } from "../memory/separations/withNull.ts";
import { defineSimilarity } from "../memory/similarities/custom.ts";
import { kullbackLeibler } from "../memory/similarities/kullbackLeibler.ts";
import { squaredEuclidean } from "../memory/similarities/squaredEuclidean.ts";
import { withMean } from "../memory/similarities/withMean.ts";
import { compress } from "../patterns/compress.ts";
import { Patterns, type PatternsOptions } from "../patterns/patterns.ts";
import { fromBytes, readMemory } from "./fromBytes.ts";
import { toBytes } from "./toBytes.ts";

const size = 6;

/** Numbers in 0..1 from a seed, never the same row twice. */
function numbers(count: number, seed = 1): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count * size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

const bytes = (count: number): Uint8Array => Uint8Array.from(numbers(count), (x) => 1 + Math.floor(255 * x));

/** Expects two memories to answer alike, to the last bit. */
function expectSame(loaded: AssociativeMemory, memory: AssociativeMemory): void {
  expect(loaded.stored.data.constructor).toBe(memory.stored.data.constructor);
  for (const key of ["count", "size", "beta", "effective", "duplicates"] as const) {
    expect(loaded[key]).toEqual(memory[key]);
  }
  expect(loaded.similarity.name).toBe(memory.similarity.name);
  expect(loaded.separation.name).toBe(memory.separation.name);
  expect(loaded.stored.errorNorm).toEqual(memory.stored.errorNorm);
  expect(loaded.stored.labels).toEqual(memory.stored.labels);
  for (let i = 0; i < memory.count; i++) {
    expect(loaded.stored.at(i)).toEqual(memory.stored.at(i));
    expect(loaded.values?.at(i)).toEqual(memory.values?.at(i));
  }
  if (memory.count === 0) return;
  const ofBytes = memory.stored.form === undefined && memory.stored.data instanceof Uint8Array;
  const queries = ofBytes ? bytes(3) : numbers(3, 7);
  const [a, b] = [loaded.retrieve(queries), memory.retrieve(queries)];
  expect(a.output).toEqual(b.output);
  expect(a.state).toEqual(b.state);
  expect(loaded.association(queries)).toEqual(memory.association(queries));
}

function expectRoundTrip(patterns: Patterns, options: MemoryOptions = {}): void {
  const memory = new AssociativeMemory(patterns, options);
  const file = toBytes(memory);
  const loaded = fromBytes(file);
  expectSame(loaded, memory);
  expect(toBytes(loaded)).toEqual(file);
}

const kinds: Record<string, (options: PatternsOptions) => Patterns> = {
  bytes: (options) => new Patterns(bytes(5), options),
  float32: (options) => new Patterns(Float32Array.from(numbers(5)), options),
  float64: (options) => new Patterns(numbers(5), options),
  float16: (options) => compress(new Patterns(numbers(5), options), "float16"),
  int8: (options) => compress(new Patterns(numbers(5), options), "int8"),
};

test.each(Object.keys(kinds))(
  "%s patterns come back bit for bit, with each scale and normalisation",
  (kind) => {
    for (const scale of ["pixel", "unit", "bipolar", "centred"] as const) {
      for (const normalize of ["none", "mean", "layer"] as const) {
        expectRoundTrip(kinds[kind]({ size, scale, normalize, labels: [3, 1, -1, 2, 0] }), { beta: 4 });
      }
    }
  },
);

test("every similarity and separation that has a name comes back", () => {
  for (const similarity of similarityNames) {
    if (similarity === "bipolar") continue;
    expectRoundTrip(new Patterns(numbers(5), { size }), { similarity, beta: 3 });
  }
  const signs = Float64Array.from(numbers(5), (x) => (x < 0.5 ? -1 : 1));
  expectRoundTrip(new Patterns(signs, { size }), { similarity: "bipolar", beta: 3, duplicates: "allow" });
  for (const separation of [...separationNames, "entmax/alpha=1.7", "topK/k=2", "null/score=-0.25"]) {
    expectRoundTrip(new Patterns(numbers(5), { size }), { similarity: "dot", separation, beta: 3 });
  }
  expectRoundTrip(new Patterns(numbers(5), { size }), { separation: withNull({ score: -1 }) });
});

test("rules for beta, duplicates, values and empty memories come back", () => {
  expectRoundTrip(new Patterns(numbers(5), { size }), { beta: "certified" });
  expectRoundTrip(new Patterns(numbers(5), { size }), { effective: 1.3 });
  expectRoundTrip(new Patterns([...numbers(2), ...numbers(2)], { size }), { duplicates: "allow" });
  expectRoundTrip(new Patterns([...numbers(2), ...numbers(1)], { size }), { duplicates: "merge", beta: 2 });
  const values = new Patterns(bytes(5).subarray(0, 10), { size: 2, scale: "unit", labels: [1, 2, 3, 4, 5] });
  expectRoundTrip(new Patterns(numbers(5), { size }), { values });
  for (const none of [new Uint8Array(0), new Float32Array(0)]) expectRoundTrip(new Patterns(none, { size }));
});

test("memories that grew and shrank come back without the room they had", () => {
  const memory = new AssociativeMemory(new Patterns(bytes(5), { size }));
  memory.add([0, 1, 2, 3, 4, 5]);
  memory.remove(2);
  const file = toBytes(memory);
  expect(readSafetensors(file).tensors.get("patterns")?.data.length).toBe(5 * size);
  expectSame(fromBytes(file), memory);
});

test("weights come back bit for bit, those that aged out of float64 too", () => {
  const memory = new AssociativeMemory(new Patterns(numbers(4), { size }), {
    weights: [1, 2, 0.3, 8],
    beta: 2,
  });
  memory.age(800);
  memory.reweight(1, 1);
  const loaded = fromBytes(toBytes(memory));
  expect(loaded.logWeights).toEqual(memory.logWeights);
  expect(loaded.association(numbers(1, 9))).toEqual(memory.association(numbers(1, 9)));
});

test("what a memory learned to call familiar comes back", () => {
  const memory = new AssociativeMemory(new Patterns(numbers(40), { size }), { beta: 2 });
  memory.calibrate((pattern, random) => pattern.map((x) => x + 0.1 * random.normal()), { samples: 20 });
  const loaded = fromBytes(toBytes(memory));
  expect(loaded.calibration).toEqual(memory.calibration);
  const query = numbers(1, 9);
  expect(memory.retrieve(query).familiarity).not.toBeNull();
  expect(loaded.retrieve(query).familiarity).toEqual(memory.retrieve(query).familiarity);
});

test("half floats are F16 in the file, and what compressing had changed is kept", () => {
  for (const [form, dtype] of [
    ["float16", "F16"],
    ["int8", "U8"],
  ] as const) {
    const stored = compress(new Patterns(numbers(5), { size }), form);
    const file = toBytes(new AssociativeMemory(stored, { values: stored.copy() }));
    const { tensors } = readSafetensors(file);
    expect(tensors.get("patterns")?.dtype).toBe(dtype);
    expect(tensors.get("values")?.dtype).toBe(dtype);
    expect(fromBytes(file).stored.errorNorm).toEqual(stored.errorNorm);
    expect(stored.storageError).toBeGreaterThan(0);
  }
});

test("keys of any text come back in their order", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: "binary" }), { maxLength: 6 }), (texts) => {
      const keys = [...texts.filter((text) => text !== "\ud800"), "\ud800"];
      const memory = new AssociativeMemory(new Patterns(numbers(keys.length), { size }));
      expect(readMemory(toBytes(memory, { keys })).keys).toEqual(keys);
    }),
  );
  expect(readMemory(toBytes(new AssociativeMemory([[1, 2]]))).keys).toBeNull();
});

test("keys that do not name the patterns are refused", () => {
  const memory = new AssociativeMemory([
    [1, 2],
    [3, 4],
  ]);
  expect(() => toBytes(memory, { keys: ["a"] })).toThrow(/1 keys for 2 patterns/);
  expect(() => toBytes(memory, { keys: ["a", "a"] })).toThrow(/two patterns have the key "a"/);
  expect(() => toBytes(memory, { keys: ["a", 1 as unknown as string] })).toThrow(/key 1 is a number/);
});

test("a similarity of one's own is named, and the memory comes back when it is passed again", () => {
  const mine = defineSimilarity({
    name: "blend",
    score: (x, state) => -x.reduce((sum, v, j) => sum + Math.abs(v - state[j]) ** 1.5, 0),
    update: "mean",
  });
  const imitation = { ...mine, name: "squaredEuclidean" };
  const given = [mine, imitation, withMean(squaredEuclidean), kullbackLeibler({ smoothing: 0.1 })];
  for (const similarity of given) {
    const memory = new AssociativeMemory(new Patterns(numbers(4), { size }), { similarity, beta: 3 });
    const file = toBytes(memory);
    expect(() => fromBytes(file)).toThrow(
      `the memory was saved with a similarity of its own, "${similarity.name}", which a file cannot hold (expected it beside the bytes); pass it again: fromBytes(bytes, { similarity })`,
    );
    expectSame(fromBytes(file, { similarity }), memory);
  }
  const file = toBytes(new AssociativeMemory([[1, 2]], { separation: withNull({ separation: entmax() }) }));
  expect(() => fromBytes(file)).toThrow(/separation of its own, "entmax\/alpha=1.5\+null\/score=0"/);
  expect(fromBytes(file, { separation: "softmax" }).separation.name).toBe("softmax");
});

test("the loaded memory is one's own: changing it leaves the bytes as they are", () => {
  const file = toBytes(new AssociativeMemory(new Patterns(bytes(4), { size })));
  const before = file.slice();
  const memory = fromBytes(file);
  memory.update(0, [9, 9, 9, 9, 9, 9]);
  memory.remove(1);
  expect(file).toEqual(before);
});
