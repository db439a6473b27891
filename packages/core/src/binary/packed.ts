/** The number of ones among 32 bits. */
export function popcount(bits: number): number {
  let v = bits - ((bits >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The words of 32 bits that `size` signs take. */
export function wordsOf(size: number): number {
  return (size + 31) >>> 5;
}

/** Writes `size` signs, 32 a word, bit 1 for +1, into `out` at word `at`; unused bits are 0. */
export function packSigns(signs: Int8Array, from: number, size: number, out: Int32Array, at: number): void {
  const words = wordsOf(size);
  for (let w = 0; w < words; w++) {
    const end = Math.min(size, (w + 1) << 5);
    let bits = 0;
    for (let j = w << 5; j < end; j++) if (signs[from + j] > 0) bits |= 1 << (j & 31);
    out[at + w] = bits;
  }
}

/** x·y of two packed rows of `size` signs: size - 2 (number of signs that differ). */
export function packedDot(
  a: Int32Array,
  atA: number,
  b: Int32Array,
  atB: number,
  words: number,
  size: number,
): number {
  let differ = 0;
  for (let w = 0; w < words; w++) differ += popcount(a[atA + w] ^ b[atB + w]);
  return size - 2 * differ;
}
