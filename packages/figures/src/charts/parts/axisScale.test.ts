import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AxisScaleOptions, axisScale } from "./axisScale.ts";
import { textWidth } from "./textWidth.ts";

const words = (values: number[], options?: AxisScaleOptions): string[] => {
  const scale = axisScale(values, options);
  return scale.ticks.map(scale.label);
};

describe("the ticks of an axis", () => {
  test("are round numbers", () => {
    expect(words([0, 1])).toEqual(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    expect(words([0.02, 0.97], { atLeast: [0, 1], percent: true })).toEqual([
      "0 %",
      "20 %",
      "40 %",
      "60 %",
      "80 %",
      "100 %",
    ]);
    expect(words([-5, 5], { count: 4 })).toEqual(["−5", "0", "5"]);
  });

  test("are whole where whole things are counted", () => {
    expect(words([1, 2, 3], { whole: true })).toEqual(["1", "2", "3"]);
  });

  test("of a logarithmic axis are powers of ten, with 2 and 5 between where there is room", () => {
    expect(words([1e-3, 1e3], { log: true, count: 7 })).toEqual([
      "0.001",
      "0.01",
      "0.1",
      "1",
      "10",
      "100",
      "1,000",
    ]);
    expect(words([1e4, 1e6], { log: true })).toEqual(["10k", "20k", "50k", "100k", "200k", "500k", "1M"]);
    expect(words([1e-8, 1e8], { log: true })).toEqual(["10⁻⁸", "10⁻⁴", "1", "10⁴", "10⁸"]);
    expect(words([2, 7], { log: true })).toEqual(["2", "3", "4", "5", "6", "7"]);
  });

  const numbers = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 8 });
  const positive = fc.array(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { maxLength: 8 });
  const settings = fc.record({
    nice: fc.boolean(),
    percent: fc.boolean(),
    length: fc.integer({ min: 60, max: 900 }),
  });

  test.each([false, true])(
    "lie in the range, in order, with words that differ and stand apart (log: %s)",
    (log) => {
      fc.assert(
        fc.property(log ? positive : numbers, settings, (values, options) => {
          const { domain, ticks, label } = axisScale(values, { log, count: 8, ...options });
          const [low, high] = domain;
          expect(low).toBeLessThan(high);
          const slack = log ? 1e-9 * high : 1e-9 * (high - low);
          for (const value of values) {
            expect(value).toBeGreaterThanOrEqual(low - slack);
            expect(value).toBeLessThanOrEqual(high + slack);
          }
          const at = (value: number): number => {
            const of = log ? Math.log : (x: number): number => x;
            return (options.length * (of(value) - of(low))) / (of(high) - of(low));
          };
          ticks.forEach((tick, i) => {
            expect(tick).toBeGreaterThanOrEqual(low - slack);
            expect(tick).toBeLessThanOrEqual(high + slack);
            if (i === 0) return;
            expect(tick).toBeGreaterThan(ticks[i - 1]);
            expect(label(tick)).not.toBe(label(ticks[i - 1]));
            const half = (textWidth(label(tick)) + textWidth(label(ticks[i - 1]))) / 2;
            if (ticks.length > 3) expect(at(tick) - at(ticks[i - 1])).toBeGreaterThan(half);
          });
        }),
      );
    },
  );

  test("of an axis that covers a range at least never hide a value outside", () => {
    expect(axisScale([-0.2, 0.5], { atLeast: [0, 1], nice: true }).domain[0]).toBeLessThanOrEqual(-0.2);
  });
});
