import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exp, log } from "./elementary.ts";

/** The distance of two numbers in units of the last place of the second. */
function units(value: number, expected: number): number {
  if (value === expected || (Number.isNaN(value) && Number.isNaN(expected))) return 0;
  const magnitude = Math.max(Math.abs(expected), 2 ** -1022);
  const unit = 2 ** (Math.floor(Math.log2(magnitude)) - 52);
  return Math.abs(value - expected) / unit;
}

const close = 1.6;

describe("exp", () => {
  test("is that of the engine within two units of the last place, over its whole range", () => {
    fc.assert(
      fc.property(fc.double({ min: -745, max: 709.7, noNaN: true }), (x) => {
        expect(units(exp(x), Math.exp(x))).toBeLessThanOrEqual(close);
      }),
      { numRuns: 20_000 },
    );
    fc.assert(
      fc.property(fc.double({ min: -40, max: 1, noNaN: true }), (x) => {
        expect(units(exp(x), Math.exp(x))).toBeLessThanOrEqual(close);
      }),
      { numRuns: 20_000 },
    );
  });

  test("knows its ends", () => {
    expect(exp(0)).toBe(1);
    expect(exp(-0)).toBe(1);
    expect(units(exp(1), Math.E)).toBeLessThanOrEqual(1);
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(710)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(709.782712893384)).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(exp(-746)).toBe(0);
    expect(exp(-745)).toBe(Number.MIN_VALUE);
    expect(exp(Number.NaN)).toBeNaN();
  });

  test("never falls", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -700, max: 700, noNaN: true }),
        fc.double({ min: 0, max: 1e-6, noNaN: true }),
        (x, d) => {
          expect(exp(x + d)).toBeGreaterThanOrEqual(exp(x));
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe("log", () => {
  test("is that of the engine within two units of the last place, for small, large and subnormal numbers", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true, minExcluded: true }), (x) => {
        expect(units(log(x), Math.log(x))).toBeLessThanOrEqual(close);
      }),
      { numRuns: 20_000 },
    );
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => {
        expect(units(log(x), Math.log(x))).toBeLessThanOrEqual(close);
      }),
      { numRuns: 20_000 },
    );
  });

  test("knows its ends", () => {
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(-1)).toBeNaN();
    expect(log(Number.NaN)).toBeNaN();
    expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(units(log(Number.MIN_VALUE), Math.log(Number.MIN_VALUE))).toBeLessThanOrEqual(1);
    expect(log(Math.E)).toBe(1);
  });

  test("undoes exp", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(log(exp(x)) - x)).toBeLessThanOrEqual(2e-16 * Math.max(1, Math.abs(x)) + 3e-16);
      }),
    );
  });
});

test("the same bits everywhere: sums over fixed places, measured once in Node 20", () => {
  let [sum, logs] = [0, 0];
  for (let k = 1; k <= 2000; k++) {
    sum += exp(-k / 37) * k;
    logs += log(k / 53);
  }
  expect([sum, logs]).toEqual([1368.9166697101628, 5265.940523409551]);
});
