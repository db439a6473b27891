import { expect, test } from "vitest";
import type { ImageShape } from "../images/imageSet.ts";
import { Random } from "../math/random.ts";
import { ssim } from "./ssim.ts";

const shape: ImageShape = { width: 20, height: 17, channels: 3 };
const size = 20 * 17 * 3;
const picture = Float64Array.from({ length: size }, (_, j) => 127 + 100 * Math.sin(j / 9) * Math.cos(j / 61));

function noisy(deviation: number): Float64Array {
  const random = new Random("ssim");
  return picture.map((value) => value + random.normal(0, deviation));
}

test("equal pictures score 1", () => {
  expect(ssim(picture, picture, shape)).toBeCloseTo(1, 12);
});

test("the order of the two pictures does not matter", () => {
  expect(ssim(picture, noisy(30), shape)).toBeCloseTo(ssim(noisy(30), picture, shape), 12);
});

test("more noise scores less", () => {
  const scores = [0, 2, 10, 40, 150].map((deviation) => ssim(picture, noisy(deviation), shape));
  for (let k = 1; k < scores.length; k++) expect(scores[k]).toBeLessThan(scores[k - 1]);
});

test("two flat pictures differ by their brightness alone: (2ab + C1) / (a² + b² + C1)", () => {
  const flat = (value: number): Float64Array => new Float64Array(size).fill(value);
  const c1 = (0.01 * 255) ** 2;
  const expected = (2 * 100 * 50 + c1) / (100 ** 2 + 50 ** 2 + c1);
  expect(ssim(flat(100), flat(50), shape)).toBeCloseTo(expected, 9);
});

/** The formula of the paper at one place, without separable sums. */
function ssimOfWindow(a: Float64Array, b: Float64Array): number {
  const weights = Array.from({ length: 121 }, (_, k) => {
    const [x, y] = [(k % 11) - 5, Math.floor(k / 11) - 5];
    return Math.exp(-(x * x + y * y) / (2 * 1.5 * 1.5));
  });
  const total = weights.reduce((s, w) => s + w, 0);
  const average = (of: (k: number) => number): number =>
    weights.reduce((s, w, k) => s + (w / total) * of(k), 0);
  const [ma, mb] = [average((k) => a[k]), average((k) => b[k])];
  const va = average((k) => (a[k] - ma) ** 2);
  const vb = average((k) => (b[k] - mb) ** 2);
  const covariance = average((k) => (a[k] - ma) * (b[k] - mb));
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
  return ((2 * ma * mb + c1) * (2 * covariance + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
}

test("a picture of one window scores what the formula of the paper says", () => {
  const random = new Random(4);
  const a = Float64Array.from({ length: 121 }, () => random.below(256));
  const b = a.map((value) => value * 0.7 + random.normal(0, 20));
  const score = ssim(a, b, { width: 11, height: 11, channels: 1 });
  expect(score).toBeCloseTo(ssimOfWindow(a, b), 10);
});

test("a picture smaller than the window is refused", () => {
  const small: ImageShape = { width: 10, height: 12, channels: 1 };
  expect(() => ssim(new Float64Array(120), new Float64Array(120), small)).toThrow(
    /at least 11x11, got 10x12; use mse or psnr/,
  );
  expect(() => ssim(picture, new Float64Array(3), shape)).toThrow(/got 1020 and 3 values/);
});
