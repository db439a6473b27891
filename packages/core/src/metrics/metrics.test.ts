import { expect, test } from "vitest";
import { proceduralScenes } from "../images/procedural/scenes.ts";
import { Random } from "../math/random.ts";
import { cosine } from "./cosine.ts";
import { mse } from "./mse.ts";
import { psnr } from "./psnr.ts";
import { marginOf, rankOf } from "./rank.ts";
import { ssim } from "./ssim.ts";

const shape = { width: 32, height: 32, channels: 3 } as const;
const scene = Float64Array.from(proceduralScenes(1, 1).at(0));

function noisy(deviation: number): Float64Array {
  const random = new Random(1);
  return scene.map((value) => value + random.normal(0, deviation));
}

test("mse is taken on numbers, so nothing wraps around: black against white is 65,025", () => {
  expect(mse(new Uint8Array([0, 0]), new Uint8Array([255, 255]))).toBe(65_025);
  expect(mse(scene, scene)).toBe(0);
});

test("psnr of equal pictures is infinite, and falls by 20 dB when the error grows tenfold", () => {
  expect(psnr(scene, scene)).toBe(Number.POSITIVE_INFINITY);
  const zeros = new Float64Array(10);
  expect(
    psnr(
      zeros,
      zeros.map(() => 1),
    ) -
      psnr(
        zeros,
        zeros.map(() => 10),
      ),
  ).toBeCloseTo(20, 10);
});

test("ssim is 1 for equal pictures, symmetric, and falls with noise", () => {
  expect(ssim(scene, scene, shape)).toBeCloseTo(1, 12);
  const [little, much] = [noisy(10), noisy(60)];
  expect(ssim(scene, little, shape)).toBeCloseTo(ssim(little, scene, shape), 12);
  expect(ssim(scene, little, shape)).toBeGreaterThan(ssim(scene, much, shape));
  expect(() => ssim(scene, scene, { width: 8, height: 8, channels: 1 })).toThrow(/at least 11x11/);
});

test("cosine does not depend on the length", () => {
  expect(
    cosine(
      scene,
      scene.map((value) => 3 * value),
    ),
  ).toBeCloseTo(1, 12);
  expect(cosine([1, 0], [0, 2])).toBe(0);
  expect(cosine([0, 0], [1, 1])).toBeNaN();
});

test("rank counts strictly larger scores, margin is to the best other", () => {
  expect(rankOf([5, 7, 7, 1], 0)).toBe(3);
  expect(rankOf([5, 7, 7, 1], 1)).toBe(1);
  expect(marginOf([5, 7, 2], 1)).toBe(2);
  expect(marginOf([5, 7, 2], 0)).toBe(-2);
});
