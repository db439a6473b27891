import { HopfieldError } from "../errors.ts";
import type { ImageSet } from "./imageSet.ts";

/**
 * The mean picture of each class that occurs, in pixel units: the prototypes of seed experiments on digits.
 * @returns `values`, class after class in rising order of the labels, and these labels
 * @throws HopfieldError ERR_OPTION without labels
 */
export function classMeans(set: ImageSet): { values: Float32Array; labels: Int32Array } {
  const { labels: given, size } = set;
  if (given === undefined) {
    throw new HopfieldError(
      "ERR_OPTION",
      `${set.name} has no labels, so it has no class means; store the images`,
      {},
    );
  }
  const labels = Int32Array.from(new Set(given)).sort();
  const sums = new Float64Array(labels.length * size);
  const counts = new Int32Array(labels.length);
  for (let i = 0; i < set.count; i++) {
    const k = labels.indexOf(given[i]);
    const image = set.at(i);
    counts[k]++;
    for (let j = 0; j < size; j++) sums[k * size + j] += image[j];
  }
  return { values: Float32Array.from(sums, (sum, k) => sum / counts[Math.floor(k / size)]), labels };
}
