import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scatter } from "../index.ts";
import { count, describedAs, part, words } from "../testing/svg.ts";
import { binnedMeans, rankCorrelation } from "./parts/binnedMeans.ts";

const points = fc.array(
  fc.record({ x: fc.integer({ min: 0, max: 20 }), y: fc.integer({ min: -900, max: 900 }) }),
  { minLength: 1, maxLength: 80 },
);

describe("the means of parts", () => {
  test("hold every point once, and points of one x together", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 9 }), (all, bins) => {
        const means = binnedMeans(all, bins);
        expect(means.length).toBeLessThanOrEqual(bins);
        expect(means.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        const total = means.reduce((sum, { y, count }) => sum + y * count, 0);
        expect(total).toBeCloseTo(
          all.reduce((sum, { y }) => sum + y, 0),
          6,
        );
        for (const { y, low, high } of means) {
          expect(low).toBeLessThanOrEqual(y + 1e-12);
          expect(high).toBeGreaterThanOrEqual(y - 1e-12);
        }
        const xs = [...new Set(all.map(({ x }) => x))];
        if (xs.length === 1) expect(means).toHaveLength(1);
      }),
    );
  });

  test("of failures and successes have Wilson's interval", () => {
    const none = Array.from({ length: 10 }, (_, x) => ({ x, y: 0 }));
    const [mean] = binnedMeans(none, 1);
    expect(mean).toMatchObject({ y: 0, low: 0, count: 10 });
    // 0 of 10: Wilson 1927; the table of Newcombe 1998 has 0 to 0.2775.
    expect(mean.high).toBeCloseTo(0.2775, 4);
  });
});

test("a rank correlation is 1 for what rises, −1 for what falls, and does not change with the units", () => {
  const xs = [1, 2, 3, 4, 5];
  expect(rankCorrelation(xs.map((x) => ({ x, y: x ** 3 })))).toBeCloseTo(1, 12);
  expect(rankCorrelation(xs.map((x) => ({ x, y: -Math.log(x) })))).toBeCloseTo(-1, 12);
  fc.assert(
    fc.property(points, (all) => {
      const stretched = all.map(({ x, y }) => ({ x: 3 * x + 1, y: y / 2 }));
      const [one, other] = [rankCorrelation(all), rankCorrelation(stretched)];
      if (Number.isFinite(one)) expect(other).toBeCloseTo(one, 9);
    }),
  );
});

describe("a scatter chart", () => {
  const labels = { xLabel: "similarity", yLabel: "right" };

  test("draws failures and successes as strokes, one each, and their means as shares", () => {
    const svg = scatter({
      points: Array.from({ length: 40 }, (_, x) => ({ x, y: x < 20 ? 1 : 0 })),
      ...labels,
      means: 2,
    });
    const strokes = /aria-label="values" d="([^"]+)"/.exec(svg)?.[1] ?? "";
    expect([count(strokes, /v8/g), count(strokes, /v-8/g)]).toEqual([20, 20]);
    expect(words(svg)).toEqual(expect.arrayContaining(["0 %", "100 %"]));
    expect(describedAs(svg)).toContain("40 points, mean 50 %, rank correlation −0.866");
    expect(describedAs(svg)).toContain("means 100 % near 9.5, 0 % near 29.5");
  });

  test("draws a dot for each point, groups apart and counted", () => {
    const svg = scatter({
      points: [1, 2, 3].map((x) => ({ x, y: x / 2, group: x < 3 ? "a" : "b", name: `condition ${x}` })),
      ...labels,
    });
    expect(words(svg)).toEqual(expect.arrayContaining(["a (2)", "b (1)"]));
    expect(svg).toContain("<title>condition 3: 1.5 at 3</title>");
    expect(count(part(svg, "dot"), /<circle/g)).toBe(2);
  });

  test("leaves out what has no logarithm", () => {
    const svg = scatter({
      points: [-1, 0, 1, 10].map((x) => ({ x, y: x })),
      ...labels,
      xLog: true,
      yLog: true,
    });
    expect(describedAs(svg)).toContain("2 points");
  });
});
