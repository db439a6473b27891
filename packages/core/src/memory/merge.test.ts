import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { distance } from "../math/vector.ts";
import { compress } from "../patterns/compress.ts";
import { Patterns } from "../patterns/patterns.ts";
import { AssociativeMemory } from "./associativeMemory.ts";

const size = 3;
const row = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: size, maxLength: size });
const rows = fc.array(row, { minLength: 1, maxLength: 12 });
const weightsFor = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => 0.25 + ((7 * i) % 5));

test.each(["dot", "squaredEuclidean", "manhattan"] as const)(
  "%s: the association of a merged memory is the sum over the duplicates of the whole one",
  (similarity) => {
    fc.assert(
      fc.property(rows, row, fc.boolean(), (given, query, weighted) => {
        const weights = weighted ? { weights: weightsFor(given.length) } : {};
        const options = { similarity, beta: 0.7, ...weights };
        const whole = new AssociativeMemory(given, { ...options, duplicates: "allow" });
        const merged = new AssociativeMemory(given, { ...options, duplicates: "merge" });
        const all = whole.association(query);
        const some = merged.association(query);
        const sums = new Float64Array(merged.count);
        given.forEach((one, i) => {
          const at = Array.from({ length: merged.count }, (_, k) => k).find((k) =>
            merged.stored.at(k).every((value, j) => value === one[j]),
          );
          sums[at ?? -1] += all[i];
        });
        expect(distance(some, sums)).toBeLessThan(1e-12);
        const [a, b] = [whole, merged].map((memory) => memory.retrieve(query, { exact: "dense" }).state);
        expect(distance(a, b)).toBeLessThan(1e-9);
        expect(merged.energy(query)[0]).toBeCloseTo(whole.energy(query)[0], 9);
      }),
    );
  },
);

test("adding one by one gives the same memory as giving all at once", () => {
  fc.assert(
    fc.property(rows, (given) => {
      const weights = weightsFor(given.length);
      const whole = new AssociativeMemory(given, { duplicates: "merge", weights });
      const grown = new AssociativeMemory(given.slice(0, 1), {
        duplicates: "merge",
        weights: weights.slice(0, 1),
      });
      given.slice(1).forEach((one, k) => {
        const count = grown.count;
        const i = grown.add(one, { weight: weights[k + 1] });
        expect(grown.stored.at(i)).toEqual(Float64Array.from(one));
        expect(grown.count === count || i === count).toBe(true);
      });
      expect(grown.count).toBe(whole.count);
      expect(grown.merged).toEqual(whole.merged);
      expect(distance(grown.weights, whole.weights)).toBeLessThan(1e-9);
    }),
  );
});

test("the memory says what was merged, by the numbers given", () => {
  const memory = new AssociativeMemory([[1], [2], [1], [3], [2], [1]], { duplicates: "merge" });
  expect(memory.count).toBe(3);
  expect(memory.merged).toEqual([
    [0, 2, 5],
    [1, 4],
  ]);
  expect([...memory.weights].map((w) => Math.round(1e9 * w) / 1e9)).toEqual([3, 2, 1]);
  expect(memory.add([3])).toBe(2);
  expect(memory.add([4])).toBe(3);
  expect(memory.merged.at(-1)).toEqual([3, 6]);
  memory.remove(0);
  expect(memory.merged).toEqual([
    [1, 4],
    [3, 6],
  ]);
  memory.update(0, [9]);
  expect(memory.merged).toEqual([[3, 6]]);
  expect(new AssociativeMemory([[1], [2]]).merged).toEqual([]);
});

test("a faded pattern that comes again has the weight of what came", () => {
  const memory = new AssociativeMemory([[1], [2]], { duplicates: "merge" });
  memory.age(2000);
  expect(memory.add([1], { weight: 3 })).toBe(0);
  expect(memory.weights[0]).toBeCloseTo(3, 12);
  expect(memory.weights[1]).toBe(0);
});

test("what was given is not changed, neither its numbers nor its patterns", () => {
  for (const data of [
    [1, 2, 1, 2, 3, 4],
    [1, 2, 5, 6, 3, 4],
  ]) {
    const bytes = Uint8Array.from(data);
    const given = new Patterns(bytes, { size: 2, labels: [5, 6, 7] });
    const values = new Patterns([7, 7, 8], { size: 1 });
    const memory = new AssociativeMemory(given, { duplicates: "merge", values });
    memory.add([9, 9], { value: [3] });
    memory.update(0, [0, 0]);
    memory.remove(1);
    expect([...bytes]).toEqual(data);
    expect([given.count, values.count]).toEqual([3, 3]);
    expect([...given.at(0), ...(given.labels ?? [])]).toEqual([1, 2, 5, 6, 7]);
    expect([...values.at(2)]).toEqual([8]);
  }
});

test("equal keys with equal values merge; with different ones they are named", () => {
  const keys = [
    [1, 2],
    [3, 4],
    [1, 2],
  ];
  const make = (values: number[]): AssociativeMemory =>
    new AssociativeMemory(keys, { duplicates: "merge", values: new Patterns(values, { size: 1 }) });
  const memory = make([5, 6, 5]);
  expect([memory.count, memory.values?.count]).toEqual([2, 2]);
  expect(() => make([5, 6, 7])).toThrow(
    expect.objectContaining({
      code: "ERR_DUPLICATE",
      message: expect.stringMatching(/patterns 0 and 2 are equal but have different values/),
    }),
  );
  expect(memory.add([3, 4], { value: [6] })).toBe(1);
  expect(() => memory.add([3, 4], { value: [7] })).toThrow(/patterns 1 and 2 are equal but have different/);
  expect(() => memory.add([3, 4], { value: [1, 2] })).toThrow(/2 values \(expected 1\)/);
  expect([memory.count, memory.values?.count, memory.merged]).toEqual([
    2,
    2,
    [
      [0, 2],
      [1, 3],
    ],
  ]);
});

test("a pattern cannot be put in the place of another that it equals", () => {
  const memory = new AssociativeMemory([[1], [2]], { duplicates: "merge" });
  expect(() => memory.update(1, [1])).toThrow(/patterns 0 and 1 are equal/);
  expect([...memory.stored.at(1)]).toEqual([2]);
});

test("a retrieval asks nothing of a memory that has merged a pattern since", () => {
  const memory = new AssociativeMemory([[1], [2]], { duplicates: "merge" });
  const r = memory.retrieve([1.2]);
  memory.add([2]);
  expect(() => r.association(0)).toThrow(/changed since/);
});

test("patterns that a smaller form makes equal are merged too", () => {
  const random = new Random("merge");
  const one = Float64Array.from({ length: 8 }, () => random.uniform());
  const close = one.map((value) => value + 1e-9);
  close[0] = one[0];
  const float16 = compress(new Patterns([one, close], { size: 8 }), "float16");
  const memory = new AssociativeMemory(float16, { duplicates: "merge", beta: 1 });
  expect(memory.merged).toEqual([[0, 1]]);
  expect(memory.retrieve(one).certificate(0).storageError).toBe(memory.stored.errorNorm[0]);
});

test("another word for duplicates is refused", () => {
  expect(() => new AssociativeMemory([[1]], { duplicates: "merged" as "merge" })).toThrow(
    /unknown duplicates: merged \(did you mean merge\?/,
  );
});
