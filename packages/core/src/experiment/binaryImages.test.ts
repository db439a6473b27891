import { expect, test } from "vitest";
import { proceduralScenes } from "../images/procedural/scenes.ts";
import type { TrialSource } from "../trial/source.ts";
import { type BinaryImagesSettings, binaryImages } from "./binaryImages.ts";
import type { PointResult } from "./protocol.ts";

const source: TrialSource = { kind: "images", images: proceduralScenes(40, "binary-images") };
const run = (settings: Partial<BinaryImagesSettings>, seed = 1): PointResult =>
  binaryImages.run({ ...binaryImages.defaults, ...settings }, seed, source);

test("half-hidden black and white pictures: Hebb fails where the modern memory does not, and correlation says why", () => {
  const { measures } = run({});
  expect(measures.recovered).toBeLessThan(0.2);
  expect(measures.modernRecovered).toBe(1);
  expect(measures.correlation).toBeGreaterThan(3 * (measures.correlationByChance ?? 1));
  expect(measures.energyRises).toBe(0);
  expect(measures.wrongBits).toBeLessThan(measures.wrongBitsBefore ?? 0);
  expect(Object.keys(measures).sort()).toEqual(Object.keys(binaryImages.measures).sort());
  expect(Object.keys(binaryImages.fields).sort()).toEqual(Object.keys(binaryImages.defaults).sort());
});

test("the pseudo-inverse undoes the correlation", () => {
  const damage = { corrupt: "flip:0.1", missing: "black" } as const;
  const hebb = run(damage).measures;
  const inverse = run({ ...damage, model: "pseudoInverse" }).measures;
  expect(inverse.recovered).toBe(1);
  expect(inverse.fixed).toBe(1);
  expect(hebb.recovered).toBeLessThan(0.2);
  expect(hebb.fixed).toBeLessThan(1);
});

test("both memories see the same pictures, and the pictures show what is counted", () => {
  const { measures, pictures, lists } = run({ show: "modern", similarity: "squaredEuclidean", beta: 1 });
  expect(measures.modernBeta).toBe(1);
  expect(pictures?.corrupted.count).toBe(20);
  expect(pictures?.retrieved.data).toEqual(pictures?.original.data);
  const hidden = pictures?.known?.indexOf(0) ?? -1;
  expect(hidden).toBe(512);
  const classical = run({}).pictures;
  classical?.original.data.forEach((value, k) => {
    if (classical.known?.[k] === 1) expect(classical.retrieved.data[k]).toBe(value);
  });
  const wrong = lists.overlaps.map((overlap, q) => {
    const retrieved = classical?.retrieved.at(q) ?? [];
    const original = classical?.original.at(q) ?? [];
    const different = retrieved.filter((value: number, j: number) => value !== original[j]).length;
    return Math.abs(1 - (2 * different) / original.length - (overlap ?? 0));
  });
  expect(Math.max(...wrong)).toBeLessThan(1e-12);
});

test("the same seed gives the same numbers; colours, levels and dense models run", () => {
  expect(run({ patterns: 5, queries: 3 })).toEqual(run({ patterns: 5, queries: 3 }));
  const rgb = run({
    patterns: 6,
    queries: 2,
    color: "rgb",
    level: 127.5,
    model: "exponential",
    missing: "black",
  });
  expect(rgb.pictures?.retrieved.channels).toBe(3);
  expect(rgb.pictures?.known).toBeNull();
  expect(rgb.measures.white).toBeGreaterThan(0);
});

test("vectors are refused, bad corruptions named, an aborted signal stops", () => {
  const vectors: TrialSource = { kind: "vectors", values: new Float64Array(4), count: 2, size: 2, name: "v" };
  expect(() => binaryImages.run(binaryImages.defaults, 1, vectors)).toThrow(/needs pictures/);
  expect(() => run({ corrupt: "hlaf:bottom" })).toThrow(/half/);
  const aborted = AbortSignal.abort(new Error("enough"));
  expect(() => binaryImages.run(binaryImages.defaults, 1, source, { signal: aborted })).toThrow("enough");
});
