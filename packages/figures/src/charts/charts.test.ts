import { describe, expect, test } from "vitest";
import {
  bars,
  type ChartOptions,
  energyTrace,
  heatmap,
  histogram,
  lines,
  perImage,
  scatter,
  similarityMatrix,
  smallMultiples,
  sortedMetric,
  stepsTrace,
  svgToPng,
} from "../index.ts";
import { examples } from "../testing/examples.ts";
import { count, describedAs, words } from "../testing/svg.ts";

type Draw = (options?: ChartOptions) => string;

/** Every chart with a text in each place that takes one. */
const withText = (text: string): Record<string, Draw> => ({
  energyTrace: (o) => energyTrace([{ energies: [3, 1, 0.5], failed: false }], { title: text, ...o }),
  sortedMetric: (o) => sortedMetric({ values: [1], baseline: [2], label: text, names: [text] }, o),
  histogram: (o) => histogram({ values: [1, 2, 3], label: text, counted: text }, o),
  lines: (o) =>
    lines(
      {
        series: [{ name: text, points: [{ x: 1, y: 1 }] }],
        xLabel: text,
        yLabel: text,
        references: [
          { name: text, y: 1 },
          { name: text, x: 1, y: 1 },
        ],
        regions: [{ from: 0, to: 9, name: text }],
      },
      o,
    ),
  smallMultiples: (o) =>
    smallMultiples(
      {
        panels: [{ name: text, series: [{ name: text, points: [{ x: 1, y: 1 }] }] }],
        xLabel: text,
        yLabel: text,
      },
      o,
    ),
  heatmap: (o) =>
    heatmap(
      { cells: [{ x: text, y: text, value: 1, kind: text }], xLabel: text, yLabel: text, valueLabel: text },
      o,
    ),
  stepsTrace: (o) =>
    stepsTrace({ queries: [{ target: 1, leaders: [1, 2], name: text }] }, { title: text, ...o }),
  similarityMatrix: (o) =>
    similarityMatrix(
      { count: 2, similarity: [1, 0, 0, 1], label: text, classes: [text, text], names: [text, text] },
      o,
    ),
  perImage: (o) =>
    perImage({ methods: [{ name: text, values: [1, 2] }], label: text, names: [text, text] }, o),
  scatter: (o) =>
    scatter({ points: [{ x: 1, y: 2, group: text, name: text }], xLabel: text, yLabel: text }, o),
  bars: (o) => bars({ bars: [{ name: text, value: 1 }], label: text }, o),
});

const empty: Record<string, string> = {
  energyTrace: energyTrace([]),
  sortedMetric: sortedMetric({ values: [], baseline: [], label: "x" }),
  histogram: histogram({ values: [], label: "x" }),
  lines: lines({ series: [], xLabel: "x", yLabel: "y" }),
  linesWithout: lines({
    series: [{ name: "s", points: [] }],
    xLabel: "x",
    yLabel: "y",
    xLog: true,
    yLog: true,
    regions: [{ from: 0, to: 1, name: "r" }],
    references: [{ name: "r", y: Number.NaN }],
  }),
  smallMultiples: smallMultiples({ panels: [], xLabel: "x", yLabel: "y" }),
  smallMultiplesWithout: smallMultiples({ panels: [{ name: "p", series: [] }], xLabel: "x", yLabel: "y" }),
  heatmap: heatmap({ cells: [], xLabel: "x", yLabel: "y", valueLabel: "z" }),
  stepsTrace: stepsTrace({ queries: [] }),
  stepsTraceWithout: stepsTrace({ queries: [{ target: 1, leaders: [] }] }),
  similarityMatrix: similarityMatrix({ count: 0, similarity: [], label: "x" }),
  similarityMatrixOfOne: similarityMatrix({ count: 1, similarity: [1], label: "x" }),
  perImage: perImage({ methods: [], label: "x" }),
  perImageWithout: perImage({ methods: [{ name: "m", values: [null] }], label: "x", order: "first" }),
  scatter: scatter({ points: [], xLabel: "x", yLabel: "y", means: true }),
  bars: bars({ bars: [], label: "x" }),
};

const [bad, huge] = [Number.NaN, Number.POSITIVE_INFINITY];
const notFinite: Record<string, string> = {
  energyTrace: energyTrace([{ energies: [1, bad], failed: false }]),
  sortedMetric: sortedMetric({ values: [bad, 1], baseline: [1, huge], label: "x" }),
  histogram: histogram({ values: [-huge, 1], label: "x" }),
  lines: lines({
    series: [{ name: "s", points: [1, bad, huge].map((x) => ({ x, y: 1, low: bad, high: 2 })) }],
    xLabel: "x",
    yLabel: "y",
    regions: [
      { from: -huge, to: huge, name: "a" },
      { from: bad, to: bad, name: "b" },
    ],
    references: [
      { name: "r", y: huge },
      { name: "r", x: bad, y: 1 },
    ],
  }),
  heatmap: heatmap({
    cells: [bad, huge, 1].map((value, x) => ({ x, y: 1, value })),
    xLabel: "x",
    yLabel: "y",
    valueLabel: "z",
    contours: [0, bad],
  }),
  similarityMatrix: similarityMatrix({ count: 2, similarity: [bad, 1, huge, 2], label: "x" }),
  perImage: perImage({ methods: [{ name: "m", values: [bad, 1, null] }], label: "x" }),
  scatter: scatter({ points: [bad, huge, 1].map((x) => ({ x, y: x })), xLabel: "x", yLabel: "y", means: 3 }),
};

