import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { ImageSet } from "./imageSet.ts";
import { type Selection, selectImages, selections } from "./select.ts";

const random = new Random("set");
const labels = Array.from({ length: 40 }, (_, i) => (i < 25 ? 0 : i < 35 ? 1 : 2));
const set = new ImageSet({
  width: 4,
  height: 4,
  channels: 1,
  data: Uint8Array.from({ length: 40 * 16 }, () => random.below(256)),
  labels,
});

test("every way chooses that many different pictures, the same for the same seed", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...selections),
      fc.integer({ min: 1, max: 40 }),
      fc.integer(),
      (how, count, seed) => {
        const chosen = selectImages(set, count, how, new Random(seed));
        expect(chosen).toHaveLength(count);
        expect(new Set(chosen).size).toBe(count);
        expect(chosen.every((i) => Number.isInteger(i) && i >= 0 && i < 40)).toBe(true);
        expect(selectImages(set, count, how, new Random(seed))).toEqual(chosen);
      },
    ),
  );
});

test("another seed makes another random choice", () => {
  const choose = (how: Selection, seed: number): number[] => selectImages(set, 20, how, new Random(seed));
  expect(choose("random", 1)).not.toEqual(choose("random", 2));
  expect(choose("balanced", 1)).not.toEqual(choose("balanced", 2));
});

test("first takes the first ones, in order", () => {
  expect(selectImages(set, 4, "first", new Random(1))).toEqual([0, 1, 2, 3]);
});

test("balanced takes as many of each class as there are, differing by one at most", () => {
  const counts = (count: number): number[] => {
    const found = [0, 0, 0];
    for (const i of selectImages(set, count, "balanced", new Random(9))) found[labels[i]]++;
    return found;
  };
  expect(counts(12)).toEqual([4, 4, 4]);
  expect(counts(14)).toEqual([5, 5, 4]);
  expect(counts(30)).toEqual([15, 10, 5]);
});

test("hard takes the pictures whose nearest neighbour is closest", () => {
  const distance = (a: number, b: number): number =>
    set.at(a).reduce((sum, value, j) => sum + (value - set.at(b)[j]) ** 2, 0);
  const nearest = labels.map((_, a) =>
    Math.min(...labels.map((_, b) => (a === b ? Infinity : distance(a, b)))),
  );
  const chosen = selectImages(set, 10, "hard", new Random(1)).map((i) => nearest[i]);
  expect(chosen).toEqual([...nearest].sort((a, b) => a - b).slice(0, 10));
});

test("what cannot be chosen is refused with the numbers", () => {
  const unlabelled = new ImageSet({
    width: 1,
    height: 1,
    channels: 1,
    data: new Uint8Array(5),
    name: "dots",
  });
  expect(() => selectImages(set, 200, "random", new Random(1))).toThrow(
    expect.objectContaining({
      code: "ERR_COUNT",
      message: expect.stringMatching(/asked for 200 pictures of 40/),
    }),
  );
  expect(() => selectImages(unlabelled, 2, "balanced", new Random(1))).toThrow(/dots has no labels/);
  expect(() => selectImages(set, 0, "random", new Random(1))).toThrow(/invalid number of patterns: 0/);
  expect(() => selectImages(set, 1, "balance" as Selection, new Random(1))).toThrow(/did you mean balanced/);
});
