import { decode } from "fast-png";
import { describe, expect, test } from "vitest";
import { atlas, differencePicture, imageGrid, shrink, type Tile } from "../index.ts";

const gray = (width: number, height: number, data: number[], known?: number[]): Tile => ({
  width,
  height,
  channels: 1,
  data,
  known,
});
const at = (png: Uint8Array, x: number, y: number): number[] => {
  const { width, data } = decode(png);
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
};

describe("an image grid", () => {
  test("is as large as its tiles, scale and gaps say", () => {
    const tiles = Array.from({ length: 5 }, () => gray(4, 3, new Array(12).fill(9)));
    const { width, height } = decode(imageGrid({ tiles, columns: 3, scale: 2, gap: 1 }));
    expect([width, height]).toEqual([3 * 9 + 1, 2 * 7 + 1]);
  });

  test("enlarges each pixel to a square of its own colour", () => {
    const png = imageGrid({ tiles: [gray(2, 1, [10, 200])], columns: 1, scale: 3, gap: 1 });
    expect(at(png, 0, 0)).toEqual([255, 255, 255]);
    for (const x of [1, 2, 3]) expect(at(png, x, 2)).toEqual([10, 10, 10]);
    for (const x of [4, 5, 6]) expect(at(png, x, 3)).toEqual([200, 200, 200]);
  });

  test("keeps red, green and blue apart", () => {
    const png = imageGrid({ tiles: [{ width: 1, height: 1, channels: 3, data: [1, 2, 3] }], columns: 1 });
    expect(at(png, 0, 0)).toEqual([1, 2, 3]);
  });

  test("draws a checkerboard where nothing is known, and only there", () => {
    const values = new Array(16).fill(77);
    const known = [...new Array(8).fill(1), ...new Array(8).fill(0)];
    const png = imageGrid({ tiles: [gray(4, 4, values, known)], columns: 1 });
    expect(at(png, 0, 1)).toEqual([77, 77, 77]);
    expect(at(png, 0, 2)).not.toEqual([77, 77, 77]);
    expect(at(png, 0, 2)).not.toEqual(at(png, 2, 2));
  });

  test("a pixel with one known channel is drawn as it is", () => {
    const tile: Tile = { width: 1, height: 1, channels: 3, data: [5, 0, 0], known: [1, 0, 0] };
    expect(at(imageGrid({ tiles: [tile], columns: 1 }), 0, 0)).toEqual([5, 0, 0]);
  });

  test("names what it cannot draw", () => {
    expect(() => imageGrid({ tiles: [], columns: 1 })).toThrow("no tiles");
    expect(() => imageGrid({ tiles: [gray(1, 1, [0])], columns: 0 })).toThrow("invalid columns: 0");
    expect(() => imageGrid({ tiles: [gray(1, 1, [0])], columns: 1, scale: 1.5 })).toThrow(
      "invalid scale: 1.5",
    );
  });
});

test("an atlas holds tile i at its cell", () => {
  const tiles = Array.from({ length: 7 }, (_, i) => gray(2, 2, new Array(4).fill(i * 30)));
  const sheet = atlas(tiles, 3);
  expect([sheet.columns, sheet.rows]).toEqual([3, 3]);
  const png = Uint8Array.from(atob(sheet.uri.split(",")[1]), (letter) => letter.charCodeAt(0));
  tiles.forEach((tile, i) => {
    const { column, row } = sheet.cell(i);
    expect(at(png, column * 2, row * 2)[0]).toBe(tile.data[0]);
  });
});

describe("a difference picture", () => {
  test("of equal pictures is black", () => {
    const picture = gray(2, 2, [1, 2, 3, 250]);
    expect([...(differencePicture(picture, picture).data as Uint8Array)]).toEqual([0, 0, 0, 0]);
  });

  test("is symmetric, amplified and never wraps", () => {
    const [a, b] = [gray(3, 1, [0, 10, 200]), gray(3, 1, [255, 13, 190])];
    expect([...(differencePicture(a, b, 4).data as Uint8Array)]).toEqual([255, 12, 40]);
    expect(differencePicture(b, a, 4).data).toEqual(differencePicture(a, b, 4).data);
  });

  test("of different shapes is refused", () => {
    expect(() => differencePicture(gray(1, 2, [0, 0]), gray(2, 1, [0, 0]))).toThrow("1x2x1 and 2x1x1");
  });
});

describe("a shrunk tile", () => {
  test("has the mean of each block", () => {
    expect([...(shrink(gray(2, 2, [0, 10, 20, 30]), 2).data as Uint8Array)]).toEqual([15]);
  });

  test("is known where a part of the block was", () => {
    const small = shrink(gray(4, 2, new Array(8).fill(1), [1, 0, 0, 0, 0, 0, 0, 0]), 2);
    expect([...(small.known as Uint8Array)]).toEqual([1, 0]);
  });

  test("by one is the tile itself", () => {
    const tile = gray(1, 1, [3]);
    expect(shrink(tile, 1)).toBe(tile);
  });
});
