import {
  bars,
  type ChartOptions,
  energyTrace,
  heatmap,
  histogram,
  type LinesData,
  lines,
  perImage,
  scatter,
  similarityMatrix,
  smallMultiples,
  sortedMetric,
  stepsTrace,
} from "../index.ts";

/** Numbers with some life in them that are the same on every machine: 0 to 1. */
export const wave = (i: number): number => ((i * 7919) % 97) / 97;

const list = <T>(count: number, item: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => item(i));
const similarities = ["dot", "squaredEuclidean", "manhattan", "cosine", "centredDot", "euclidean"];
const more = [
  "reciprocalManhattan",
  "centredCosine",
  "kullbackLeibler",
  "jensenShannon",
  "mine.ts",
  "random",
];
const betas = list(9, (i) => 10 ** (-3 + i / 2));

/** Shares right that rise with beta, later for each series. */
const rising = (s: number, xs: readonly number[], spread = 0): LinesData["series"][number]["points"] =>
  xs.map((x, i) => {
    const y = 1 / (1 + Math.exp(-2.2 * (Math.log10(x) + 1.5 - 0.3 * s)));
    const [low, high] = [Math.max(0, y - spread * (0.5 + wave(i + s))), Math.min(1, y + spread)];
    return spread === 0 ? { x, y } : { x, y, low, high };
  });

const regions = [
  { from: Number.NEGATIVE_INFINITY, to: 0.02, name: "global" },
  { from: 0.02, to: 0.3, name: "metastable" },
  { from: 0.3, to: Number.POSITIVE_INFINITY, name: "single" },
];
const levels = [
  { name: "chance", y: 0.01 },
  { name: "untouched query", y: 0.03 },
  { name: "nearest neighbour", y: 0.94 },
];
const shares = { yDomain: [0, 1], yPercent: true } as const;

const regimes = (columns: number, rows: number): { x: number; y: number; value: number; kind: string }[] =>
  list(columns, (i) => i).flatMap((i) =>
    list(rows, (j) => {
      const u = i / (columns - 1);
      const kind = u < 0.3 + 0.02 * j ? "global" : u < 0.6 + 0.03 * j ? "metastable" : "single";
      const value = (1 - (0.8 * j) / rows) / (1 + Math.exp(5 - 12 * u));
      return { x: 10 ** (-4 + 7 * u), y: (200 * j) / (rows - 1), value, kind };
    }),
  );

/** Some queries that are right from the start, found, lost, and never right. */
const steps = (count: number, length: number): { target: number; leaders: number[] }[] =>
  list(count, (i) => {
    let right = wave(i) < 0.6;
    const leaders = list(i % 9 === 0 ? 2 : length, (step) => {
      if (step > 0 && wave(i * 17 + step * 5 + 3) < 0.09) right = !right;
      return right ? i : 1000 + i;
    });
    return { target: i, leaders };
  });

const errors = (count: number): { name: string; values: number[]; baseline?: boolean }[] => [
  ...["manhattan", "dot"].map((name, m) => ({
    name,
    values: list(count, (i) => (wave(i + 5 * m) < 0.6 - 0.5 * m ? 0 : 1500 + 3000 * wave(3 * i + m))),
  })),
  { name: "query as given", values: list(count, (i) => 5000 + 2500 * wave(i + 40)), baseline: true },
];

const closeness = (i: number, j: number): number =>
  i === j ? 1 : 0.3 + (i % 5 === j % 5 ? 0.25 : 0) + 0.4 * wave(13 * (i + j)) * wave(i * j);

