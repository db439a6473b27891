import fc from "fast-check";
import { expect, test } from "vitest";
import { logSumExp } from "../math/logSumExp.ts";
import { Random } from "../math/random.ts";
import { dotProduct, norm } from "../math/vector.ts";
import { ownWeightLimit, placedCapacityAsStated, sphereCapacity, sphereNorm } from "./capacity.ts";

test("the constants of the paper's two examples", () => {
  const first = sphereCapacity({ size: 20, radius: 3, beta: 1, failure: 0.001 });
  expect(first.a + Math.log(first.b)).toBeCloseTo(1.27326, 5);
  expect(first.c).toBeCloseTo(3.15461, 5);
  expect(first.count).toBeCloseTo(7.41, 2);
  const second = sphereCapacity({ size: 75, radius: 1, beta: 1, failure: 0.001 });
  expect(second.a + Math.log(second.b)).toBeCloseTo(-0.9409, 5);
  expect(second.c).toBeCloseTo(1.37188, 5);
  expect(second.count).toBeCloseTo(10.97, 2);
  expect([first.holds, second.holds]).toEqual([true, true]);
});

const settings = fc.record({
  size: fc.integer({ min: 2, max: 500 }),
  radius: fc.double({ min: 0.05, max: 10, noNaN: true }),
  beta: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  failure: fc.double({ min: 1e-6, max: 1, noNaN: true }),
});

test("c solves the equation that defines it, and the condition promises two patterns", () => {
  fc.assert(
    fc.property(settings, (setting) => {
      const { a, b, c, leastC, separation, disjoint, holds, count } = sphereCapacity(setting);
      // With w = b / c: w e^w = e^a b, so that c = exp(b / c - a).
      expect(Math.abs(Math.log(c) - (b / c - a))).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(a) + b / c));
      expect(holds).toBe(c >= leastC && disjoint);
      if (count > 2 * (1 + 1e-9)) expect(c).toBeGreaterThanOrEqual(leastC);
      if (count < 2 * (1 - 1e-9)) expect(holds).toBe(false);
      // What the theorem promises is what its condition for one pattern asks for (with 2/N at its largest, 1).
      const M = sphereNorm(setting);
      const required = 1 + Math.log(2 * count * count * setting.beta * M * M);
      expect(Math.abs(setting.beta * separation - required)).toBeLessThanOrEqual(
        1e-6 * (1 + Math.abs(required)),
      );
    }),
    { numRuns: 300, seed: 3 },
  );
});

test("the guarantee grows with the dimension without end: at large d by a constant factor per dimension", () => {
  const logs = [200, 400, 800].map((size) =>
    Math.log(sphereCapacity({ size, radius: 1, beta: 1, failure: 0.001 }).count),
  );
  expect(logs[1] - logs[0]).toBeGreaterThan(10);
  expect((logs[2] - logs[1]) / 400 / ((logs[1] - logs[0]) / 200)).toBeCloseTo(1, 1);
});

test("the limit for any placement: known integrals, and no placement gets past it", () => {
  // On the ordinary sphere the mean of exp(-κ (1 - cos θ)) is (1 - exp(-2κ)) / (2κ).
  for (const kappa of [1e-3, 0.3, 2, 50, 1e4]) {
    const mean = (1 - Math.exp(-2 * kappa)) / (2 * kappa);
    expect(ownWeightLimit({ size: 3, radius: Math.sqrt(1 / 2), beta: kappa }, 1) * mean).toBeCloseTo(1, 8);
  }
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = new Random(seed);
      const [size, count] = [2 + random.below(8), 2 + random.below(60)];
      const setting = { size, radius: random.uniform(0.2, 3), beta: random.uniform(0.1, 3) };
      // Near, far and evenly spread: points about a pole, random ones, and opposite pairs.
      const focus = random.uniform(0, 3);
      const rows = Array.from({ length: count }, () => {
        const row = Float64Array.from({ length: size }, (_, j) => random.normal() + (j === 0 ? focus : 0));
        const length = norm(row) / sphereNorm(setting);
        return row.map((v) => v / length);
      });
      const least = Math.min(
        ...rows.map((x, i) => {
          const scores = rows.map((y) => setting.beta * dotProduct(x, y));
          return Math.exp(scores[i] - logSumExp(scores));
        }),
      );
      // The least weight at its own pattern leaves room for at least this many patterns.
      expect(count).toBeLessThanOrEqual(ownWeightLimit(setting, least) * (1 + 1e-9));
    }),
    { numRuns: 200, seed: 4 },
  );
});

test("what is stated for placed patterns is more than any placement can do", () => {
  expect(placedCapacityAsStated({ size: 4, radius: 2 })).toBe(64);
  expect(placedCapacityAsStated({ size: 50, radius: 1.7 })).toBe(2 ** 98);
  expect(placedCapacityAsStated({ size: 49, radius: 1.7 })).toBeNull();
  expect(placedCapacityAsStated({ size: 3, radius: 2 })).toBeNull();
  for (const [size, radius] of [
    [4, 2],
    [20, 2],
    [100, 2],
    [50, 1.7],
  ]) {
    const stated = placedCapacityAsStated({ size, radius }) ?? 0;
    expect(ownWeightLimit({ size, radius, beta: 1 }, 1)).toBeLessThan(stated);
  }
  expect(sphereNorm({ size: 5, radius: 3 })).toBe(6);
});

test("the guarantee for random patterns stays below the limit for all", () => {
  let held = 0;
  fc.assert(
    fc.property(settings, (setting) => {
      const { holds, count } = sphereCapacity(setting);
      if (holds) held++;
      if (holds) expect(count).toBeLessThanOrEqual(ownWeightLimit(setting, 1));
    }),
    { numRuns: 300, seed: 5 },
  );
  expect(held).toBeGreaterThan(50);
});

test("what the theorem does not speak of is refused by name", () => {
  const sound = { size: 20, radius: 3, beta: 1, failure: 0.001 };
  expect(() => sphereCapacity({ ...sound, size: 1 })).toThrow(/invalid size: 1 /);
  expect(() => sphereCapacity({ ...sound, radius: 0 })).toThrow(/invalid radius: 0 /);
  expect(() => sphereCapacity({ ...sound, beta: -1 })).toThrow(/invalid beta: -1 /);
  expect(() => sphereCapacity({ ...sound, failure: 1.5 })).toThrow(/invalid failure: 1.5 /);
  expect(() => ownWeightLimit(sound, 0)).toThrow(/invalid weight: 0 /);
});
