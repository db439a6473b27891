import fc from "fast-check";
import { expect, test } from "vitest";
import { logSumExp } from "../../math/logSumExp.ts";
import { Random } from "../../math/random.ts";
import type { Separation } from "../separation.ts";
import { convex, floats, logUniform } from "../testing/arbitraries.ts";
import { entmax, sparsemax } from "./entmax.ts";
import { normmax } from "./normmax.ts";
import { identity, polynomial } from "./polynomial.ts";
import { max, topK } from "./selective.ts";
import { softmax } from "./softmax.ts";

const named = (separation: Separation): readonly [string, Separation] => [separation.name, separation];
const all = [...convex, max, topK({ k: 2 }), identity, polynomial({ degree: 3 })].map(named);
const whole = all.filter(([name]) => !name.includes("null"));
const gradients = convex.map(named);

/** The weights and the conjugate of some logits. */
function weighed(separation: Separation, z: Float64Array): { p: Float64Array; conjugate: number } {
  const p = new Float64Array(z.length);
  return { conjugate: separation.weigh(z, p, 1), p };
}

/** Some random logits, from flat to sharp. */
function logits(seed: number): Float64Array {
  const random = new Random(seed);
  const width = logUniform(random, 1e-2, 30);
  return floats(random, 1, 1 + random.below(12)).map((v) => v * width);
}

const forAll = (law: (z: Float64Array, seed: number) => void): void =>
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      law(logits(seed), seed);
    }),
    { numRuns: 150, seed: 3 },
  );

test.each(all)("weights of %s are not negative and sum to at most 1", (_name, separation) => {
  forAll((z) => {
    const { p } = weighed(separation, z);
    expect(p.every((weight) => weight >= 0)).toBe(true);
    expect(p.reduce((a, b) => a + b)).toBeLessThanOrEqual(1 + 1e-12);
  });
});

test.each(whole)("weights of %s sum to 1", (_name, separation) => {
  forAll((z) => expect(weighed(separation, z).p.reduce((a, b) => a + b)).toBeCloseTo(1, 12));
});

test.each(gradients)("weights of %s are the gradient of the conjugate", (name, separation) => {
  forAll((z) => {
    const { p } = weighed(separation, z);
    const h = 1e-5;
    z.forEach((_, i) => {
      const [above, below] = [h, -h].map((step) =>
        weighed(
          separation,
          z.map((v, k) => (k === i ? v + step : v)),
        ),
      );
      // Where the support changes the second derivative jumps, and near it the root of normmax is steep: the slope
      // then lies between those of the two ends.
      const slope = (above.conjugate - below.conjugate) / (2 * h);
      const [low, high] = [Math.min(above.p[i], below.p[i], p[i]), Math.max(above.p[i], below.p[i], p[i])];
      expect(slope, name).toBeGreaterThan(low - 1e-7);
      expect(slope, name).toBeLessThan(high + 1e-7);
    });
  });
});

test.each(gradients)(
  "the conjugate of %s is at least p·z for every single pattern, and convex",
  (_n, separation) => {
    forAll((z, seed) => {
      const { conjugate } = weighed(separation, z);
      for (const value of z) expect(conjugate).toBeGreaterThanOrEqual(value - 1e-11 * (1 + Math.abs(value)));
      const other = floats(new Random(`${seed}/other`), 1, z.length);
      const middle = z.map((v, i) => (v + other[i]) / 2);
      const mean = (conjugate + weighed(separation, other).conjugate) / 2;
      expect(weighed(separation, middle).conjugate).toBeLessThanOrEqual(mean + 1e-10 * (1 + Math.abs(mean)));
    });
  },
);

test.each(gradients.filter(([name]) => !name.includes("null")))(
  "a shift of all logits leaves the weights of %s alone and shifts the conjugate",
  (_name, separation) => {
    forAll((z) => {
      const before = weighed(separation, z);
      const after = weighed(
        separation,
        z.map((v) => v + 1024),
      );
      expect(after.conjugate).toBeCloseTo(before.conjugate + 1024, 8);
      for (const [i, weight] of before.p.entries()) expect(Math.abs(after.p[i] - weight)).toBeLessThan(1e-3);
    });
  },
);

test.each(whole.filter(([, { margin }]) => margin !== null && margin > 0))(
  "a logit that leads %s by its margin takes all the weight",
  (_name, separation) => {
    const z = Float64Array.from([0, separation.margin as number, -1]);
    expect([...weighed(separation, z).p]).toEqual([0, 1, 0]);
    expect(
      weighed(separation, Float64Array.from([0, 0.9 * (separation.margin as number), -1])).p[1],
    ).toBeLessThan(1);
  },
);

test("softmax's conjugate is the log-sum-exp, and entmax of 1 is softmax", () => {
  forAll((z) => expect(weighed(softmax, z).conjugate).toBeCloseTo(logSumExp(z), 10));
  expect(entmax({ alpha: 1 })).toBe(softmax);
});

test("bisection and sorting agree: entmax just beside 1.5 and 2", () => {
  forAll((z) => {
    for (const [exact, near] of [
      [entmax({ alpha: 1.5 }), entmax({ alpha: 1.5 + 1e-9 })],
      [sparsemax, entmax({ alpha: 2 - 1e-9 })],
    ]) {
      const [a, b] = [weighed(exact, z).p, weighed(near, z).p];
      for (const [i, weight] of a.entries()) expect(b[i]).toBeCloseTo(weight, 6);
    }
  });
});

test("max takes the lowest index of equal logits, topK keeps k, powers ignore what is not positive", () => {
  expect([...weighed(max, Float64Array.from([1, 3, 3])).p]).toEqual([0, 1, 0]);
  expect(weighed(topK({ k: 2 }), Float64Array.from([1, 3, 2, 0])).p.filter((p) => p > 0).length).toBe(2);
  expect([...weighed(polynomial({ degree: 2 }), Float64Array.from([-5, 1, 2])).p]).toEqual([0, 0.2, 0.8]);
  expect([...weighed(identity, Float64Array.from([-1, -2])).p]).toEqual([0.5, 0.5]);
});

test("options that make no separation are refused", () => {
  for (const make of [
    () => entmax({ alpha: 0.5 }),
    () => normmax({ alpha: 1 }),
    () => topK({ k: 0 }),
    () => polynomial({ degree: -1 }),
  ]) {
    expect(make).toThrow(expect.objectContaining({ code: "ERR_OPTION" }));
  }
});
