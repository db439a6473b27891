import type { ImageSet } from "./imageSet.ts";

/** The side of the blocks whose sums bound a distance from below. */
const side = 4;

/** Sums over blocks of 4 x 4 pixels per channel, each divided by the root of its count of pixels. */
function blockSums(images: ImageSet, i: number): Float64Array {
  const { width, height, channels } = images;
  const across = Math.ceil(width / side);
  const sums = new Float64Array(across * Math.ceil(height / side) * channels);
  const counts = new Float64Array(sums.length);
  const image = images.at(i);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const block = (Math.floor(y / side) * across + Math.floor(x / side)) * channels;
      for (let c = 0; c < channels; c++) {
        sums[block + c] += image[(y * width + x) * channels + c];
        counts[block + c]++;
      }
    }
  }
  return sums.map((sum, k) => sum / Math.sqrt(counts[k]));
}

/** Σ (aⱼ − bⱼ)², or any number of at least `enough` as soon as the sum has reached that. */
function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>, enough: number): number {
  let sum = 0;
  for (let from = 0; from < a.length; from += 64) {
    const to = Math.min(a.length, from + 64);
    for (let j = from; j < to; j++) {
      const difference = a[j] - b[j];
      sum += difference * difference;
    }
    if (sum >= enough) return sum;
  }
  return sum;
}

/**
 * The pictures of `pool` ordered by the squared Euclidean distance, over bytes, to their nearest neighbour in the
 * pool: the most confusable first, in the pool's order on ties.
 *
 * Exact, over all pairs. Most are skipped with a proof: by Cauchy and Schwarz, the squared difference of the sums of a
 * block of n pixels, divided by n, is at most the block's share of the squared distance.
 */
export function hardest(images: ImageSet, pool: readonly number[]): number[] {
  const coarse = pool.map((i) => blockSums(images, i));
  const nearest = new Float64Array(pool.length).fill(Number.POSITIVE_INFINITY);
  for (let a = 0; a < pool.length; a++) {
    const picture = images.at(pool[a]);
    for (let b = 0; b < a; b++) {
      const enough = Math.max(nearest[a], nearest[b]);
      // The margin covers the rounding of the roots, so that no pair is skipped by an error of arithmetic.
      if (squaredDistance(coarse[a], coarse[b], enough * (1 + 1e-9)) > enough * (1 + 1e-9)) continue;
      const distance = squaredDistance(picture, images.at(pool[b]), enough);
      nearest[a] = Math.min(nearest[a], distance);
      nearest[b] = Math.min(nearest[b], distance);
    }
  }
  return Array.from(pool.keys())
    .sort((a, b) => nearest[a] - nearest[b] || a - b)
    .map((k) => pool[k]);
}
