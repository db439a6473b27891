import { expect, test } from "vitest";
import { type BinaryCapacitySettings, binaryCapacity } from "./binaryCapacity.ts";
import type { PointResult } from "./protocol.ts";

const measure = (settings: Partial<BinaryCapacitySettings>, seed = 1): PointResult["measures"] =>
  binaryCapacity.run({ ...binaryCapacity.defaults, ...settings }, seed, null).measures;

test("the same settings and seed give the same numbers, another seed others", () => {
  const point = (seed: number): PointResult =>
    binaryCapacity.run({ ...binaryCapacity.defaults, load: 0.14 }, seed, null);
  expect(point(3)).toEqual(point(3));
  expect(point(3).lists.overlaps).not.toEqual(point(4).lists.overlaps);
  expect(Object.keys(point(3).measures)).toEqual(Object.keys(binaryCapacity.measures));
  expect(Object.keys(binaryCapacity.fields).sort()).toEqual(Object.keys(binaryCapacity.defaults).sort());
});

test("patterns and damage are paired: a model is compared with another on the same ones", () => {
  const lists = (model: BinaryCapacitySettings["model"]): number => {
    const settings = { ...binaryCapacity.defaults, model, load: 0.02, flip: 0.2 };
    return binaryCapacity.run(settings, 5, null).measures.recovered ?? 0;
  };
  expect([lists("hebb"), lists("pseudoInverse"), lists("exponential")]).toEqual([1, 1, 1]);
});

test("Hebb keeps nearly all bits below 0.138 d and loses them beyond", () => {
  const settings = { units: 400, flip: 0, queries: 30 };
  const below = measure({ ...settings, load: 0.1 });
  const beyond = measure({ ...settings, load: 0.25 });
  expect(below.wrongBits).toBeLessThan(0.02);
  expect(beyond.wrongBits).toBeGreaterThan(0.15);
  expect(below.theory).toBeCloseTo(55.2);
  expect([below.energyRises, beyond.energyRises]).toEqual([0, 0]);
  expect(below.loadOf).toBe(0.1);
});

test("the pseudo-inverse keeps d patterns, the cube more than d, the exponential hundreds at 20 units", () => {
  expect(measure({ model: "pseudoInverse", units: 100, load: 1, flip: 0 }).fixed).toBe(1);
  const cube = measure({ model: "power", degree: 3, units: 100, patterns: 200, flip: 0.05 });
  expect(cube.recovered).toBeGreaterThan(0.9);
  expect(cube.theory).toBeGreaterThan(400);
  const exponential = measure({ model: "exponential", units: 20, patterns: 400, flip: 0.05 });
  expect(exponential.fixed).toBeGreaterThan(0.95);
  expect(exponential.energyRises).toBe(0);
});

test("synchronous updates may cycle, and the share is told; the perceptron tells its training", () => {
  const sync = measure({ update: "sync", load: 0.5, flip: 0.4, units: 60 });
  expect((sync.cycles ?? 0) + (sync.converged ?? 0)).toBe(1);
  expect(sync.cycles).toBeGreaterThan(0);
  const perceptron = measure({ model: "perceptron", load: 0.5, units: 60 });
  expect(perceptron).toMatchObject({ trained: 1, energyRises: null });
  expect(perceptron.leastMargin).toBeGreaterThan(0.4);
  expect(measure({ model: "perceptron", weights: "symmetric", units: 60 }).energyRises).toBe(0);
  expect(measure({}).trained).toBeNull();
});

test("bad settings are named, and an aborted signal stops", () => {
  expect(() => measure({ flip: 0.7 })).toThrow(/invalid flip: 0.7/);
  expect(() => measure({ load: 0 })).toThrow(/invalid load: 0/);
  expect(() => measure({ model: "hop" as "hebb" })).toThrow(/unknown model/);
  const aborted = AbortSignal.abort(new Error("enough"));
  expect(() => binaryCapacity.run(binaryCapacity.defaults, 1, null, { signal: aborted })).toThrow("enough");
  const progress: number[] = [];
  binaryCapacity.run({ ...binaryCapacity.defaults, units: 40, load: 1, queries: 40 }, 1, null, {
    onProgress: (done, total) => progress.push(done / total),
  });
  expect(progress.at(-1)).toBe(1);
});
