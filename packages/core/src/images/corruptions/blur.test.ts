import { expect, test } from "vitest";
import { Random } from "../../math/random.ts";
import { corrupt } from "../corrupt.ts";
import type { ImageShape } from "../imageSet.ts";

const side = 21;
const shape: ImageShape = { width: side, height: side, channels: 1 };
const blurred = (values: Float64Array, spec: string, of: ImageShape = shape): Float64Array =>
  corrupt(values, spec, { shape: of, random: new Random(1) }).values;

test("a picture of one colour stays as it is, up to its edges", () => {
  for (const value of blurred(new Float64Array(side * side).fill(80), "blur:2"))
    expect(value).toBeCloseTo(80, 10);
});

test("a point spreads into a Gaussian of that sigma that holds all of its light", () => {
  const point = new Float64Array(side * side);
  const centre = 10 * side + 10;
  point[centre] = 200;
  const sigma = 1.5;
  const values = blurred(point, `blur:${sigma}`);
  expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(200, 9);
  for (const [dx, dy] of [
    [1, 0],
    [0, 2],
    [2, 1],
  ]) {
    const ratio = values[centre + dy * side + dx] / values[centre];
    expect(ratio).toBeCloseTo(Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)), 12);
  }
});

test("each channel is blurred by itself", () => {
  const colours: ImageShape = { width: 6, height: 5, channels: 3 };
  const planes = [0, 1, 2].map((c) => Float64Array.from({ length: 30 }, (_, p) => (p * (7 + 4 * c)) % 251));
  const mixed = Float64Array.from({ length: 90 }, (_, j) => planes[j % 3][Math.floor(j / 3)]);
  const together = blurred(mixed, "blur:1", colours);
  planes.forEach((plane, c) => {
    const alone = blurred(plane, "blur:1", { ...colours, channels: 1 });
    for (let p = 0; p < 30; p++) expect(together[3 * p + c]).toBeCloseTo(alone[p], 12);
  });
});

test("unknown pixels lend nothing to the known ones around them", () => {
  const white = new Float64Array(side * side).fill(255);
  const { values, known } = corrupt(white, "half:bottom+blur:2", { shape, random: new Random(1) });
  for (let j = 0; j < values.length; j++) expect(values[j]).toBeCloseTo(known[j] === 1 ? 255 : 0, 9);
});
