import { expect, test } from "vitest";
import { Random } from "../../math/random.ts";
import { corrupt } from "../corrupt.ts";
import type { CorruptionContext } from "../corruption.ts";

const side = 128;
const size = side * side;
const gray = new Float64Array(size).fill(100);
const context = (seed = 5): CorruptionContext => ({
  shape: { width: side, height: side, channels: 1 },
  random: new Random(seed),
});
const vector = (seed = 5): CorruptionContext => ({ shape: null, random: new Random(seed) });

function moments(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length) };
}

// With 16,384 draws, five standard errors are 4 % of the deviation for the mean and 3 % for the deviation.
test("unclipped noise has the stated mean and standard deviation", () => {
  for (const [deviation, mean] of [
    [100, 0],
    [25, 10],
    [5, -40],
  ]) {
    const found = moments(corrupt(gray, `noise:${deviation}/mean=${mean}/clip=off`, context()).values);
    expect(Math.abs(found.mean - 100 - mean)).toBeLessThan(0.04 * deviation);
    expect(Math.abs(found.deviation / deviation - 1)).toBeLessThan(0.03);
  }
});

test("noise is clipped to 0..255 on pictures, and only there unless told", () => {
  const inside = (values: Float64Array): boolean => values.every((value) => value >= 0 && value <= 255);
  expect(inside(corrupt(gray, "noise:100", context()).values)).toBe(true);
  expect(inside(corrupt(gray, "noise:100/clip=off", context()).values)).toBe(false);
  expect(inside(corrupt(gray, "noise:100", vector()).values)).toBe(false);
  expect(inside(corrupt(gray, "noise:100/clip=on", vector()).values)).toBe(true);
});

test("clipping changes only what lies outside", () => {
  const free = corrupt(gray, "noise:100/clip=off", context()).values;
  const clipped = corrupt(gray, "noise:100", context()).values;
  expect(clipped).toEqual(free.map((value) => Math.min(255, Math.max(0, value))));
});

test("noise is not rounded, and noise of deviation 0 changes nothing", () => {
  expect(corrupt(gray, "noise:10", context()).values.some((value) => !Number.isInteger(value))).toBe(true);
  expect(corrupt(gray, "noise:0", context()).values).toEqual(gray);
});

test("absolute noise is |v + n|, clipped in pictures: the noise of `noise` turned up at 0", () => {
  const free = corrupt(gray, "noise:100/clip=off", context()).values;
  const inside = corrupt(gray, "absolute-noise:100", context()).values;
  expect(inside).toEqual(free.map((value) => Math.min(255, Math.abs(value))));
  expect(corrupt(gray, "absolute-noise:100", vector()).values).toEqual(free.map(Math.abs));
  // A black picture gets the mean of a half-normal number, sqrt(2/π) deviations.
  const black = corrupt(new Float64Array(size), "absolute-noise:20", context()).values;
  expect(Math.abs(moments(black).mean / (20 * Math.sqrt(2 / Math.PI)) - 1)).toBeLessThan(0.03);
  expect(corrupt(gray, "absolute-noise:0", context()).values).toEqual(gray);
});

test("mix is x (1 - n) + n N(0, 1) in units of 0..1, not clipped", () => {
  const n = 0.4;
  const { values } = corrupt(gray, `mix:${n}`, context());
  const noise = values.map((value) => (value / 255 - (100 / 255) * (1 - n)) / n);
  const found = moments(noise);
  expect(Math.abs(found.mean)).toBeLessThan(0.04);
  expect(Math.abs(found.deviation - 1)).toBeLessThan(0.03);
  expect(values.some((value) => value < 0)).toBe(true);
});

test("mix keeps everything at 0 and nothing at 1; vectors are in their own units", () => {
  expect(corrupt(gray, "mix:0", context()).values).toEqual(gray);
  expect(moments(corrupt(gray, "mix:1", vector()).values).deviation).toBeCloseTo(1, 1);
});

test("salt and pepper makes exactly that share of the pixels black or white, all channels together", () => {
  const shape = { width: 40, height: 25, channels: 3 as const };
  const { values } = corrupt(new Float64Array(3000).fill(100), "salt-pepper:0.2", {
    shape,
    random: new Random(2),
  });
  const pixels = Array.from({ length: 1000 }, (_, p) => [...values.subarray(3 * p, 3 * p + 3)].join());
  const count = (colour: string): number => pixels.filter((pixel) => pixel === colour).length;
  expect(count("0,0,0") + count("255,255,255")).toBe(200);
  expect(count("100,100,100")).toBe(800);
  expect(count("0,0,0")).toBeGreaterThan(60);
  expect(count("255,255,255")).toBeGreaterThan(60);
});

test("flip turns over exactly that share of the components, and twice the whole is nothing", () => {
  const flipped = corrupt(gray, "flip:0.1", context()).values;
  expect(flipped.filter((value) => value === 155)).toHaveLength(Math.round(0.1 * size));
  expect(flipped.filter((value) => value === 100)).toHaveLength(size - Math.round(0.1 * size));
  expect(corrupt(gray, "flip:1+flip:1", context()).values).toEqual(gray);
  expect([...corrupt([1, -1, 1], "flip:1", vector()).values]).toEqual([-1, 1, -1]);
});
