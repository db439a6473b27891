import { expect, test } from "vitest";
import { type HeatmapData, heatmap } from "../index.ts";
import { count, describedAs, part, words } from "../testing/svg.ts";

const labels = { xLabel: "x", yLabel: "y", valueLabel: "z" };
const grid = (
  columns: number,
  rows: number,
  more: (i: number, j: number) => object = () => ({}),
): HeatmapData => ({
  cells: Array.from({ length: columns * rows }, (_, k) => {
    const [i, j] = [k % columns, Math.floor(k / columns)];
    return { x: i, y: j, value: i + j, ...more(i, j) };
  }),
  ...labels,
});

test("the rows of a heat map grow upwards in the order of the data", () => {
  const cells = [10, 20].map((y) => ({ x: 1, y, value: y }));
  const svg = heatmap({ cells, ...labels });
  const at = (y: string): number =>
    Number(new RegExp(`translate\\([\\d.]+,([\\d.]+)\\)">${y}</text>`).exec(svg)?.[1]);
  expect(at("10")).toBeGreaterThan(at("20"));
});

test("a value that is not finite is an empty cell", () => {
  const svg = heatmap(grid(2, 1, (i) => (i === 0 ? { value: Number.NaN } : {})));
  expect(count(svg, /fill="none" stroke="var\(--mh-grid[^>]*><rect|<rect[^>]*>/g)).toBeGreaterThanOrEqual(2);
  expect(describedAs(svg)).not.toContain("0, 0:");
});

test("each cell carries the initial of its kind, and a border stands between the kinds", () => {
  const svg = heatmap(grid(12, 2, (i) => ({ kind: i < 3 ? "global" : i < 6 ? "metastable" : "single" })));
  const kinds = words(part(svg, "kinds"));
  expect(["G", "M", "S"].map((letter) => kinds.filter((one) => one === letter).length)).toEqual([6, 6, 12]);
  expect(words(svg)).toEqual(expect.arrayContaining(["G = global", "M = metastable", "S = single"]));
  // Two borders from top to bottom, each on a casing.
  expect(count(part(svg, "borders"), /M[\d.]+,[\d.]+V/g)).toBe(4);
  expect(describedAs(svg)).toContain("0, 0: 0 global");
});

test("no border stands between cells of one kind", () => {
  expect(part(heatmap(grid(4, 3, () => ({ kind: "single" }))), "borders")).not.toContain("<path");
});

test("a contour is a dashed line between what is below and the rest", () => {
  const svg = heatmap({ ...grid(4, 1), contours: [2] });
  expect(count(part(svg, "borders"), /stroke-dasharray/g)).toBe(1);
  expect(words(svg)).toContain("at 2");
});

test("numbers stand in the cells only where they fit", () => {
  const inside = (columns: number): number =>
    words(heatmap({ ...grid(columns, 1, () => ({ value: 0.1234 })) })).filter((word) =>
      word.startsWith("0.12"),
    ).length;
  // The two ends of the colours are written too.
  expect(inside(4)).toBe(4 + 2);
  expect(inside(40)).toBe(2);
});

test("what is almost one is not written as one", () => {
  const svg = heatmap({ ...grid(9, 1, () => ({ value: 0.9961 })), valuePercent: true });
  expect(words(svg)).toContain("99.6 %");
  expect(words(svg)).not.toContain("100 %");
});

test("the words of a crowded axis are thinned, those of a logarithmic one short", () => {
  const cells = Array.from({ length: 40 }, (_, i) => ({ x: 10 ** (-6 + i / 4), y: 1, value: i }));
  const axis = words(heatmap({ cells, ...labels })).filter((word) => /⁻|\d/.test(word));
  expect(axis.length).toBeLessThan(20);
  for (const word of axis) expect(word.length).toBeLessThan(10);
  expect(axis).toContain("10⁻⁶");
});

test("many cells are one picture, in a small file", () => {
  const svg = heatmap(grid(60, 60, (i, j) => ({ kind: i > j ? "single" : "global" })));
  expect(count(svg, /<image /g)).toBe(1);
  expect(svg.length).toBeLessThan(20_000);
});