describe("every chart", () => {
  const plain = Object.entries(examples);

  test.each(Object.entries(withText("a < b & c")))(
    "%s is an image with a name and a description",
    (_, draw) => {
      const svg = draw();
      expect(svg).toMatch(/^<svg [^>]*role="img"/);
      expect(svg).toMatch(/aria-label="[^"]*a &lt; b &amp; c/);
      expect(svg).toContain("<title>");
      expect(describedAs(svg).length).toBeGreaterThan(0);
      expect(svg).not.toContain("a < b");
    },
  );

  // The drawing program reads strict XML.
  test.each([
    "a < b & c > \"d\" 'e' &nbsp;",
    "a\u00a0b",
    "a\u0001b\n\ufffe",
    "\ud800",
    "{{x}} $& ]]>",
    "𝛽 Δᵢ ½",
  ])("is well-formed with the text %j in every place", async (text) => {
    for (const draw of Object.values(withText(text))) await svgToPng(draw(), 40, "light", { text: false });
  });

  test.each(plain)("%s in a fixed theme leaves no custom property and no currentColor", (_, draw) => {
    expect(draw()).toContain("var(--mh-");
    const [light, dark] = [draw({ theme: "light" }), draw({ theme: "dark" })];
    for (const svg of [light, dark]) expect(svg).not.toMatch(/var\(--mh|currentColor/);
    expect(light).not.toBe(dark);
  });

  test("is the same text for the same data, whatever was drawn before, and has no id that could clash", () => {
    const first = plain.map(([, draw]) => draw());
    const again = [...plain]
      .reverse()
      .map(([, draw]) => draw())
      .reverse();
    expect(again).toEqual(first);
    for (const svg of first) expect(svg).not.toMatch(/\sid="|url\(#|<style/);
  });

  test.each(plain)("%s has the size asked for", (_, draw) => {
    expect(draw({ width: 620, height: 500 })).toMatch(/^<svg [^>]*viewBox="0 0 620 500"/);
  });

  test.each(Object.entries(empty))("%s of no data is an empty chart, not a failure", (_, svg) => {
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  test.each(Object.entries(notFinite))("%s leaves out what is not finite", (_, svg) => {
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("of one value has readable ticks", () => {
    for (const svg of [
      energyTrace([{ energies: [7], failed: false }]),
      sortedMetric({ values: [0], baseline: [0], label: "x" }),
      histogram({ values: [5], label: "x", threshold: 0 }),
      histogram({ values: [0, 0], label: "x", threshold: 0 }),
      lines({ series: [{ name: "s", points: [{ x: 3, y: 4 }] }], xLabel: "x", yLabel: "y", xLog: true }),
      scatter({ points: [{ x: 0.1, y: -2 }], xLabel: "x", yLabel: "y" }),
      perImage({ methods: [{ name: "m", values: [5] }], label: "x" }),
    ]) {
      expect(words(svg).filter((word) => word.length > 5 && /^[−\d.]+$/.test(word))).toEqual([]);
      expect(words(svg).filter((word) => /^[−\d.]+$/.test(word)).length).toBeGreaterThan(2);
    }
  });

  test("of thousands of values stays a small file", () => {
    const values = Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 20_011);
    const points = values.map((y, x) => ({ x, y }));
    const sizes = {
      sortedMetric: sortedMetric({ values, baseline: values, label: "MSE" }),
      energyTrace: energyTrace(values.map((e) => ({ energies: [e, 0], failed: false }))),
      lines: lines({ series: [{ name: "s", points }], xLabel: "x", yLabel: "y" }),
      perImage: perImage({ methods: [{ name: "m", values }], label: "MSE" }),
      scatter: scatter({ points, xLabel: "x", yLabel: "y", means: true }),
      stepsTrace: stepsTrace({
        queries: values.map((target) => ({ target, leaders: [target % 3, target, target % 5] })),
      }),
      similarityMatrix: similarityMatrix({
        count: 500,
        similarity: (i, j) => values[(i * 500 + j) % 20_000],
        label: "s",
      }),
    };
    for (const [name, svg] of Object.entries(sizes)) {
      expect(svg.length, name).toBeLessThan(100_000);
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

test("a value at the threshold counts as bad, and no bar mixes both sides", () => {
  const svg = histogram({
    values: [-1, 0, 1, 2],
    label: "x",
    threshold: 0,
    names: { above: "good", below: "bad" },
  });
  expect(words(svg)).toEqual(expect.arrayContaining(["good (2)", "bad (2)"]));
});
