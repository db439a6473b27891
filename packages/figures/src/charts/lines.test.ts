import { describe, expect, test } from "vitest";
import { type LinesData, lines, smallMultiples } from "../index.ts";
import { count, describedAs, words } from "../testing/svg.ts";

type Point = LinesData["series"][number]["points"][number];
const draw = (points: readonly Point[], more: Partial<LinesData> = {}): string =>
  lines({ series: [{ name: "s", points }], xLabel: "x", yLabel: "y", ...more });
const areas = (svg: string): number => count(svg, /aria-label="area"[^>]*><path/g);
const bars = (svg: string): number =>
  count(svg.split('aria-label="link"')[1]?.split("</g>")[0] ?? "", /<path/g);
const heightOf = (svg: string, word: string): number =>
  Number(new RegExp(`<text[^>]* y="([-\\d.]+)"[^>]*>${word}</text>`).exec(svg)?.[1]);

test("a logarithmic axis leaves out what has no logarithm", () => {
  const svg = draw(
    [0, 1, 10].map((x) => ({ x, y: x })),
    { xLog: true, yLog: true },
  );
  expect(svg).not.toMatch(/NaN|Infinity/);
  expect(describedAs(svg)).toContain("s: 1 at 1, 10 at 10");
});

test("a description names the greatest value where it is at neither end", () => {
  expect(describedAs(draw([1, 9, 2].map((y, x) => ({ x, y }))))).toBe("s: 1 at 0, 2 at 2, greatest 9 at 1");
});

describe("a spread", () => {
  const points = [1, 2, 3].map((x) => ({ x, y: x, low: 0, high: 4 }));

  test("is drawn only where it is given", () => {
    expect(areas(draw(points))).toBe(1);
    expect(areas(draw(points.map(({ x, y }) => ({ x, y }))))).toBe(0);
  });

  test("of a lone point is a bar, and a band ends where the spread does", () => {
    const [first, second] = points;
    const svg = draw([first, { x: 1.5, y: 1 }, second, points[2]]);
    expect([areas(svg), bars(svg)]).toEqual([1, 1]);
    expect(bars(draw([first]))).toBe(1);
  });

  test("is a bar at every point where more than four bands would cover each other", () => {
    const many = (series: number): string =>
      lines({
        series: Array.from({ length: series }, (_, s) => ({ name: `${s}`, points })),
        xLabel: "x",
        yLabel: "y",
      });
    expect(areas(many(4))).toBe(4);
    expect(areas(many(5))).toBe(0);
    expect(bars(draw(points, { spread: "bars" }))).toBe(3);
  });

  test("belongs to what the axis shows", () => {
    expect(words(draw([{ x: 1, y: 1, low: -30, high: 50 }]))).toContain("−20");
  });
});

describe("a reference", () => {
  test("widens the axis and is named beside the frame, in the chart and in the description", () => {
    const svg = draw([{ x: 1, y: 1 }], { references: [{ name: "nearest neighbour", y: 90 }] });
    expect(words(svg)).toEqual(expect.arrayContaining(["nearest", "neighbour", "80"]));
    expect(describedAs(svg)).toContain("nearest neighbour: 90");
  });

  test("has its name at another height than its neighbours, in their order", () => {
    const names = ["chance", "baseline", "untouched"];
    const svg = draw([{ x: 1, y: 1 }], {
      references: names.map((name, i) => ({ name, y: 0.01 + 0.001 * i })),
      yDomain: [0, 1],
    });
    const heights = names.map((name) => heightOf(svg, name));
    for (let i = 1; i < heights.length; i++) expect(heights[i - 1] - heights[i]).toBeGreaterThanOrEqual(13);
  });

  test("with an x is a hollow marker at its place with its name, once for each name", () => {
    const svg = draw(
      [0, 10].map((x) => ({ x, y: x })),
      {
        references: [2, 5, 8].map((x) => ({ name: "published", x, y: x })),
      },
    );
    const points = svg.split('aria-label="reference values"')[1].split("</g>")[0];
    expect(count(points, /<path/g)).toBe(3);
    expect(words(svg).filter((word) => word === "published")).toHaveLength(1);
    expect(describedAs(svg)).toContain("published: 5 at 5");
  });
});