/** Every kind of chart, and those of its looks that differ, from fixed data. */
export const examples: Record<string, (options?: ChartOptions) => string> = {
  energyTrace: (options) =>
    energyTrace(
      list(30, (i) => ({
        failed: i % 6 === 0,
        energies: [0, -3, -5, -5.5]
          .slice(0, 2 + (i % 3))
          .map((e) => 40 + e * (1 + wave(i)) * (i % 6 ? 1 : 0.4)),
      })),
      options,
    ),
  sortedMetric: (options) =>
    sortedMetric(
      {
        values: list(60, (i) => (i % 6 === 0 ? 2000 + 3000 * wave(i) : 200 * wave(i))),
        baseline: list(60, (i) => 4000 + 3000 * wave(i + 31)),
        failed: list(60, (i) => i % 6 === 0),
        label: "MSE (pixel units², 0–255)",
      },
      options,
    ),
  sortedMetricDense: (options) =>
    sortedMetric(
      {
        values: list(1500, (i) => 1 - (i / 1500) ** 4),
        baseline: list(1500, (i) => 0.4 + 0.2 * wave(i)),
        failed: list(1500, (i) => i > 1400),
        label: "cosine",
      },
      options,
    ),
  histogram: (options) =>
    histogram(
      {
        values: list(200, (i) => (wave(i) + wave(i + 13) + wave(i * 5) - 1) * 12),
        label: "Δᵢ (units of the similarity)",
        threshold: 0,
        names: { above: "local maximum", below: "not one" },
      },
      options,
    ),
  lines: (options) =>
    lines(
      {
        series: ["dot", "manhattan", "squaredEuclidean"].map((name, s) => ({
          name,
          points: [1, 10, 100, 1000, 10000].map((x, i) => {
            const y = 1 / (1 + Math.exp(i - s - 1.5));
            return { x, y, low: y * 0.9, high: Math.min(1, y * 1.1) };
          }),
        })),
        xLabel: "stored patterns",
        yLabel: "accuracy",
        xLog: true,
      },
      options,
    ),
  linesRegimes: (options) =>
    lines(
      {
        series: similarities.slice(0, 3).map((name, s) => ({ name, points: rising(2 * s, betas, 0.07) })),
        xLabel: "beta",
        yLabel: "accuracy (share of queries)",
        xLog: true,
        ...shares,
        regions,
        references: [...levels, { name: "published", x: 1, y: 0.2 }],
      },
      options,
    ),
  linesTwelve: (options) =>
    lines(
      {
        series: [...similarities, ...more].map((name, s) => ({
          name,
          points: rising(s, betas.slice(2), 0.05),
        })),
        xLabel: "beta",
        yLabel: "accuracy (share of queries)",
        xLog: true,
        ...shares,
      },
      options,
    ),
  linesLong: (options) =>
    lines(
      {
        series: ["training", "validation"].map((name, s) => ({
          name,
          points: list(300, (i) => ({
            x: i,
            y: (1 + s) * Math.exp(-i / 80) + 0.05 * wave(i + 9 * s) + 0.01,
          })),
        })),
        xLabel: "epoch",
        yLabel: "loss",
        yLog: true,
      },
      options,
    ),
  linesOnePoint: (options) =>
    lines(
      {
        series: [
          { name: "manhattan", points: [{ x: 5, y: 0.4, low: 0.3, high: 0.5 }] },
          { name: "dot", points: [{ x: 5, y: 0.1, low: 0.05, high: 0.12 }] },
        ],
        xLabel: "update steps",
        yLabel: "accuracy",
        ...shares,
      },
      options,
    ),
  smallMultiples: (options) =>
    smallMultiples(
      {
        panels: ["half bottom, known", "half bottom, black", "noise 25"].map((name, p) => ({
          name,
          series: similarities.slice(0, 4).map((one, s) => ({ name: one, points: rising(s + 2 * p, betas) })),
          regions,
          references: levels,
        })),
        xLabel: "beta",
        yLabel: "accuracy (share of queries)",
        xLog: true,
        ...shares,
      },
      options,
    ),
  heatmap: (options) =>
    heatmap(
      {
        cells: [0.1, 1, 10, 100].flatMap((x, i) =>
          [0, 50, 100].map((y, j) => ({
            x,
            y,
            value: Math.round(100 * Math.exp(-((i - 2) ** 2) / 2 - j / 2)) / 100,
          })),
        ),
        xLabel: "beta",
        yLabel: "noise (standard deviation, 0–255)",
        valueLabel: "accuracy",
      },
      options,
    ),
  heatmapRegimes: (options) =>
    heatmap(
      {
        cells: regimes(12, 5),
        xLabel: "beta",
        yLabel: "noise (standard deviation, 0–255)",
        valueLabel: "accuracy",
        valuePercent: true,
        contours: [0.5],
      },
      options,
    ),
  heatmapDense: (options) =>
    heatmap(
      {
        cells: regimes(40, 24),
        xLabel: "beta",
        yLabel: "noise (standard deviation, 0–255)",
        valueLabel: "accuracy",
      },
      options,
    ),
  stepsTrace: (options) => stepsTrace({ queries: steps(24, 5) }, options),
  stepsTraceDense: (options) => stepsTrace({ queries: steps(600, 20), firstStep: 0 }, options),
  similarityMatrix: (options) =>
    similarityMatrix(
      {
        count: 60,
        similarity: closeness,
        label: "cosine",
        classes: list(60, (i) => ["cat", "deer", "dog", "horse", "ship"][i % 5]),
      },
      options,
    ),
  similarityMatrixSmall: (options) =>
    similarityMatrix({ count: 8, similarity: closeness, label: "cosine" }, options),
  perImage: (options) => perImage({ methods: errors(20), label: "MSE (pixel units², 0–255)" }, options),
  perImageDense: (options) =>
    perImage({ methods: errors(100), label: "MSE (pixel units², 0–255)", order: "first" }, options),
  perImageCurves: (options) =>
    perImage(
      {
        methods: errors(100),
        label: "MSE (pixel units², 0–255)",
        order: "each",
        references: [{ name: "exact", y: 0 }],
      },
      options,
    ),
  scatter: (options) =>
    scatter(
      {
        points: list(90, (i) => ({
          x: 0.01 * 1.08 ** i,
          y: 40 * wave(i) + i,
          group: ["half", "noise", "block"][i % 3],
        })),
        xLabel: "beta",
        yLabel: "MSE (pixel units², 0–255)",
        xLog: true,
      },
      options,
    ),
  scatterSuccess: (options) =>
    scatter(
      {
        points: list(240, (i) => ({
          x: 0.4 + 0.6 * wave(i) + 0.006 * (i % 7),
          y: wave(i * 5 + 11) > wave(i) ? 1 : 0,
        })),
        xLabel: "cosine to the nearest other original",
        yLabel: "right (share of queries)",
        means: true,
      },
      options,
    ),
  bars: (options) =>
    bars(
      {
        bars: [
          { name: "memory", value: 0.98 },
          { name: "nearest neighbour", value: 0.06, tone: "muted" },
          { name: "untouched query", value: 0.01, tone: "muted" },
        ],
        label: "accuracy (share of queries)",
      },
      options,
    ),
};
