import { HopfieldError } from "../errors.ts";
import { ImageSet } from "../images/imageSet.ts";
import { mean } from "../math/statistics.ts";

/** Where white begins: above the mean of each picture, or above a fixed level in pixel units. */
export type Level = "mean" | number;

/** Options of `binarize`. */
export interface BinarizeOptions {
  /** `mean` (default): half of a picture is white, more or less; or a number in pixel units, 127.5 for mid-grey. */
  readonly level?: Level;
}

/**
 * The level of a picture: its mean, or the fixed one.
 * @throws HopfieldError ERR_OPTION for a level that is neither "mean" nor a finite number
 */
export function levelOf(row: ArrayLike<number>, level: Level): number {
  if (level === "mean") return mean(row);
  if (typeof level !== "number" || !Number.isFinite(level)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid level: ${level} (expected "mean" or a number in pixel units)`,
      {
        level,
      },
    );
  }
  return level;
}

/** A picture in black (-1) and white (+1): white is what lies above the level. */
export function signsAbove(row: ArrayLike<number>, level: number): Int8Array {
  return Int8Array.from(row, (value) => (value > level ? 1 : -1));
}

/** Signs as a picture in pixel units: black 0, white 255. */
export function signsToPixels(signs: Int8Array): Float64Array {
  return Float64Array.from(signs, (sign) => (sign > 0 ? 255 : 0));
}

/**
 * Pictures in black and white for the classical networks, one row of -1 and +1 each.
 *
 * @param images  pictures, or rows in pixel units 0..255
 * @throws HopfieldError ERR_OPTION for an invalid level
 */
export function binarize(
  images: ImageSet | readonly ArrayLike<number>[],
  { level = "mean" }: BinarizeOptions = {},
): Int8Array[] {
  const rows =
    images instanceof ImageSet ? Array.from({ length: images.count }, (_, i) => images.at(i)) : images;
  return rows.map((row) => signsAbove(row, levelOf(row, level)));
}
