import type { Normalization } from "../patterns/normalize.ts";
import { Patterns } from "../patterns/patterns.ts";
import type { PixelScaleName } from "../patterns/scale.ts";
import type { ImageSet } from "./imageSet.ts";

/**
 * Pictures as patterns: the bytes are shared, not copied, and read by the scale (`unit`, 0..1, by default).
 *
 * @param normalize  what is done to each picture before it is compared; nothing by default
 */
export function toPatterns(
  images: ImageSet,
  scale: PixelScaleName = "unit",
  normalize: Normalization = "none",
): Patterns {
  return new Patterns(images.data, { size: images.size, scale, normalize, labels: images.labels });
}
