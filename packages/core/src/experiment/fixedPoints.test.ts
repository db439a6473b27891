import { expect, test } from "vitest";
import { proceduralScenes } from "../images/procedural/scenes.ts";
import { Random } from "../math/random.ts";
import type { TrialSource } from "../trial/source.ts";
import { fixedPointsProtocol } from "./fixedPoints.ts";
import { distinctPoints } from "./paper/distinct.ts";
import type { FixedPointSettings } from "./paper/fixedPointSettings.ts";

const scenes: TrialSource = { kind: "images", images: proceduralScenes(30, 5) };
const run = (more: Partial<FixedPointSettings>, seed = 1, source: TrialSource | null = scenes) =>
  fixedPointsProtocol.run(
    { ...fixedPointsProtocol.defaults, patterns: 25, queries: 15, ...more },
    seed,
    source,
  );

/** Three bundles of four near vectors, far from one another. */
const bundles: TrialSource = (() => {
  const random = new Random(2);
  const values = new Float64Array(12 * 10);
  for (let i = 0; i < 12; i++) {
    for (let j = 0; j < 10; j++) values[i * 10 + j] = (j === i % 3 ? 10 : 0) + 0.2 * random.normal();
  }
  return { kind: "vectors", name: "bundles", count: 12, size: 10, values };
})();

test("small beta: one global fixed point; large beta: every pattern its own", () => {
  const vague = run({ beta: 1e-5 }).measures;
  expect(vague.globalFactor).toBeLessThan(1);
  expect([vague.global, vague.single, vague.distinct, vague.broken]).toEqual([1, 0, 1, 0]);
  const sharp = run({ beta: 0.3 }).measures;
  expect([sharp.single, sharp.global, sharp.distinct, sharp.returned]).toEqual([1, 0, 15, 1]);
  expect(sharp.nearestDistance).toBeLessThan(1e-3);
  expect(sharp.certified).toBeGreaterThan(0.8);
});

test("bundles of near patterns meet in metastable states between the two", () => {
  const between = run(
    {
      similarity: "squaredEuclidean",
      beta: 1,
      normalize: "none",
      patterns: 12,
      queries: 12,
      select: "first",
    },
    1,
    bundles,
  );
  expect(between.measures.metastable).toBe(1);
  expect(between.measures.distinct).toBe(3);
  expect(between.measures.metastableSize).toBeGreaterThan(3);
  expect(between.measures.metastableSize).toBeLessThanOrEqual(4);
  // Started in turn from the three bundles.
  expect(between.lists.fixedPoint).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
});

test("no theorem is broken at any beta, and the effective patterns fall as beta grows", () => {
  for (const similarity of ["dot", "squaredEuclidean"]) {
    const effective: number[] = [];
    for (const factor of [0.3, 0.9, 3, 10, 30, 100, 1000]) {
      const globalBeta = run({ similarity, beta: 1 }).measures.globalBeta ?? Number.NaN;
      const { measures } = run({ similarity, beta: factor * globalBeta });
      expect([similarity, factor, measures.broken, measures.energyRises]).toEqual([similarity, factor, 0, 0]);
      expect(measures.globalFactor).toBeCloseTo(factor, 9);
      effective.push(measures.effectivePatterns ?? 0);
    }
    expect(effective).toEqual([...effective].sort((a, b) => b - a));
    expect(effective[0]).toBeGreaterThan(20);
    expect(effective.at(-1)).toBeLessThan(1.01);
  }
});

test("the three kinds are all there is, for every similarity, with no rise of the energy", () => {
  for (const [similarity, normalize, beta] of [
    ["manhattan", "none", 0.3],
    ["cosine", "none", 100],
    ["squaredEuclidean", "none", 0.5],
  ] as const) {
    const { measures } = run({ similarity, normalize, beta, maxSteps: 60 });
    expect((measures.single ?? 0) + (measures.metastable ?? 0) + (measures.global ?? 0)).toBeCloseTo(1, 12);
    expect(measures.energyRises).toBe(0);
    if (similarity === "squaredEuclidean") expect(measures.globalFactor).toBeGreaterThan(0);
    else expect([measures.globalFactor, measures.certified]).toEqual([null, null]);
  }
});

test("damaged pictures are starting points too", () => {
  const { measures } = run({ corrupt: "half:bottom", beta: 0.1 });
  expect(measures.returned).toBeLessThan(1);
  expect(measures.broken).toBe(0);
});

test("points that coincide are one", () => {
  const rows = Float64Array.from([0, 0, 1, 1, 0, 0.05, 1, 0.95, 5, 5]);
  expect([...distinctPoints(rows, 2, 0.1)]).toEqual([0, 1, 0, 1, 2]);
  expect([...distinctPoints(rows, 2, 0)]).toEqual([0, 1, 2, 3, 4]);
});

test("the same seed measures the same, with every measure and field named", () => {
  expect(run({})).toEqual(run({}));
  expect(Object.keys(run({}).measures).sort()).toEqual(Object.keys(fixedPointsProtocol.measures).sort());
  const { fields, defaults } = fixedPointsProtocol;
  expect(Object.keys(fields).sort()).toEqual(Object.keys(defaults).sort());
});

test("progress is told, an abort ends the point, and bad settings are named", () => {
  const settings = { ...fixedPointsProtocol.defaults, patterns: 20, queries: 10 };
  const seen: number[] = [];
  fixedPointsProtocol.run(settings, 1, scenes, { onProgress: (done, total) => seen.push(done / total) });
  expect(seen.at(-1)).toBe(1);
  const signal = AbortSignal.abort(new Error("enough"));
  expect(() => fixedPointsProtocol.run(settings, 1, scenes, { signal })).toThrow("enough");
  expect(() => run({ beta: 0 })).toThrow(/invalid beta/);
  expect(() => run({ similarity: "euclid" })).toThrow(/did you mean euclidean/);
});
