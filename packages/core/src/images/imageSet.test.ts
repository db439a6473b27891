import { expect, test } from "vitest";
import { ImageSet } from "./imageSet.ts";

const colours = new ImageSet({
  width: 2,
  height: 1,
  channels: 3,
  data: Uint8Array.of(100, 150, 200, 0, 0, 0, 255, 255, 255, 9, 9, 9),
  labels: [1, 0],
  classNames: ["cat"],
  name: "pets",
});

test("gray is 0.299 R + 0.587 G + 0.114 B, rounded; gray stays gray", () => {
  const gray = colours.toGray();
  expect([...gray.data]).toEqual([Math.round(29.9 + 88.05 + 22.8), 0, 255, 9]);
  expect([gray.channels, gray.count, gray.labelOf(1), gray.name]).toEqual([1, 2, "cat", "pets"]);
  expect(gray.toGray()).toBe(gray);
});

test("a label without a name is its number, a set without labels has none", () => {
  expect(colours.labelOf(0)).toBe("1");
  expect(new ImageSet({ width: 1, height: 1, channels: 1, data: new Uint8Array(1) }).labelOf(0)).toBe("");
});

test("select copies pictures with their labels, in the order asked for", () => {
  const chosen = colours.select([1, 0, 1]);
  expect([...chosen.at(0)]).toEqual([255, 255, 255, 9, 9, 9]);
  expect([...(chosen.labels ?? [])]).toEqual([0, 1, 0]);
  expect(() => colours.select([2])).toThrow(/no picture 2 in a set of 2/);
});

test("bytes that are no whole pictures, and labels of other pictures, are refused", () => {
  const dots = { width: 2, height: 2, channels: 1 as const };
  expect(() => new ImageSet({ ...dots, data: new Uint8Array(6) })).toThrow(/6 bytes are not a whole number/);
  expect(() => new ImageSet({ ...dots, data: new Uint8Array(8), labels: [1] })).toThrow(/1 labels for 2/);
});
