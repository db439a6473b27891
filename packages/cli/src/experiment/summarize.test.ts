import fc from "fast-check";
import { expect, test } from "vitest";
import { conditionsOf } from "./conditions.ts";
import type { Point } from "./point.ts";
import type { Specification } from "./specification.ts";
import { summarize } from "./summarize.ts";
import { tasksOf } from "./tasks.ts";

const specification: Specification = {
  version: 1,
  name: "x",
  title: "x",
  about: "",
  variants: [
    { name: "one", settings: { similarity: "dot" } },
    { name: "two", settings: { similarity: "manhattan" } },
  ],
  grid: { corrupt: ["noise:0:20:10"] },
  repeats: 3,
  measures: ["accuracy"],
  charts: [
    {
      kind: "lines",
      title: "c",
      x: "corrupt",
      y: [{ measure: "accuracy" }, { measure: "mse", name: "error" }],
      by: ["variant"],
      baselines: [{ measure: "accuracy", name: "baseline" }],
    },
  ],
  expected: [
    { name: "a", where: { variant: "one" }, measure: "accuracy", published: "p", atLeast: 0, atMost: 1 },
    {
      name: "b",
      where: { variant: ["one", "two"], corrupt: "noise:20" },
      measure: "mse",
      published: "p",
      atMost: -1,
    },
    { name: "c", where: { variant: "three" }, measure: "mse", published: "p" },
  ],
};

const points: Point[] = tasksOf(specification, conditionsOf(specification), {
  engine: "e",
  kernels: "k",
  data: () => "d",
  outside: () => null,
}).map(({ key, condition, settings, repeat, seed }, k) => ({
  key,
  condition,
  settings,
  repeat,
  seed,
  measures: { accuracy: (k % 7) / 7, mse: repeat === 0 ? null : k },
  lists: {},
  atlas: null,
  seconds: k,
}));

test("the order in which points were measured, and how long they took, change no byte of the summary", () => {
  const whole = JSON.stringify(summarize(specification, points));
  fc.assert(
    fc.property(
      fc.shuffledSubarray(points, { minLength: points.length }),
      fc.double(),
      (shuffled, seconds) => {
        const again = shuffled.map((point) => ({ ...point, seconds }));
        expect(JSON.stringify(summarize(specification, again))).toBe(whole);
      },
    ),
    { numRuns: 30 },
  );
});

test("a measure is averaged over the repeats that have it, with their sample standard deviation", () => {
  const { conditions } = summarize(specification, points);
  expect(conditions).toHaveLength(6);
  expect(conditions[0].measures.mse).toEqual({
    mean: 1.5,
    spread: Math.SQRT1_2,
    least: 1,
    most: 2,
    count: 2,
  });
  expect(conditions[0].measures.accuracy?.mean).toBeCloseTo((0 + 1 / 7 + 2 / 7) / 3, 12);
});

test("lines run along the number of the corruption, one per variant and measure", () => {
  const { series } = summarize(specification, points);
  expect(series.map(({ name }) => name)).toEqual([
    "one: accuracy",
    "one: error",
    "two: accuracy",
    "two: error",
    "baseline",
  ]);
  for (const { x, y, spread } of series) {
    expect(x).toEqual([0, 10, 20]);
    expect(y).toHaveLength(3);
    expect(spread).toHaveLength(3);
  }
});

test("a baseline is drawn once: the mean of what the methods have at each place", () => {
  const { series } = summarize(specification, points);
  const [one, , two, , baseline] = series;
  baseline.y.forEach((y, k) => {
    expect(y).toBeCloseTo((one.y[k] + two.y[k]) / 2, 12);
  });
});

test("what was published is held against every condition that it speaks of", () => {
  const { expected } = summarize(specification, points);
  expect(expected.map(({ holds, got }) => [holds, got.length])).toEqual([
    [true, 3],
    [false, 2],
    [null, 0],
  ]);
});

test("the table names what varies and then the measures", () => {
  const { table } = summarize(specification, points);
  expect(table.columns).toEqual(["variant", "corrupt", "accuracy"]);
  expect(table.rows).toHaveLength(6);
  expect(table.rows[0].slice(0, 2)).toEqual(["one", "noise:0"]);
});
