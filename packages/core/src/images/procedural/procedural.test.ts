import { expect, test } from "vitest";
import { proceduralDigits } from "./digits.ts";
import { proceduralScenes } from "./scenes.ts";

const makers = { scenes: proceduralScenes, digits: proceduralDigits };

test.each(Object.entries(makers))(
  "%s: the same seed gives the same bytes, another seed others",
  (_, make) => {
    expect(make(10, 7).data).toEqual(make(10, 7).data);
    const a = make(10, 7);
    const b = make(10, 8);
    for (let i = 0; i < 10; i++) expect(a.at(i)).not.toEqual(b.at(i));
  },
);

test.each(Object.entries(makers))("%s: picture i depends on the seed and on i alone", (_, make) => {
  const few = make(3, 1);
  const many = make(12, 1);
  expect(many.data.subarray(0, few.data.length)).toEqual(few.data);
  expect(many.labels?.subarray(0, 3)).toEqual(few.labels);
});

// Two 32-bit sums per picture: a chance of 1e-13 that two different ones of 2,000 agree.
test.each(Object.entries(makers))(
  "%s: 2,000 pictures are all different",
  (_, make) => {
    const set = make(2000, 1);
    const seen = new Set<string>();
    for (let i = 0; i < set.count; i++) {
      let [a, b] = [0x811c9dc5, 1];
      for (const byte of set.at(i)) {
        a = Math.imul(a ^ byte, 0x01000193);
        b = (Math.imul(b, 31) + byte) | 0;
      }
      seen.add(`${a},${b}`);
    }
    expect(seen.size).toBe(2000);
  },
  30_000,
);

test.each(Object.entries(makers))("%s: every class occurs equally often and has a name", (_, make) => {
  const set = make(30, 3);
  const counts = new Map<string, number>();
  for (let i = 0; i < 30; i++) counts.set(set.labelOf(i), (counts.get(set.labelOf(i)) ?? 0) + 1);
  expect(set.classNames).toHaveLength(10);
  expect([...counts.keys()].sort()).toEqual([...(set.classNames ?? [])].sort());
  expect([...counts.values()].every((count) => count === 3)).toBe(true);
});

test("scenes are 32x32 in colour, digits 28x28 in gray", () => {
  const scenes = proceduralScenes(1, 1);
  const digits = proceduralDigits(1, 1);
  expect([scenes.width, scenes.height, scenes.channels]).toEqual([32, 32, 3]);
  expect([digits.width, digits.height, digits.channels]).toEqual([28, 28, 1]);
});

test("digits are white ink on a black ground, and the ink keeps clear of the edge", () => {
  const set = proceduralDigits(200, 5);
  for (let i = 0; i < set.count; i++) {
    const image = set.at(i);
    const ink = image.filter((byte) => byte > 128).length;
    expect(ink).toBeGreaterThan(20);
    expect(ink).toBeLessThan(300);
    expect(Math.max(...image)).toBe(255);
    for (let k = 0; k < 28; k++) {
      expect(image[k] + image[27 * 28 + k] + image[28 * k] + image[28 * k + 27]).toBe(0);
    }
  }
});

test("digits of one class are more alike than digits of different classes", () => {
  const set = proceduralDigits(200, 2);
  const sums = { same: 0, other: 0 };
  const pairs = { same: 0, other: 0 };
  for (let a = 0; a < 200; a++) {
    for (let b = 0; b < a; b++) {
      const kind = a % 10 === b % 10 ? "same" : "other";
      const [x, y] = [set.at(a), set.at(b)];
      for (let j = 0; j < x.length; j++) sums[kind] += (x[j] - y[j]) ** 2;
      pairs[kind]++;
    }
  }
  expect(sums.same / pairs.same).toBeLessThan(0.8 * (sums.other / pairs.other));
});

// Pictures are rounded to bytes only at the end, so that engines that differ in the last bit of a sine agree here.
test("the bytes of a seed are the same in every engine and version; a change of the drawings changes this line", () => {
  const sum = (data: Uint8Array): string =>
    (data.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5) >>> 0).toString(16);
  expect([sum(proceduralScenes(50, 1).data), sum(proceduralDigits(50, 1).data)]).toEqual([
    "47980f76",
    "729a0250",
  ]);
});
