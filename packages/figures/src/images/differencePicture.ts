import type { Tile } from "./tile.ts";

/** How many times a difference is brightened unless told otherwise; captions must say it. */
export const differenceAmplification = 2;

/**
 * Where two pictures differ: min(255, amplification |a − b|) per component, black = equal.
 *
 * @param a  a picture of the same shape as `b`, bytes 0..255
 * @throws RangeError when the shapes differ
 */
export function differencePicture(a: Tile, b: Tile, amplification: number = differenceAmplification): Tile {
  const { width, height, channels } = a;
  if (b.width !== width || b.height !== height || b.channels !== channels) {
    const shape = (tile: Tile): string => `${tile.width}x${tile.height}x${tile.channels}`;
    throw new RangeError(`pictures of ${shape(a)} and ${shape(b)} have no difference (expected one shape)`);
  }
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.min(255, Math.round(amplification * Math.abs(a.data[i] - b.data[i])));
  }
  return { width, height, channels, data };
}
