import { metastableSize, Random } from "modern-hopfield";
import { expect, test } from "vitest";
import { firstHolding, leastHolding } from "./leastHolding.ts";

test("the least number of weights that hold a share is the metastable size", () => {
  const random = new Random(3);
  for (const N of [1, 2, 7, 100, 1000]) {
    for (const sharpness of [0, 0.1, 1, 4]) {
      const raw = Float64Array.from({ length: N }, () => Math.exp(sharpness * random.normal()));
      const sum = raw.reduce((a, b) => a + b, 0);
      const weights = Float32Array.from(raw, (value) => value / sum);
      const mass = weights.reduce((a, b) => a + b, 0);
      const wanted = 0.9 * mass * (1 - 1e-12);
      const size = metastableSize(weights);
      expect(leastHolding(weights, wanted)).toBe(size);
      const falling = weights.slice().sort().reverse();
      expect(firstHolding(falling, wanted)).toBe(size);
      expect(firstHolding(falling.subarray(0, size - 1), wanted)).toBe(null);
    }
  }
});

test("weights that do not hold so much all count", () => {
  expect(leastHolding(Float32Array.of(0.25, 0, 0.25), 0.9)).toBe(3);
});

test("a row in the middle of an array is read there", () => {
  expect(leastHolding(Float32Array.of(9, 0.5, 0.25, 0.25, 9).subarray(1, 4), 0.7)).toBe(2);
});
