import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisOf, axisValues } from "./axis.ts";

describe("a range", () => {
  test("has both of its ends, and no dust of floating point", () => {
    expect(axisValues("beta", "0:1:0.1")).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(axisValues("beta", "10:0:-5")).toEqual([10, 5, 0]);
    expect(axisValues("beta", "log:0.01:10:4")).toEqual([0.01, 0.1, 1, 10]);
    expect(axisValues("beta", "log:5:5:1")).toEqual([5]);
  });

  test("steps evenly from its start and never past its stop", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (start, length, step) => {
          const values = axisValues("x", `${start}:${start + length}:${step}`) as number[];
          expect(values[0]).toBe(start);
          expect(values).toHaveLength(Math.floor(length / step) + 1);
          expect(values.at(-1)).toBeLessThanOrEqual(start + length);
          values.slice(1).forEach((value, k) => {
            expect(value - values[k]).toBeCloseTo(step, 9);
          });
        },
      ),
    );
  });

  test("multiplies evenly when it is logarithmic", () => {
    const values = axisValues("beta", "log:1e4:1e7:7") as number[];
    expect(values).toHaveLength(7);
    for (let k = 1; k < 7; k++) expect(values[k] / values[k - 1]).toBeCloseTo(Math.sqrt(10), 9);
  });

  test.each([
    ["0:1:-0.1", /step -0.1 does not lead from 0 to 1/],
    ["0:1:0", /step 0/],
    ["log:0:1:3", /positive ends/],
    ["0:1:0.000001", /more than 10000/],
  ])("%s is refused with the reason", (text, reason) => {
    expect(() => axisValues("beta", text)).toThrow(reason);
  });
});

test("a list may mix words, numbers and ranges; each value comes once", () => {
  expect(axisValues("beta", ["auto", 1, "2:3:1", 3])).toEqual(["auto", 1, 2, 3]);
  expect(() => axisValues("beta", [])).toThrow(/has no values/);
});

test("a corruption with a range in it stands for one corruption per number, its options kept", () => {
  expect(axisValues("corrupt", ["noise:0:50:25/mean=10", "half:bottom", "half:top+mix:log:0.1:1:2"])).toEqual(
    [
      "noise:0/mean=10",
      "noise:25/mean=10",
      "noise:50/mean=10",
      "half:bottom",
      "half:top+mix:0.1",
      "half:top+mix:1",
    ],
  );
});

test("a flag's list holds numbers where they are numbers", () => {
  expect(axisOf("1,2.5,1e5,auto,entmax/alpha=1.5")).toEqual([1, 2.5, 1e5, "auto", "entmax/alpha=1.5"]);
});
