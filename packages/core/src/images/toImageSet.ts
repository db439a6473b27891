import { requireFinite } from "../errors.ts";
import { ImageSet, type ImageShape } from "./imageSet.ts";

/**
 * Numbers in pixel units as pictures: each is rounded to the nearest byte and kept within 0..255, never wrapped.
 *
 * @param values  picture after picture, laid out as in `ImageSet`
 * @throws HopfieldError ERR_SIZE unless the values are a whole number of pictures; ERR_NOT_FINITE
 */
export function toImageSet(values: ArrayLike<number>, shape: ImageShape, name = "images"): ImageSet {
  requireFinite(values, name);
  const { width, height, channels } = shape;
  const data = new Uint8Array(values.length);
  for (let k = 0; k < data.length; k++) data[k] = Math.round(Math.min(255, Math.max(0, values[k])));
  return new ImageSet({ width, height, channels, data, name });
}
