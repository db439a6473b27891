import fc from "fast-check";
import { expect, test } from "vitest";
import { cosine } from "./cosine.ts";
import { equal } from "./equal.ts";
import { mse } from "./mse.ts";
import { psnr } from "./psnr.ts";

const pair = fc
  .integer({ min: 1, max: 40 })
  .chain((size) =>
    fc.tuple(
      ...[0, 1].map(() => fc.array(fc.integer({ min: 0, max: 255 }), { minLength: size, maxLength: size })),
    ),
  );

test("mse is the mean of the squared differences: zero for equal patterns alone, and symmetric", () => {
  expect(mse([0, 3], [4, 3])).toBe(8);
  fc.assert(
    fc.property(pair, ([a, b]) => {
      expect(mse(a, b)).toBe(mse(b, a));
      expect(mse(a, b) === 0).toBe(equal(a, b));
    }),
  );
});

test("bytes do not wrap around: black against white is 255²", () => {
  expect(mse(Uint8Array.of(0, 255), Uint8Array.of(255, 0))).toBe(65025);
  expect(mse(Uint8Array.of(2), Uint8Array.of(5))).toBe(mse(Uint8Array.of(5), Uint8Array.of(2)));
});

test("patterns of different sizes cannot be compared", () => {
  expect(() => mse([1, 2], [1])).toThrow(/cannot compare 2 values with 1/);
  expect(() => psnr([], [])).toThrow(expect.objectContaining({ code: "ERR_SIZE" }));
  expect(equal([1, 2], [1])).toBe(false);
});

test("psnr is 0 dB at an error of the peak, 20 dB at a tenth of it, and infinite for equal pictures", () => {
  expect(psnr([255], [0])).toBeCloseTo(0, 12);
  expect(psnr([25.5], [0])).toBeCloseTo(20, 12);
  expect(psnr([0.1], [0], 1)).toBeCloseTo(20, 12);
  expect(psnr([7, 8], [7, 8])).toBe(Number.POSITIVE_INFINITY);
});

test("cosine lies within -1..1, ignores lengths, and is no number beside a zero", () => {
  expect(cosine([1, 0], [0, 3])).toBe(0);
  expect(cosine([1, 2], [-2, -4])).toBeCloseTo(-1, 12);
  fc.assert(
    fc.property(pair, fc.double({ min: 0.1, max: 100, noNaN: true }), ([a, b], factor) => {
      fc.pre(a.some((v) => v > 0) && b.some((v) => v > 0));
      expect(Math.abs(cosine(a, b))).toBeLessThanOrEqual(1 + 1e-12);
      expect(
        cosine(
          a.map((v) => factor * v),
          b,
        ),
      ).toBeCloseTo(cosine(a, b), 10);
    }),
  );
  expect(cosine([0, 0], [1, 2])).toBeNaN();
});
