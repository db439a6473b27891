import { expect, test } from "vitest";
import type { Point } from "../../../experiment/point.ts";
import type { Settings } from "../../../experiment/specification.ts";
import { entriesOf } from "../entries.ts";
import { asRun } from "../fixture.ts";
import { drawHeatmaps } from "./heatmapChart.ts";

const chart = { kind: "heatmap", title: "Map", x: "corrupt", y: "beta", value: "accuracy" } as const;

/** What a map of some conditions says to those who do not see it. */
function described(...conditions: readonly Settings[]): string[] {
  const points = conditions.map(
    (condition, i): Point => ({
      key: `k${i}`,
      condition,
      settings: condition,
      repeat: 0,
      seed: 7,
      measures: { accuracy: i / 10 },
      lists: {},
      atlas: null,
      seconds: 0,
    }),
  );
  const run = asRun({ version: 1, name: "x", title: "x", about: "x" }, points, points.length, "r");
  const drawn = drawHeatmaps(chart, { runs: [run], entries: entriesOf([run]) });
  return drawn.map(({ title, svg }) => `${title}: ${/<desc>([^<]*)/.exec(svg("light"))?.[1]}`);
}

test("numbers stand in order of size, whatever the order of the conditions", () => {
  const [map] = described({ corrupt: "noise:50", beta: 2 }, { corrupt: "noise:5", beta: 1 });
  expect(map).toContain("All: 5, 1: 10 %; 50, 2: 0 %");
  expect(map).toContain("noise (standard deviation, 0–255)");
});

test("damages of one number that differ otherwise have places of their own, what they share stands in the label", () => {
  const [map] = described(
    { corrupt: "noise:25/mean=-50", beta: 1 },
    { corrupt: "noise:25/mean=50", beta: 1 },
  );
  expect(map).toContain("corrupt noise:25/mean= …");
  expect(map).toContain("All: -50, 1: 0 %; 50, 1: 10 %");
});

test("a map for each value of what else varies", () => {
  const all = ["dot", "cosine"].map((variant) => ({ variant, corrupt: "noise:5", beta: 1 }));
  expect(described(...all).map((text) => text.split(": ").slice(0, 2).join(": "))).toEqual([
    "Map: dot",
    "Map: cosine",
  ]);
});
