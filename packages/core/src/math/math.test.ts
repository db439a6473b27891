import { expect, test } from "vitest";
import { logSumExp } from "./logSumExp.ts";
import { Random } from "./random.ts";
import { deviation, mean, median, quantile } from "./statistics.ts";
import { argMax, distance, dotProduct, norm } from "./vector.ts";

const draw = (count: number, next: () => number): Float64Array => Float64Array.from({ length: count }, next);

test("the same seed gives the same numbers, another seed others", () => {
  const [a, b, c] = [new Random(7), new Random("7"), new Random(8)].map((random) =>
    draw(20, () => random.bits()),
  );
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
});

test("a fork depends on seed and name, never on the draws before it", () => {
  const [fresh, used] = [new Random(1), new Random(1)];
  draw(13, () => used.normal());
  expect(fresh.fork("x").uniform()).toBe(used.fork("x").uniform());
  expect(fresh.fork("x").uniform()).not.toBe(fresh.fork("y").uniform());
  expect(fresh.fork("x").fork(2).seed).toBe("1/x/2");
});

test("uniform numbers fill [0, 1) evenly", () => {
  const random = new Random("uniform");
  const values = draw(40_000, () => random.uniform());
  expect(values.every((v) => v >= 0 && v < 1)).toBe(true);
  expect(mean(values)).toBeCloseTo(0.5, 2);
  expect(deviation(values)).toBeCloseTo(Math.sqrt(1 / 12), 2);
  const faces = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < 60_000; k++) faces[random.below(6)]++;
  for (const face of faces) expect(Math.abs(face - 10_000)).toBeLessThan(500);
});

test("normal numbers have the mean, the deviation and the tails they should", () => {
  const random = new Random("normal");
  const values = draw(40_000, () => random.normal(3, 2));
  expect(Math.abs(mean(values) - 3)).toBeLessThan(0.05);
  expect(Math.abs(deviation(values) - 2)).toBeLessThan(0.05);
  const outside = values.filter((v) => Math.abs(v - 3) > 2 * 1.96).length / values.length;
  expect(Math.abs(outside - 0.05)).toBeLessThan(0.006);
});

test("a sample has no number twice, and a shuffle keeps all", () => {
  const random = new Random("sample");
  for (const [total, count] of [
    [10, 10],
    [1000, 30],
    [5, 9],
    [4, 0],
  ]) {
    const drawn = random.sample(total, count);
    expect(new Set(drawn).size).toBe(Math.min(total, count));
    expect(drawn.every((i) => i >= 0 && i < total)).toBe(true);
  }
  expect(random.shuffle([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5]);
});

test("the log-sum-exp neither overflows nor vanishes", () => {
  expect(logSumExp([0, 0])).toBeCloseTo(Math.log(2), 15);
  expect(logSumExp([1e6, 1e6])).toBeCloseTo(1e6 + Math.log(2), 9);
  expect(logSumExp([-1e6, -1e6 - 800])).toBe(-1e6);
  expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
  expect(logSumExp([Number.NEGATIVE_INFINITY, 2])).toBe(2);
});

test("quantiles interpolate between the sorted values", () => {
  expect(quantile([4, 1, 3, 2], 0)).toBe(1);
  expect(quantile([4, 1, 3, 2], 1)).toBe(4);
  expect(quantile([10, 20], 0.25)).toBe(12.5);
  expect(median([5, 1, 2])).toBe(2);
  expect(quantile([], 0.5)).toBeNaN();
  expect(deviation([3])).toBe(0);
});

test("vectors: products, lengths, distances and the first of equal maxima", () => {
  expect(dotProduct([1, 2], [3, 4])).toBe(11);
  expect(norm([3, 4])).toBe(5);
  expect(distance([1, 1], [4, 5])).toBe(5);
  expect(argMax([1, 3, 3])).toBe(1);
  expect(argMax([])).toBe(-1);
});
