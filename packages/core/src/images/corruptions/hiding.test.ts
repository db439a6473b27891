import { expect, test } from "vitest";
import { Random } from "../../math/random.ts";
import { corrupt } from "../corrupt.ts";
import type { ImageShape } from "../imageSet.ts";

/** Damages a white picture and returns its mask as rows of text: # known, . unknown; all channels must agree. */
function drawn(spec: string, width: number, height: number, seed = 1): string[] {
  const shape: ImageShape = { width, height, channels: 3 };
  const white = new Float64Array(width * height * 3).fill(255);
  const others = (): Float64Array => new Float64Array(white.length).fill(9);
  const { known } = corrupt(white, spec, { shape, random: new Random(seed), others });
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const pixel = known.subarray((y * width + x) * 3, (y * width + x) * 3 + 3);
      expect(new Set(pixel).size).toBe(1);
      return pixel[0] === 1 ? "#" : ".";
    }).join(""),
  );
}

const unknownPixels = (rows: string[]): number => rows.join("").split(".").length - 1;

test("half hides that half; the middle row and column of odd sizes are hidden with bottom and right", () => {
  expect(drawn("half:bottom", 3, 5)).toEqual(["###", "###", "...", "...", "..."]);
  expect(drawn("half:top", 3, 5)).toEqual(["...", "...", "###", "###", "###"]);
  expect(drawn("half:left", 3, 2)).toEqual([".##", ".##"]);
  expect(drawn("half:right", 3, 2)).toEqual(["#..", "#.."]);
});

test("the bottom half of 32 rows starts at row 16, of 28 rows at row 14", () => {
  for (const side of [32, 28]) {
    const rows = drawn("half:bottom", side, side);
    expect(rows.findIndex((row) => row.includes("."))).toBe(side / 2);
    expect(unknownPixels(rows)).toBe((side * side) / 2);
  }
});

test("rows hides that share of the rows from the bottom up", () => {
  expect(drawn("rows:0.5", 3, 5)).toEqual(["###", "###", "...", "...", "..."]);
  expect(drawn("rows:0.5", 28, 28)).toEqual(drawn("half:bottom", 28, 28));
  expect(drawn("rows:0.2", 2, 5)).toEqual(["##", "##", "##", "##", ".."]);
  expect(unknownPixels(drawn("rows:1", 2, 5))).toBe(10);
  expect(unknownPixels(drawn("rows:0", 2, 5))).toBe(0);
  const { known } = corrupt([1, 2, 3, 4], "rows:0.5", { shape: null, random: new Random(1) });
  expect([...known]).toEqual([1, 1, 0, 0]);
});

test("frame hides the border", () => {
  expect(drawn("frame:1", 4, 4)).toEqual(["....", ".##.", ".##.", "...."]);
  expect(() => drawn("frame:2", 4, 4)).toThrow(/less than half the picture/);
});

test("block hides one block, at the place that is named", () => {
  expect(drawn("block:2x1/x=1/y=2", 4, 4)).toEqual(["####", "####", "#..#", "####"]);
});

test("block and occlude hide one block of that size anywhere inside, and get everywhere", () => {
  for (const spec of ["block:3x2", "occlude:3x2"]) {
    const corners = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const rows = drawn(spec, 5, 4, seed);
      expect(unknownPixels(rows)).toBe(6);
      const top = rows.findIndex((row) => row.includes("."));
      expect(rows[top]).toBe(rows[top + 1]);
      expect(rows[top]).toContain("...");
      corners.add(`${rows[top].indexOf(".")},${top}`);
    }
    expect(corners.size).toBe(9);
  }
});

test("a block that leaves the picture is refused", () => {
  expect(() => drawn("block:6", 5, 5)).toThrow(/leaves the picture of 5x5 pixels/);
  expect(() => drawn("block:3/x=3", 5, 5)).toThrow(/leaves the picture/);
  expect(() => drawn("occlude:6", 5, 5)).toThrow(/leaves the picture/);
});

test("occlude says so when there is no other picture", () => {
  const context = { shape: { width: 4, height: 4, channels: 1 as const }, random: new Random(1) };
  expect(() => corrupt(new Float64Array(16), "occlude:2", context)).toThrow(/no other picture to paste/);
});

test("pixels hides exactly the rounded share of the pixels", () => {
  for (const share of [0, 0.1, 0.5, 0.33, 1]) {
    expect(unknownPixels(drawn(`pixels:${share}`, 7, 9))).toBe(Math.round(share * 63));
  }
});

test("vectors have a first and a second half, and single components to hide", () => {
  const context = { shape: null, random: new Random(1) };
  expect([...corrupt([1, 2, 3, 4, 5], "half:bottom", context).known]).toEqual([1, 1, 0, 0, 0]);
  expect([...corrupt([1, 2, 3, 4, 5], "half:top", context).values]).toEqual([0, 0, 3, 4, 5]);
  expect(corrupt([1, 2, 3, 4, 5], "pixels:0.4", context).known.filter((flag) => flag === 0)).toHaveLength(2);
});
