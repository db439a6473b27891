import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bars, energyTrace, heatmap, histogram, lines, sortedMetric } from "../index.ts";
import { binned } from "./bins.ts";

const words = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, word]) => word);
const describedAs = (svg: string): string => /<desc>([^<]*)<\/desc>/.exec(svg)?.[1] ?? "";
const count = (svg: string, pattern: RegExp): number => [...svg.matchAll(pattern)].length;

describe("every chart", () => {
  const all = {
    energyTrace: energyTrace([{ energies: [3, 1, 0.5], failed: false }], { title: "a < b & c" }),
    sortedMetric: sortedMetric({ values: [1], baseline: [2], label: "a < b & c" }),
    histogram: histogram({ values: [1, 2, 3], label: "a < b & c" }),
    lines: lines({
      series: [{ name: "a < b & c", points: [{ x: 1, y: 1 }] }],
      xLabel: "x",
      yLabel: "a < b & c",
    }),
    heatmap: heatmap({
      cells: [{ x: "a < b & c", y: 1, value: 1 }],
      xLabel: "x",
      yLabel: "y",
      valueLabel: "a < b & c",
    }),
    bars: bars({ bars: [{ name: "a < b & c", value: 1 }], label: "a < b & c" }),
  };

  test.each(Object.entries(all))("%s is an image with a name and a description", (_, svg) => {
    expect(svg).toMatch(/^<svg [^>]*role="img"/);
    expect(svg).toMatch(/aria-label="[^"]*a &lt; b &amp; c/);
    expect(svg).toContain("<title>");
    expect(describedAs(svg).length).toBeGreaterThan(0);
  });

  test.each(Object.entries(all))("%s escapes what it is given", (_, svg) => {
    expect(svg).not.toContain("a < b");
  });

  test("fixed themes leave no custom property and no currentColor", () => {
    const data = { values: [1, 2, 3], label: "x", threshold: 0 };
    expect(histogram(data)).toContain("var(--mh-good");
    for (const theme of ["light", "dark"] as const) {
      expect(histogram(data, { theme })).not.toMatch(/var\(--mh|currentColor/);
    }
    expect(histogram(data, { theme: "light" })).not.toBe(histogram(data, { theme: "dark" }));
  });

  test("no data is an empty chart, not a failure", () => {
    for (const svg of [
      energyTrace([]),
      sortedMetric({ values: [], baseline: [], label: "x" }),
      histogram({ values: [], label: "x" }),
      lines({ series: [], xLabel: "x", yLabel: "y" }),
      heatmap({ cells: [], xLabel: "x", yLabel: "y", valueLabel: "z" }),
      bars({ bars: [], label: "x" }),
    ]) {
      expect(svg).toMatch(/^<svg /);
      expect(svg).not.toMatch(/NaN|Infinity/);
    }
  });

  test("of one value has readable ticks", () => {
    for (const svg of [
      energyTrace([{ energies: [7], failed: false }]),
      sortedMetric({ values: [0], baseline: [0], label: "x" }),
      histogram({ values: [5], label: "x", threshold: 0 }),
      histogram({ values: [0, 0], label: "x", threshold: 0 }),
      lines({ series: [{ name: "s", points: [{ x: 3, y: 4 }] }], xLabel: "x", yLabel: "y", xLog: true }),
    ]) {
      expect(words(svg).filter((word) => word.length > 5 && /^[−\d.]+$/.test(word))).toEqual([]);
      expect(words(svg).filter((word) => /^[−\d.]+$/.test(word)).length).toBeGreaterThan(3);
    }
  });

  test("values that are not finite are left out and never written", () => {
    for (const svg of [
      energyTrace([{ energies: [1, Number.NaN], failed: false }]),
      sortedMetric({ values: [Number.NaN, 1], baseline: [1, Number.POSITIVE_INFINITY], label: "x" }),
      histogram({ values: [Number.NEGATIVE_INFINITY, 1], label: "x" }),
      heatmap({ cells: [{ x: 1, y: 1, value: Number.NaN }], xLabel: "x", yLabel: "y", valueLabel: "z" }),
    ]) {
      expect(svg).not.toMatch(/NaN|Infinity/);
    }
  });
});

test("energies are drawn as the change since the query, so their own level does not matter", () => {
  const levels = [0, 1000].map((level) => energyTrace([{ energies: [level + 3, level + 1], failed: false }]));
  expect(levels[0]).toBe(levels[1]);
});

test("the median energy keeps the last energy of a query that has stopped", () => {
  const svg = energyTrace([
    { energies: [0, -4], failed: false },
    { energies: [0, -4, -4, -4], failed: false },
  ]);
  expect(describedAs(svg)).toContain("median change after 3 steps −4");
});

test("each failed and each successful query is counted in the legend of the energies", () => {
  const svg = energyTrace([true, false, false].map((failed) => ({ energies: [1, 0], failed })));
  expect(words(svg)).toEqual(expect.arrayContaining(["came back (2)", "failed (1)"]));
});

test("one dot per query and one per untouched query", () => {
  const svg = sortedMetric({ values: [3, 1, 2], baseline: [5, 6, 7], label: "MSE" });
  // The legend adds one of each.
  expect(count(svg, /<circle/g)).toBe(3 + 3 + 2);
});

test("thousands of queries stay a small chart", () => {
  const values = Array.from({ length: 20000 }, (_, i) => i);
  expect(sortedMetric({ values, baseline: values, label: "MSE" }).length).toBeLessThan(100_000);
  expect(energyTrace(values.map((e) => ({ energies: [e, 0], failed: false }))).length).toBeLessThan(100_000);
});

test("a value at the threshold counts as bad, and no bar mixes both sides", () => {
  const svg = histogram({
    values: [-1, 0, 1, 2],
    label: "x",
    threshold: 0,
    names: { above: "good", below: "bad" },
  });
  expect(words(svg)).toEqual(expect.arrayContaining(["good (2)", "bad (2)"]));
});

test("the bars of a histogram hold every value once, also when all are equal", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      const bins = binned(values, 0);
      expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(values.length);
      for (const { low, high } of bins) expect(low < 0 && high > 0).toBe(false);
      expect(bins.length).toBeLessThan(60);
    }),
  );
});

test("a logarithmic axis leaves out what has no logarithm", () => {
  const points = [0, 1, 10].map((x) => ({ x, y: x }));
  const svg = lines({ series: [{ name: "s", points }], xLabel: "x", yLabel: "y", xLog: true, yLog: true });
  expect(svg).not.toMatch(/NaN|Infinity/);
  expect(describedAs(svg)).toContain("s: 1 at 1, 10 at 10");
});

test("a band is drawn only where a spread is given", () => {
  const draw = (spread: object): string =>
    lines({
      series: [{ name: "s", points: [1, 2].map((x) => ({ x, y: x, ...spread })) }],
      xLabel: "x",
      yLabel: "y",
    });
  const bands = (svg: string): number => count(svg, /aria-label="area"[^>]*><path/g);
  expect(bands(draw({ low: 0, high: 3 }))).toBe(1);
  expect(bands(draw({}))).toBe(0);
});

test("the rows of a heat map grow upwards in the order of the data", () => {
  const cells = [10, 20].map((y) => ({ x: 1, y, value: y }));
  const svg = heatmap({ cells, xLabel: "x", yLabel: "y", valueLabel: "z" });
  const at = (y: string): number =>
    Number(new RegExp(`translate\\([\\d.]+,([\\d.]+)\\)">${y}</text>`).exec(svg)?.[1]);
  expect(at("10")).toBeGreaterThan(at("20"));
});
