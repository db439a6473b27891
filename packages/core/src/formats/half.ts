/**
 * A number of 16 bits (1 sign, 5 exponent, 10 fraction) as a float.
 *
 * (-1)^s 2^(e-15) (1 + f/1024); exponent 0 holds zero and subnormals f 2^-24; exponent 31 infinity and NaN.
 * @see IEEE 754-2008, binary16
 */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

/** Every 16-bit float of `bits` (binary16) as a float32, exactly. */
export function float16ToFloat32(bits: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(bits, fromFloat16);
}

/** Every bfloat16 of `bits` as a float32, exactly: bfloat16 is the upper half of a float32. */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const words = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) words[i] = bits[i] << 16;
  return new Float32Array(words.buffer);
}
