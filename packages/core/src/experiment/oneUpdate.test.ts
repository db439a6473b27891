import { expect, test } from "vitest";
import { proceduralScenes } from "../images/procedural/scenes.ts";
import { Random } from "../math/random.ts";
import type { TrialSource } from "../trial/source.ts";
import { oneUpdateProtocol } from "./oneUpdate.ts";
import { checkBounds } from "./paper/boundChecks.ts";
import type { OneUpdateSettings } from "./paper/oneUpdateSettings.ts";

const scenes: TrialSource = { kind: "images", images: proceduralScenes(30, 5) };
const vectors: TrialSource = (() => {
  const random = new Random(3);
  return {
    kind: "vectors",
    name: "normal",
    count: 40,
    size: 12,
    values: Float64Array.from({ length: 480 }, () => random.normal()),
  };
})();
const run = (more: Partial<OneUpdateSettings>, seed = 1, source: TrialSource | null = scenes) =>
  oneUpdateProtocol.run({ ...oneUpdateProtocol.defaults, patterns: 25, queries: 12, ...more }, seed, source);
const sphere = (more: Partial<OneUpdateSettings>, seed = 1) => run({ from: "sphere", ...more }, seed, null);

test("no bound of the theorems is broken: random settings on the sphere, both similarities", () => {
  let [checks, telling] = [0, 0];
  for (let seed = 0; seed < 150; seed++) {
    const random = new Random(seed).fork("settings");
    const { measures } = sphere(
      {
        patterns: 2 + random.below(40),
        size: 2 + random.below(30),
        radius: random.uniform(0.3, 3),
        similarity: random.uniform() < 0.5 ? "dot" : "squaredEuclidean",
        beta: Math.exp(random.uniform(Math.log(0.03), Math.log(10))),
        distance: random.uniform() < 0.3 ? 0 : random.uniform(0, 0.3),
      },
      seed,
    );
    expect(measures.violations).toBe(0);
    checks += measures.checks ?? 0;
    telling += (measures.theorem5Informative ?? 0) + (measures.theorem4Informative ?? 0);
    // A bound that is never below what it bounds has a slack of at least 1, but for the rounding of 1 - p.
    for (const name of ["theorem4", "theorem5", "fixedPoint", "lemmaA4", "weight"]) {
      const slack = measures[`${name}Slack`];
      if (slack !== null && slack !== undefined) expect(slack).toBeGreaterThanOrEqual(1 - 1e-5);
    }
  }
  expect(checks).toBeGreaterThan(5000);
  expect(telling).toBeGreaterThan(60);
});

test("pictures: at a large beta one update is enough, at a small one it is not", () => {
  const sharp = run({ beta: 0.2 }).measures;
  expect([sharp.withinOne, sharp.retrievedOne, sharp.violations]).toEqual([1, 1, 0]);
  const vague = run({ beta: 0.001 }).measures;
  expect([vague.withinOne, vague.retrievedOne, vague.violations]).toEqual([0, 0, 0]);
  expect(vague.atEnd).toBeGreaterThan(0.3);
  expect(sharp.start).toBeCloseTo(0.05, 12);
});

test("the error after one update falls exponentially in beta", () => {
  const errors = [0.1, 0.2, 0.4].map((beta) =>
    Math.log(sphere({ beta, distance: 0 }).measures.afterOne ?? 0),
  );
  expect(errors[1] - errors[0]).toBeLessThan(-2);
  expect((errors[2] - errors[1]) / (errors[1] - errors[0])).toBeGreaterThan(1.5);
});

test("beta certified stores every pattern for certain", () => {
  for (const similarity of ["dot", "squaredEuclidean"] as const) {
    const { measures } = sphere({ beta: "certified", similarity });
    expect([measures.certified, measures.violations]).toEqual([1, 0]);
    const lower = sphere({ beta: (measures.beta ?? 0) * 0.9, similarity }).measures.certified;
    expect(lower).toBeLessThan(1);
  }
});

test("vectors and damaged pictures are asked too", () => {
  const { measures } = run({ normalize: "none", beta: 3, similarity: "squaredEuclidean" }, 2, vectors);
  expect([measures.violations, measures.converged]).toEqual([0, 1]);
  const half = run({ corrupt: "half:bottom", distance: 0 }).measures;
  expect(half.violations).toBe(0);
  expect(half.start).toBeGreaterThan(0.3);
});

test("the same seed measures the same, with every measure and field named", () => {
  expect(run({})).toEqual(run({}));
  expect(Object.keys(run({}).measures).sort()).toEqual(Object.keys(oneUpdateProtocol.measures).sort());
  expect(Object.keys(oneUpdateProtocol.fields).sort()).toEqual(
    Object.keys(oneUpdateProtocol.defaults).sort(),
  );
});

test("a broken bound would be counted, a vacuous one says nothing", () => {
  const found = checkBounds(
    [
      { bound: 1, measured: 0.5 },
      { bound: 1, measured: 1.1 },
      { bound: Number.POSITIVE_INFINITY, measured: 3 },
      { bound: Number.NaN, measured: 0 },
      { bound: 1e-300, measured: 1e-14 },
      null,
    ],
    1,
    1e-12,
  );
  expect(found).toEqual({ checks: 5, violations: 2, slack: (2 + 1 / 1.1) / 2, informative: 3 / 5 });
});

test("what cannot be asked is refused with the remedy", () => {
  expect(() => sphere({ corrupt: "half:bottom" })).toThrow(/use corrupt none/);
  expect(() => run({}, 1, null)).toThrow(/needs data/);
  expect(() => run({ similarity: "manhattan" as "dot", beta: 1 })).toThrow(/unknown similarity: manhattan/);
});
