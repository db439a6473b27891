import fc from "fast-check";
import { expect, test } from "vitest";
import { placedCapacity, sphereCapacity, sphereNorm } from "./capacity.ts";

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
      const { a, b, c, leastC, holds, count } = sphereCapacity(setting);
      // With w = b / c: w e^w = e^a b, so that c = exp(b / c - a).
      expect(Math.abs(Math.log(c) - (b / c - a))).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(a) + b / c));
      expect(holds).toBe(c >= leastC);
      if (count > 2 * (1 + 1e-9)) expect(holds).toBe(true);
      if (count < 2 * (1 - 1e-9)) expect(holds).toBe(false);
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

test("placed patterns: 2^(2(d-1)) where it is proved", () => {
  expect(placedCapacity({ size: 4, radius: 2 })).toBe(64);
  expect(placedCapacity({ size: 50, radius: 1.7 })).toBe(2 ** 98);
  expect(placedCapacity({ size: 49, radius: 1.7 })).toBeNull();
  expect(placedCapacity({ size: 3, radius: 2 })).toBeNull();
  expect(sphereNorm({ size: 5, radius: 3 })).toBe(6);
});

test("what the theorem does not speak of is refused by name", () => {
  const sound = { size: 20, radius: 3, beta: 1, failure: 0.001 };
  expect(() => sphereCapacity({ ...sound, size: 1 })).toThrow(/invalid size: 1 /);
  expect(() => sphereCapacity({ ...sound, radius: 0 })).toThrow(/invalid radius: 0 /);
  expect(() => sphereCapacity({ ...sound, beta: -1 })).toThrow(/invalid beta: -1 /);
  expect(() => sphereCapacity({ ...sound, failure: 1.5 })).toThrow(/invalid failure: 1.5 /);
});
