/** One picture as plain bytes: row by row, the channels of a pixel side by side (1 = gray, 3 = red, green, blue). */
export interface Tile {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: ArrayLike<number>;
  /** Per component, 0 = unknown; a pixel of which nothing is known is drawn as a checkerboard. */
  readonly known?: ArrayLike<number> | undefined;
}

/** A picture of red, green and blue bytes that tiles are painted into. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** The two grays of the checkerboard: between paper and ink, so they show on light and dark pages alike. */
const checkers = [122, 176];
/** The side of one square of the checkerboard in pixels of the tile. */
const checkerSide = 2;

/** The bytes (red, green, blue) of a pixel, the checkerboard included. */
function pixel(tile: Tile, x: number, y: number, into: Uint8Array, at: number): void {
  const from = (y * tile.width + x) * tile.channels;
  let anyKnown = tile.known === undefined;
  for (let c = 0; c < tile.channels; c++) anyKnown ||= tile.known?.[from + c] !== 0;
  const checker = checkers[(Math.floor(x / checkerSide) + Math.floor(y / checkerSide)) % 2];
  for (let c = 0; c < 3; c++)
    into[at + c] = anyKnown ? tile.data[from + (tile.channels === 3 ? c : 0)] : checker;
}

/** Paints a tile with its top left corner at (left, top), each pixel as `scale` x `scale` (nearest neighbour). */
export function paint(canvas: Canvas, tile: Tile, left: number, top: number, scale: number): void {
  const row = new Uint8Array(tile.width * scale * 3);
  const one = new Uint8Array(3);
  for (let y = 0; y < tile.height; y++) {
    for (let x = 0; x < tile.width; x++) {
      pixel(tile, x, y, one, 0);
      for (let k = 0; k < scale; k++) row.set(one, (x * scale + k) * 3);
    }
    for (let k = 0; k < scale; k++) {
      canvas.data.set(row, ((top + y * scale + k) * canvas.width + left) * 3);
    }
  }
}

/**
 * A tile made smaller by a whole factor, each pixel the mean of factor x factor. An unknown component of the result is
 * one of which no part was known. Rows and columns left over at the far edges are dropped.
 */
export function shrink(tile: Tile, factor: number): Tile {
  if (factor <= 1) return tile;
  const { channels } = tile;
  const width = Math.max(1, Math.floor(tile.width / factor));
  const height = Math.max(1, Math.floor(tile.height / factor));
  const data = new Uint8Array(width * height * channels);
  const known = tile.known === undefined ? undefined : new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const [pixelAt, c] = [Math.floor(i / channels), i % channels];
    const [x, y] = [pixelAt % width, Math.floor(pixelAt / width)];
    let sum = 0;
    let count = 0;
    for (let dy = 0; dy < factor && y * factor + dy < tile.height; dy++) {
      for (let dx = 0; dx < factor && x * factor + dx < tile.width; dx++) {
        const from = ((y * factor + dy) * tile.width + x * factor + dx) * channels + c;
        if (known !== undefined && tile.known?.[from] !== 0) known[i] = 1;
        sum += tile.data[from];
        count++;
      }
    }
    data[i] = Math.round(sum / count);
  }
  return { width, height, channels, data, known };
}
