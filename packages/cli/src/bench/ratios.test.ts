import { expect, test } from "vitest";
import { ratioOf, spreadOf } from "./ratios.ts";

test("the median is the middle, or the mean of the two middle ones", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
});

test("above 1 they take longer; the range is that of the rounds", () => {
  expect(ratioOf([2, 4.2, 6], [1, 2, 3])).toEqual({ median: 2.1, min: 2, max: 2.1, unsure: false });
});

test("a ratio is unsure when the rounds differ by more than 15 %, or there is one alone", () => {
  expect(ratioOf([2, 2, 2.2], [1, 1, 1]).unsure).toBe(false);
  expect(ratioOf([2, 2, 2.4], [1, 1, 1]).unsure).toBe(true);
  expect(ratioOf([2], [1]).unsure).toBe(true);
});