describe("a region", () => {
  const regions = [
    { from: Number.NEGATIVE_INFINITY, to: 2, name: "global" },
    { from: 2, to: 4, name: "metastable" },
    { from: 4, to: Number.POSITIVE_INFINITY, name: "single" },
    { from: 50, to: 60, name: "outside" },
  ];
  const svg = draw(
    [0, 10].map((x) => ({ x, y: x })),
    { regions },
  );
  const rectangles = [
    ...svg.matchAll(/<rect x="([\d.]+)"[^>]* width="([\d.]+)"[^>]* fill-opacity="([\d.]+)"/g),
  ].map((match) => match.slice(1).map(Number));

  test("covers its part of the axis, and the next one begins where it ends", () => {
    expect(rectangles).toHaveLength(3);
    expect(rectangles[0][0]).toBe(52);
    expect(rectangles[0][0] + rectangles[0][1]).toBeCloseTo(rectangles[1][0], 1);
    expect(rectangles[1][1]).toBeCloseTo(rectangles[0][1], 1);
  });

  test("differs from its neighbour in lightness", () => {
    const shades = rectangles.map(([, , opacity]) => opacity);
    expect(new Set(shades).size).toBe(3);
  });

  test("is named in the chart where it is seen, and in the description", () => {
    expect(words(svg)).toEqual(expect.arrayContaining(["global", "metastable", "single"]));
    expect(words(svg)).not.toContain("outside");
    expect(describedAs(svg)).toContain("metastable from 2 to 4; single from 4 to the end");
  });
});

test("shares have ticks in per cent over the whole range", () => {
  const svg = draw([{ x: 1, y: 0.5 }], { yDomain: [0, 1], yPercent: true });
  expect(words(svg)).toEqual(expect.arrayContaining(["0 %", "20 %", "100 %"]));
  expect(describedAs(svg)).toContain("s: 50 % at 1");
});

test("twelve series have a legend that names all of them inside the chart", () => {
  const names = Array.from({ length: 12 }, (_, i) => `similarity number ${i}`);
  const svg = lines({
    series: names.map((name, i) => ({ name, points: [{ x: i, y: i }] })),
    xLabel: "x",
    yLabel: "y",
  });
  expect(words(svg)).toEqual(expect.arrayContaining(names));
  const height = Number(/viewBox="0 0 440 (\d+)"/.exec(svg)?.[1]);
  expect(height).toBeGreaterThan(260);
});

test("a long series has a marker only here and there, and all of its line", () => {
  const svg = draw(Array.from({ length: 400 }, (_, x) => ({ x, y: x })));
  const line = svg.split('aria-label="line"')[1].split("</g>")[0];
  expect(count(line, /[ML,]/g)).toBeGreaterThan(400);
  const markers = svg.split('aria-label="dot"')[1].split("/>")[0];
  expect(count(markers, /M/g)).toBeLessThan(12);
});

describe("small multiples", () => {
  const panel = (name: string, y: number, series = "s"): { name: string; series: LinesData["series"] } => ({
    name,
    series: [
      {
        name: series,
        points: [
          { x: 0, y },
          { x: 1, y: 2 * y },
        ],
      },
    ],
  });
  const all = { xLabel: "beta", yLabel: "accuracy" };

  test("have all their panels on the same axes, each axis worded once", () => {
    const svg = smallMultiples({ panels: [panel("first", 1), panel("second", 100)], ...all });
    expect(words(svg).filter((word) => word === "200")).toHaveLength(1);
    expect(words(svg)).toEqual(expect.arrayContaining(["first", "second", "beta", "accuracy"]));
    expect(describedAs(svg)).toBe("first: s: 1 at 0, 2 at 1. second: s: 100 at 0, 200 at 1");
  });

  test("show a series of one name in one style, also where another stands before it", () => {
    const svg = smallMultiples({
      panels: [panel("first", 1, "a"), panel("second", 1, "b"), panel("third", 1, "a")],
      columns: 1,
      ...all,
    });
    const strokes = [...svg.matchAll(/aria-label="line"[^>]* stroke="var\(--mh-(\w+),/g)].map(
      ([, name]) => name,
    );
    expect(strokes).toEqual(["series1", "series2", "series1"]);
    expect(words(svg).filter((word) => word === "a")).toHaveLength(1);
  });

  test("name their reference lines in the legend", () => {
    const references = [{ name: "chance", y: 0.1 }];
    const svg = smallMultiples({
      panels: [panel("first", 1), panel("second", 1)].map((one) => ({ ...one, references })),
      ...all,
    });
    expect(words(svg).filter((word) => word === "chance")).toHaveLength(1);
  });
});

test("a baseline is gray, lies below the others, and takes none of their colours", () => {
  const points = [1, 2].map((x) => ({ x, y: x }));
  const svg = lines({
    series: [
      { name: "query as given", points, baseline: true },
      { name: "first", points },
      { name: "second", points },
      { name: "nearest neighbour", points, baseline: true },
    ],
    xLabel: "x",
    yLabel: "y",
  });
  const strokes = [...svg.matchAll(/aria-label="line"[^>]* stroke="var\(--mh-(\w+),/g)].map(
    ([, name]) => name,
  );
  expect(strokes).toEqual(["faint", "faint", "series1", "series2"]);
});
