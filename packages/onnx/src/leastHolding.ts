/** Bits of a float32 that do not tell its bucket: what stays is the exponent and seven bits. */
const dropped = 16;

/** The least number of the first weights (the largest, in falling order) that hold `wanted`; null when all do not. */
export function firstHolding(falling: Float32Array, wanted: number): number | null {
  let held = 0;
  for (let k = 0; k < falling.length; k++) {
    held += falling[k];
    if (held >= wanted) return k + 1;
  }
  return null;
}

/**
 * The least number of weights that hold `wanted` together (all of them where even they do not), without sorting the
 * row: weights are counted by buckets, and only the bucket that decides is sorted.
 */
export function leastHolding(weights: Float32Array, wanted: number): number {
  const bits = new Uint32Array(weights.buffer, weights.byteOffset, weights.length);
  // Weights are not negative: there is no sign, and a larger one has larger bits.
  const counts = new Uint32Array(2 ** (31 - dropped));
  const sums = new Float64Array(counts.length);
  for (let i = 0; i < weights.length; i++) {
    const bucket = bits[i] >>> dropped;
    counts[bucket]++;
    sums[bucket] += weights[i];
  }
  let held = 0;
  let size = 0;
  for (let bucket = counts.length - 1; bucket >= 0; bucket--) {
    if (counts[bucket] === 0) continue;
    if (held + sums[bucket] >= wanted) {
      const falling = weights
        .filter((_, i) => bits[i] >>> dropped === bucket)
        .sort()
        .reverse();
      return size + (firstHolding(falling, wanted - held) ?? falling.length);
    }
    held += sums[bucket];
    size += counts[bucket];
  }
  return size;
}
