import { encode } from "fast-png";
import { type Canvas, paint, type Tile } from "./tile.ts";

export interface ImageGridOptions {
  tiles: readonly Tile[];
  /** Tiles beside each other. */
  columns: number;
  /** How many pixels wide and high a pixel of a tile is drawn; default 1. */
  scale?: number | undefined;
  /** Pixels between tiles and around the grid; default 0. */
  gap?: number | undefined;
  /** Red, green and blue of what lies between; default white. */
  background?: readonly [number, number, number] | undefined;
}

/**
 * Pictures side by side as the bytes of one PNG file, row by row. A cell is as large as the largest tile; smaller tiles
 * stand at its top left.
 *
 * @throws RangeError without a tile, or when `columns` or `scale` is not a whole number of at least 1
 */
export function imageGrid(options: ImageGridOptions): Uint8Array {
  const { tiles, columns, scale = 1, gap = 0, background = [255, 255, 255] } = options;
  if (tiles.length === 0) throw new RangeError("no tiles for the image grid (expected at least one)");
  for (const [name, value, least] of [
    ["columns", columns, 1],
    ["scale", scale, 1],
    ["gap", gap, 0],
  ] as const) {
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(`invalid ${name}: ${value} (expected a whole number >= ${least})`);
    }
  }
  const stepX = Math.max(...tiles.map((tile) => tile.width)) * scale + gap;
  const stepY = Math.max(...tiles.map((tile) => tile.height)) * scale + gap;
  const across = Math.min(columns, tiles.length);
  const width = across * stepX + gap;
  const height = Math.ceil(tiles.length / across) * stepY + gap;
  const canvas: Canvas = { width, height, data: new Uint8Array(width * height * 3) };
  for (let i = 0; i < canvas.data.length; i++) canvas.data[i] = background[i % 3];
  tiles.forEach((tile, i) => {
    paint(canvas, tile, gap + (i % across) * stepX, gap + Math.floor(i / across) * stepY, scale);
  });
  return encode({ width, height, channels: 3, depth: 8, data: canvas.data }, { zlib: { level: 9 } });
}
