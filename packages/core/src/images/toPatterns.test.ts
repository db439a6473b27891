import { expect, test } from "vitest";
import { pixelScaleNames } from "../patterns/scale.ts";
import { proceduralDigits } from "./procedural/digits.ts";
import { toPatterns } from "./toPatterns.ts";

const images = proceduralDigits(3, 1);

test("every pixel scale gives the bytes back", () => {
  for (const scale of pixelScaleNames) {
    const patterns = toPatterns(images, scale);
    const back = patterns.at(1).map((value) => (value - patterns.scale.offset) / patterns.scale.gain);
    expect(Uint8Array.from(back, Math.round)).toEqual(images.at(1));
  }
});

test("pixels are read as 0..1 unless told otherwise", () => {
  const values = toPatterns(images).at(0);
  expect(Math.max(...values)).toBe(1);
  expect(Math.min(...values)).toBe(0);
});
