import { expect, test } from "vitest";
import { counted, duration, fixed, number, percent, pixelError } from "./numbers.ts";

test("a share that is not whole is never shown as 100 % or 0 %", () => {
  expect([1, 0.9999, 0.983, 0.0001, 0].map(percent)).toEqual([
    "100 %",
    "> 99.9 %",
    "98.3 %",
    "< 0.1 %",
    "0 %",
  ]);
});

test("what is not a number is a dash", () => {
  for (const value of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect([number(value), fixed(value, 2), percent(value)]).toEqual(["–", "–", "–"]);
  }
});

test("digits before the point are not rounded away", () => {
  expect(number(123456.7)).toBe("123,457");
  expect(number(0.000012345)).toBe("1.23e-5");
  expect(number(-2.5)).toBe("−2.5");
});

test("one thing is not many", () => {
  expect([counted(1, "query", "queries"), counted(1200, "query", "queries")]).toEqual([
    "1 query",
    "1,200 queries",
  ]);
});

test("a duration has the unit that fits", () => {
  expect([0.0123, 4.56, 300].map(duration)).toEqual(["12.3 ms", "4.56 s", "5 min"]);
});

test("an error of rounding alone is not dressed up as a number", () => {
  expect([0, 1.03e-11, 0.5].map(pixelError)).toEqual(["0", "< 0.001", "0.5"]);
});

test("what rounds to zero has no sign", () => {
  expect([-0.00001, -0.4, -0.6].map((value) => fixed(value, 0))).toEqual(["0", "0", "−1"]);
  expect(fixed(-0.00001, 4)).toBe("0.0000");
});
