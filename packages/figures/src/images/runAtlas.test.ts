import fc from "fast-check";
import { decode } from "fast-png";
import { describe, expect, test } from "vitest";
import { cutAtlas, type RunAtlasLayout, runAtlas, runAtlasCss, runAtlasPlace, type Tile } from "../index.ts";

const kinds = ["corrupted", "retrieved", "original"];

const run = fc
  .record({
    width: fc.integer({ min: 1, max: 5 }),
    height: fc.integer({ min: 1, max: 5 }),
    channels: fc.constantFrom<1 | 3>(1, 3),
    count: fc.integer({ min: 1, max: 9 }),
  })
  .chain(({ width, height, channels, count }) => {
    const size = width * height * channels;
    const tile = fc
      .uint8Array({ minLength: size, maxLength: size })
      .map((data): Tile => ({ width, height, channels, data }));
    return fc.record(
      Object.fromEntries(kinds.map((kind) => [kind, fc.array(tile, { minLength: count, maxLength: count })])),
    );
  });

const plain = (rows: Readonly<Record<string, readonly Tile[]>>): Record<string, object[]> =>
  Object.fromEntries(
    Object.entries(rows).map(([kind, tiles]) => [
      kind,
      tiles.map(({ width, height, channels, data }) => ({
        width,
        height,
        channels,
        data: [...(data as Uint8Array)],
      })),
    ]),
  );

const gray = (value: number, side = 2): Tile => ({
  width: side,
  height: side,
  channels: 1,
  data: new Uint8Array(side * side).fill(value),
});

describe("the atlas of a run", () => {
  test("is cut into the pictures that went in, byte for byte, by a layout that went through JSON", () => {
    fc.assert(
      fc.property(run, fc.integer({ min: 1, max: 12 }), (rows, columns) => {
        const { png, layout } = runAtlas(rows, columns);
        const read = JSON.parse(JSON.stringify(layout)) as RunAtlasLayout;
        expect(plain(cutAtlas(png, read))).toEqual(plain(rows));
      }),
    );
  });

  test("has the same bytes for the same pictures", () => {
    fc.assert(
      fc.property(run, (rows) => {
        expect(runAtlas(rows).png).toEqual(runAtlas(rows).png);
      }),
      { numRuns: 20 },
    );
  });

  test("has a row for each kind and a column for each query, further queries in bands below", () => {
    const rows = Object.fromEntries(
      kinds.map((kind, k) => [kind, Array.from({ length: 5 }, (_, i) => gray(10 * k + i))]),
    );
    const { png, layout } = runAtlas(rows, 3);
    const picture = decode(png);
    expect([picture.width, picture.height]).toEqual([3 * 2, 2 * 3 * 2]);
    kinds.forEach((kind, k) => {
      for (let i = 0; i < 5; i++) {
        const { left, top } = runAtlasPlace(layout, kind, i);
        expect(picture.data[(top * picture.width + left) * picture.channels]).toBe(10 * k + i);
      }
    });
  });

  test("says where a page finds a picture", () => {
    const { layout } = runAtlas({ a: [1, 2, 3].map((v) => gray(v)), b: [4, 5, 6].map((v) => gray(v)) }, 2);
    expect(runAtlasCss(layout, "b", 2, 4)).toBe(
      "width:8px;height:8px;background-position:0 -24px;background-size:16px 32px",
    );
  });

  test("shows what is not known as a checkerboard", () => {
    const tile: Tile = { ...gray(9, 4), known: new Uint8Array(16) };
    const { png, layout } = runAtlas({ corrupted: [tile] });
    expect(new Set(cutAtlas(png, layout).corrupted[0].data as Uint8Array).size).toBe(2);
  });

  test("names what it cannot pack or find", () => {
    expect(() => runAtlas({})).toThrow("no pictures");
    expect(() => runAtlas({ a: [gray(1)], b: [] })).toThrow("b has 0 pictures, a has 1");
    expect(() => runAtlas({ a: [gray(1)], b: [gray(1, 3)] })).toThrow(
      "b has a picture of 3x3x1 (expected 2x2x1",
    );
    const { png, layout } = runAtlas({ a: [gray(1)] });
    expect(() => runAtlasPlace(layout, "z", 0)).toThrow("no row z (expected one of a)");
    expect(() => runAtlasPlace(layout, "a", 1)).toThrow("no query 1 (expected 0 to 0)");
    expect(() => cutAtlas(png, { ...layout, width: 3 })).toThrow("2x2 pixels (expected 3x2");
  });
});
