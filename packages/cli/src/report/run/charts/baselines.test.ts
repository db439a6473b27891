import { expect, test } from "vitest";
import type { ChartLine } from "../../../experiment/series.ts";
import { baselineOf } from "./baselines.ts";

/** A line over x = 1, 2 whose conditions have these errors of the untouched query. */
const line = (y: readonly number[], baseline: readonly (number | null)[]): ChartLine => ({
  chart: "c",
  name: "n",
  panel: null,
  x: [1, 2],
  y,
  spread: [0, 0],
  conditions: baseline.map((mean) => ({
    condition: {},
    settings: {},
    repeats: 1,
    measures: { baselineMse: mean === null ? null : { mean, spread: 0, least: mean, most: mean, count: 1 } },
  })),
});

test("a baseline is a line over the places of the lines", () => {
  expect(baselineOf("mse", [line([1, 2], [3, 5])], false)).toMatchObject({
    kind: "line",
    name: "query as given",
    points: [
      { x: 1, y: 3 },
      { x: 2, y: 5 },
    ],
  });
});

test("one far above the values is not drawn, unless the axis is logarithmic", () => {
  const lines = [line([1, 2], [400, 500])];
  expect(baselineOf("mse", lines, false)).toMatchObject({ kind: "far", y: 500 });
  expect(baselineOf("mse", lines, true)).toMatchObject({ kind: "line" });
});

test("perfect answers are drawn below it all the same", () => {
  expect(baselineOf("mse", [line([0, 0], [400, 500])], false)).toMatchObject({ kind: "line" });
});

test("lines that do not share a baseline, and measures without one, have none", () => {
  expect(baselineOf("mse", [line([1, 2], [3, 5]), line([1, 2], [3, 6])], false)).toBeNull();
  expect(baselineOf("mse", [line([1, 2], [null, null])], false)).toBeNull();
  expect(baselineOf("steps", [line([1, 2], [3, 5])], false)).toBeNull();
});
