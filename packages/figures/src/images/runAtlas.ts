import { decode } from "fast-png";
import { imageGrid } from "./imageGrid.ts";
import type { Tile } from "./tile.ts";

/** How the pictures of a run lie in one PNG: plain data, to be kept beside the file. */
export interface RunAtlasLayout {
  /** What each row shows: corrupted, retrieved, original. */
  rows: readonly string[];
  /** How many pictures each row has: one per query. */
  count: number;
  /** Queries beside each other; the rows of further queries follow below, in bands. */
  columns: number;
  /** The size of one picture in pixels. */
  width: number;
  height: number;
  channels: 1 | 3;
}

/** The pictures of a run in one PNG file. The same pictures give the same bytes. */
export interface RunAtlas {
  png: Uint8Array;
  layout: RunAtlasLayout;
}

/** Browsers and tools take pictures of some 16,000 pixels a side; 64 of 64 pixels stay far below. */
const defaultColumns = 64;

/**
 * Packs the pictures of queries, one row for each kind and one column for each query, at one pixel per pixel.
 *
 * @param rows     the kinds in the order drawn, each with one picture per query, all of one size
 * @param columns  queries beside each other before a new band begins; default 64
 * @throws RangeError without a picture, or when counts or sizes differ
 */
export function runAtlas(
  rows: Readonly<Record<string, readonly Tile[]>>,
  columns: number = defaultColumns,
): RunAtlas {
  const kinds = Object.entries(rows);
  const first = kinds[0]?.[1][0];
  if (first === undefined) throw new RangeError("no pictures for the atlas (expected at least one)");
  const count = kinds[0][1].length;
  const { width, height, channels } = first;
  for (const [kind, tiles] of kinds) {
    if (tiles.length !== count) {
      throw new RangeError(
        `${kind} has ${tiles.length} pictures, ${kinds[0][0]} has ${count} (expected as many)`,
      );
    }
    const odd = tiles.find(
      (tile) => tile.width !== width || tile.height !== height || tile.channels !== channels,
    );
    if (odd !== undefined) {
      const shape = (tile: Tile): string => `${tile.width}x${tile.height}x${tile.channels}`;
      throw new RangeError(`${kind} has a picture of ${shape(odd)} (expected ${shape(first)} as the others)`);
    }
  }
  const across = Math.min(columns, count);
  const layout = { rows: kinds.map(([kind]) => kind), count, columns: across, width, height, channels };
  const blank: Tile = { width, height, channels, data: new Uint8Array(width * height * channels) };
  const tiles: Tile[] = [];
  for (let from = 0; from < count; from += across) {
    for (const [, own] of kinds) {
      for (let k = 0; k < across; k++) tiles.push(own[from + k] ?? blank);
    }
  }
  return { png: imageGrid({ tiles, columns: across, background: [0, 0, 0] }), layout };
}

/**
 * Where a picture lies in the PNG: its left and top edge in pixels.
 *
 * @throws RangeError for a row or a query that the atlas does not have
 */
export function runAtlasPlace(
  layout: RunAtlasLayout,
  row: string,
  query: number,
): { left: number; top: number } {
  const { rows, count, columns, width, height } = layout;
  const at = rows.indexOf(row);
  if (at < 0) throw new RangeError(`the atlas has no row ${row} (expected one of ${rows.join(", ")})`);
  if (!Number.isInteger(query) || query < 0 || query >= count) {
    throw new RangeError(`the atlas has no query ${query} (expected 0 to ${count - 1})`);
  }
  const band = Math.floor(query / columns);
  return { left: (query % columns) * width, top: (band * rows.length + at) * height };
}

/**
 * The style of an element that shows one picture of the atlas enlarged; the page adds `background-image` and
 * `image-rendering: pixelated`.
 *
 * @param zoom  CSS pixels per pixel, default 1
 */
export function runAtlasCss(layout: RunAtlasLayout, row: string, query: number, zoom = 1): string {
  const { left, top } = runAtlasPlace(layout, row, query);
  const { width, height } = atlasSize(layout);
  const px = (value: number): string => (value === 0 ? "0" : `${value * zoom}px`);
  return (
    `width:${px(layout.width)};height:${px(layout.height)};` +
    `background-position:${px(-left)} ${px(-top)};background-size:${px(width)} ${px(height)}`
  );
}

/** The size of the whole PNG in pixels. */
function atlasSize({ rows, count, columns, width, height }: RunAtlasLayout): {
  width: number;
  height: number;
} {
  return { width: columns * width, height: Math.ceil(count / columns) * rows.length * height };
}

/**
 * The pictures of an atlas cut out of its PNG again, byte for byte; where a picture was not known, its checkerboard.
 *
 * @throws RangeError when the PNG has another size than the layout says
 */
export function cutAtlas(png: Uint8Array, layout: RunAtlasLayout): Record<string, Tile[]> {
  const { width, height, channels, rows, count } = layout;
  const picture = decode(png);
  const wanted = atlasSize(layout);
  if (picture.width !== wanted.width || picture.height !== wanted.height) {
    throw new RangeError(
      `the atlas has ${picture.width}x${picture.height} pixels (expected ${wanted.width}x${wanted.height}, as its layout says)`,
    );
  }
  const cut = (row: string, query: number): Tile => {
    const { left, top } = runAtlasPlace(layout, row, query);
    const data = new Uint8Array(width * height * channels);
    for (let i = 0; i < data.length; i++) {
      const [pixel, c] = [Math.floor(i / channels), i % channels];
      const [x, y] = [left + (pixel % width), top + Math.floor(pixel / width)];
      data[i] = picture.data[(y * picture.width + x) * picture.channels + c];
    }
    return { width, height, channels, data };
  };
  return Object.fromEntries(
    rows.map((row) => [row, Array.from({ length: count }, (_, query) => cut(row, query))]),
  );
}
