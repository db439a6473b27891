import fc from "fast-check";
import { expect, test } from "vitest";
import { lambertW0, lambertW0OfExp } from "./lambertW.ts";

test("w times e to the w is x, on the whole upper branch", () => {
  fc.assert(
    fc.property(fc.double({ min: -1, max: 300, noNaN: true }), (w) => {
      const x = w * Math.exp(w);
      const found = lambertW0(x);
      expect(found).toBeGreaterThanOrEqual(-1);
      // Near the branch point x says little about w: there x itself is what has to come back.
      expect(Math.abs(found * Math.exp(found) - x)).toBeLessThanOrEqual(1e-13 * Math.max(1e-3, Math.abs(x)));
      if (w > -0.9) expect(Math.abs(found - w)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(w)));
    }),
    { numRuns: 500, seed: 1 },
  );
});

test("W of e to the t solves w + ln w = t, far beyond the range of exp", () => {
  fc.assert(
    fc.property(fc.double({ min: -600, max: 1e6, noNaN: true }), (t) => {
      const w = lambertW0OfExp(t);
      expect(Math.abs(w + Math.log(w) - t)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(t)));
    }),
    { numRuns: 500, seed: 2 },
  );
});

test("known values", () => {
  expect(lambertW0(0)).toBe(0);
  expect(lambertW0(Math.E)).toBeCloseTo(1, 15);
  expect(lambertW0(1)).toBeCloseTo(0.5671432904097838, 15);
  expect(lambertW0(-1 / Math.E)).toBeCloseTo(-1, 7);
  expect(lambertW0OfExp(1)).toBeCloseTo(1, 15);
  expect([lambertW0(-0.4), lambertW0(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  expect(lambertW0(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
});
