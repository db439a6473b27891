import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { manhattan } from "../memory/similarities/manhattan.ts";
import { withMean } from "../memory/similarities/withMean.ts";
import { Patterns } from "../patterns/patterns.ts";
import { diagnose } from "./diagnose.ts";

const size = 48;
const random = new Random("diagnose");
const pictures = Uint8Array.from({ length: 100 * size }, () => random.below(256)).fill(
  255,
  40 * size,
  41 * size,
);
const memoryOf = (
  similarity: string,
  normalize: "none" | "layer" = "none",
  data = pictures,
): AssociativeMemory =>
  new AssociativeMemory(new Patterns(data, { size, scale: "unit", normalize }), {
    similarity,
    duplicates: "allow",
  });

test("under dot a white picture is a hub, and clean cues go to it", () => {
  const memory = memoryOf("dot");
  const { hubs, positive, unreachable, advice, separation, nearestRival } = diagnose(memory);
  expect(hubs[0]).toEqual({ index: 40, wins: 99 });
  expect(positive).toBe(1);
  expect(unreachable.length).toBe(99);
  expect(separation[0]).toBeLessThan(0);
  expect(nearestRival[0]).toBe(40);
  expect(advice.map(({ code }) => code)).toEqual(["separation", "hubs", "unreachable"]);
  expect(advice[0].message).toContain("only 1 of 100 (1 %) patterns have Δ > 0 under dot");
  expect(advice[1].message).toContain("pattern 40 is a hub");
  expect(advice[0].fix).toContain("squaredEuclidean");
  const found = memory.retrieve(pictures, { maxSteps: 1, beta: 50 });
  for (let q = 0; q < 100; q++) expect(found.top(q, 1)[0].index).toBe(40);
});

test.each(["squaredEuclidean", "manhattan", "euclidean"])(
  "under %s it is a picture like any other",
  (name) => {
    const { hubs, positive, unreachable, advice } = diagnose(memoryOf(name));
    expect([hubs, positive, unreachable]).toEqual([[], 100, []]);
    expect(advice.map(({ code }) => code)).toEqual(["fine"]);
  },
);

test("layer norm brings dot's separations back, white picture and all", () => {
  const { positive, certifiedBeta } = diagnose(memoryOf("dot", "layer"));
  expect(positive).toBeGreaterThanOrEqual(99);
  expect(certifiedBeta).toBeGreaterThan(0);
});

test("duplicates are named once, and are no hubs", () => {
  const data = pictures.slice();
  data.copyWithin(7 * size, 3 * size, 4 * size);
  const { duplicates, positive, hubs, advice, separation } = diagnose(
    memoryOf("squaredEuclidean", "none", data),
  );
  expect(duplicates).toEqual([[3, 7]]);
  expect([positive, hubs.length, separation[3], separation[7]]).toEqual([98, 0, 0, 0]);
  expect(advice.map(({ code }) => code)).toEqual(["duplicates"]);
  expect(advice[0].message).toContain("3, 7");
});

test("the window of beta spans from half of the patterns to one", () => {
  const memory = memoryOf("squaredEuclidean");
  const { betaWindow } = diagnose(memory);
  if (betaWindow === null) throw new Error("no window");
  const effective = (beta: number): number =>
    memory.retrieve(pictures.slice(0, size), { beta, maxSteps: 0 }).certificate(0).effectivePatterns;
  expect(effective(betaWindow.low)).toBeGreaterThan(25);
  expect(effective(betaWindow.high)).toBeLessThan(1.5);
});

test("a certified beta is given where a theorem applies, for bytes 0 and 1 as well", () => {
  const marks = Uint8Array.from({ length: 20 * size }, () => random.below(2));
  const memory = new AssociativeMemory(new Patterns(marks, { size, normalize: "layer" }));
  const certified = memory.solveBeta(marks.slice(0, size), { beta: "certified" });
  expect((diagnose(memory).certifiedBeta ?? 0) / certified).toBeCloseTo(1, 12);
  expect(diagnose(memoryOf("manhattan")).certifiedBeta).toBeNull();
});

test("a similarity without descent says so; a single pattern is fine", () => {
  const mean = new AssociativeMemory(new Patterns(pictures, { size }), { similarity: withMean(manhattan) });
  expect(diagnose(mean).advice.map(({ code }) => code)).toEqual(["no-descent"]);
  const one = diagnose(new AssociativeMemory([[1, 2, 3]]));
  expect([one.positive, one.betaWindow, one.certifiedBeta]).toEqual([1, null, null]);
  expect(one.advice[0].code).toBe("fine");
});

test("a sample is asked for by its seed, and says so", () => {
  const memory = memoryOf("dot");
  const all = diagnose(memory);
  const part = diagnose(memory, { sample: 30, seed: 5 });
  if (part.sample === null) throw new Error("no sample");
  const { which, seed } = part.sample;
  expect([which.length, new Set(which).size, seed, part.certifiedBeta]).toEqual([30, 30, "5", null]);
  which.forEach((i, k) => {
    expect(part.separation[k]).toBeCloseTo(all.separation[i], 10);
    expect(part.nearestRival[k]).toBe(all.nearestRival[i]);
  });
  expect(part.hubs[0].index).toBe(40);
  expect(part.positive).toBe(which.includes(40) ? 1 : 0);
  expect(part.unreachable).toEqual(which.filter((i) => i !== 40));
  expect(part.advice.at(-1)?.message).toContain("30 of 100 patterns was asked for");
  expect(diagnose(memory, { sample: 30, seed: 5 }).sample?.which).toEqual(which);
  expect(diagnose(memory, { sample: 30, seed: 6 }).sample?.which).not.toEqual(which);
  expect([diagnose(memory, { sample: 100 }).sample, all.sample]).toEqual([null, null]);
  expect(() => diagnose(memory, { sample: 0 })).toThrow(/sample/);
  expect(() => diagnose(new AssociativeMemory([]))).toThrow(/empty/);
});

test("progress is told, and what it throws ends the diagnosis", () => {
  const seen: number[] = [];
  diagnose(memoryOf("squaredEuclidean"), { onProgress: (done, total) => seen.push(done / total) });
  expect(seen.at(-1)).toBe(1);
  const stop = (): void => {
    throw new Error("enough");
  };
  expect(() => diagnose(memoryOf("squaredEuclidean"), { onProgress: stop })).toThrow("enough");
});
