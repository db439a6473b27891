import { expect, test } from "vitest";
import { agreement, largestDifference, recall, signature } from "./compare.ts";

const answer = {
  indices: Int32Array.of(1, 0),
  states: Float32Array.of(0.1, 0.2, 0.3, 0.4, -0.001, 0.6, 0.7, 0.8),
};

test("a signature ignores rounding and minus zero, and sees another pattern or state", () => {
  const first = signature(answer, 4);
  expect(signature({ ...answer, states: answer.states.map((x) => x + 1e-6) }, 4)).toBe(first);
  expect(signature({ ...answer, states: answer.states.map((x) => Math.max(0, x)) }, 4)).toBe(first);
  expect(signature({ ...answer, indices: Int32Array.of(0, 1) }, 4)).not.toBe(first);
  expect(signature({ ...answer, states: answer.states.map((x) => x + 0.1) }, 4)).not.toBe(first);
});

test("recall counts first indices, agreement shares of lists in any order", () => {
  const lists = Int32Array.of(5, 6, 7, 8);
  expect(recall(lists, Int32Array.of(5, 8))).toBe(0.5);
  expect(agreement(lists, Int32Array.of(6, 5, 7, 9), 2)).toBe(0.75);
});

test("the largest difference shows NaN", () => {
  expect(largestDifference(Float32Array.of(1, 2), Float32Array.of(1, 2.5))).toBe(0.5);
  expect(largestDifference(Float32Array.of(1, Number.NaN), Float32Array.of(1, 2))).toBeNaN();
});
