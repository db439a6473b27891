import { expect, test } from "vitest";
import { classMeans } from "./classMeans.ts";
import { ImageSet } from "./imageSet.ts";

const dots = { width: 2, height: 1, channels: 1 as const };

test("the mean of each class, in rising order of the labels, in pixel units and not rounded", () => {
  const data = Uint8Array.of(10, 0, 1, 255, 20, 0, 2, 0, 3, 0);
  const means = classMeans(new ImageSet({ ...dots, data, labels: [7, 2, 7, 2, 2] }));
  expect([...means.labels]).toEqual([2, 7]);
  expect([...means.values]).toEqual([2, 85, 15, 0]);
});

test("a class of one picture is that picture", () => {
  const data = Uint8Array.of(4, 200, 9, 30);
  expect([...classMeans(new ImageSet({ ...dots, data, labels: [0, 1] })).values]).toEqual([...data]);
});

test("pictures without labels have no class means", () => {
  expect(() => classMeans(new ImageSet({ ...dots, data: new Uint8Array(2) }))).toThrow(/has no labels/);
});
