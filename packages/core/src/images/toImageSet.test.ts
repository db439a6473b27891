import { expect, test } from "vitest";
import { toImageSet } from "./toImageSet.ts";

const shape = { width: 2, height: 2, channels: 1 as const };

test("numbers are rounded and kept within bytes, never wrapped", () => {
  const set = toImageSet([-5, 0.4, 0.6, 254.5, 256, 300, 1e9, -1e9], shape);
  expect(set.count).toBe(2);
  expect([...set.data]).toEqual([0, 0, 1, 255, 255, 255, 255, 0]);
});

test("bytes come back as they were", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, k) => k);
  expect(toImageSet(Float64Array.from(bytes), { ...shape, width: 128 }).data).toEqual(bytes);
});

test("half a picture and no number are refused", () => {
  expect(() => toImageSet([1, 2, 3], shape)).toThrow(/not a whole number of 2x2 pictures/);
  expect(() => toImageSet([1, 2, Number.NaN, 4], shape)).toThrow(/NaN at component 2/);
});
