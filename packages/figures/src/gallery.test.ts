import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { decode, encode } from "fast-png";
import { describe, expect, test } from "vitest";
import { bars, energyTrace, heatmap, histogram, lines, sortedMetric, svgToPng } from "./index.ts";

/**
 * Each chart drawn from fixed data and compared with a committed picture. The pictures are drawn without text, which
 * depends on the fonts of the machine; the words of each chart are committed beside them. `UPDATE_PICTURES=1` accepts
 * what is drawn now.
 */
const folder = new URL("../gallery/", import.meta.url);
const tolerance = 1;

/** A curve with some life in it that is the same on every machine. */
const wave = (i: number): number => ((i * 7919) % 97) / 97;

const charts: Record<string, () => string> = {
  energyTrace: () =>
    energyTrace(
      Array.from({ length: 30 }, (_, i) => ({
        failed: i % 6 === 0,
        energies: [0, -3, -5, -5.5]
          .slice(0, 2 + (i % 3))
          .map((e) => 40 + e * (1 + wave(i)) * (i % 6 ? 1 : 0.4)),
      })),
    ),
  sortedMetric: () =>
    sortedMetric({
      values: Array.from({ length: 60 }, (_, i) => (i % 6 === 0 ? 2000 + 3000 * wave(i) : 200 * wave(i))),
      baseline: Array.from({ length: 60 }, (_, i) => 4000 + 3000 * wave(i + 31)),
      failed: Array.from({ length: 60 }, (_, i) => i % 6 === 0),
      label: "MSE (pixel units², 0–255)",
    }),
  sortedMetricDense: () =>
    sortedMetric({
      values: Array.from({ length: 1500 }, (_, i) => 1 - (i / 1500) ** 4),
      baseline: Array.from({ length: 1500 }, (_, i) => 0.4 + 0.2 * wave(i)),
      failed: Array.from({ length: 1500 }, (_, i) => i > 1400),
      label: "cosine",
    }),
  histogram: () =>
    histogram({
      values: Array.from({ length: 200 }, (_, i) => (wave(i) + wave(i + 13) + wave(i * 5) - 1) * 12),
      label: "Δᵢ (units of the similarity)",
      threshold: 0,
      names: { above: "local maximum", below: "not one" },
    }),
  lines: () =>
    lines({
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
    }),
  heatmap: () =>
    heatmap({
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
    }),
  bars: () =>
    bars({
      bars: [
        { name: "memory", value: 0.98 },
        { name: "nearest neighbour", value: 0.06, tone: "muted" },
        { name: "untouched query", value: 0.01, tone: "muted" },
      ],
      label: "accuracy (share of queries)",
    }),
};

/** The texts of an SVG, one after the other. */
const wordsOf = (svg: string): string => [...svg.matchAll(/>([^<>]+)</g)].map(([, word]) => word).join("|");

/** The mean absolute difference per byte of two pictures; infinite when their sizes differ. */
function distance(a: Uint8Array, b: Uint8Array): number {
  const [one, other] = [decode(a), decode(b)];
  if (one.width !== other.width || one.height !== other.height) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < one.data.length; i++) sum += Math.abs(one.data[i] - other.data[i]);
  return sum / one.data.length;
}

describe("every chart looks as its committed picture", () => {
  test.each(Object.keys(charts))("%s", async (name) => {
    const svg = charts[name]();
    const drawn = decode(await svgToPng(svg, 440, "light", { text: false }));
    const png = encode(drawn, { zlib: { level: 9 } });
    const picture = new URL(`${name}.png`, folder);
    const words = new URL(`${name}.txt`, folder);
    if (process.env.UPDATE_PICTURES === "1") {
      mkdirSync(folder, { recursive: true });
      writeFileSync(picture, png);
      writeFileSync(words, `${wordsOf(svg)}\n`);
    }
    const fresh = new URL(`${name}.new.png`, folder);
    const same = existsSync(picture) && distance(png, readFileSync(picture)) <= tolerance;
    if (!same) writeFileSync(fresh, png);
    expect(same, `${name} changed: see gallery/${name}.new.png; accept with UPDATE_PICTURES=1`).toBe(true);
    expect(`${wordsOf(svg)}\n`).toBe(readFileSync(words, "utf8"));
  });

  test("a changed chart is noticed", async () => {
    const drawn = await svgToPng(charts.bars(), 440, "light", { text: false });
    const other = await svgToPng(
      bars({ bars: ["a", "b", "c"].map((name) => ({ name, value: 1 })), label: "x" }),
      440,
      "light",
      { text: false },
    );
    expect(distance(drawn, other)).toBeGreaterThan(tolerance);
  });
});
