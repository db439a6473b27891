/** The largest finite half float. */
export const largestHalf = 65504;

const word = new DataView(new ArrayBuffer(8));

/** A number in 0 .. 2^51 rounded to a whole one, halves to even. */
function toEven(x: number): number {
  return x + 2 ** 52 - 2 ** 52;
}

/**
 * The half float (binary16: 1 sign, 5 exponent, 10 fraction bits) nearest to a number, as its 16 bits; of two equally
 * near ones that with an even fraction, as IEEE 754 rounds. From 65520 on that is infinity. Rounded once, from float64.
 *
 * @see IEEE 754-2008, binary16
 */
export function toHalf(value: number): number {
  word.setFloat64(0, value);
  const high = word.getUint32(0);
  const sign = (high >>> 16) & 0x8000;
  if (Number.isNaN(value)) return 0x7e00;
  const size = Math.abs(value);
  if (size >= 65520) return sign | 0x7c00;
  // Steps of 2^-24 below the smallest normal number; 1024 of them are that number, and its bits.
  if (size < 2 ** -14) return sign | toEven(size * 2 ** 24);
  const exponent = ((high >>> 20) & 0x7ff) - 1023;
  // A fraction that rounds up to 2048 carries into the exponent, as it should.
  return sign | (((exponent + 15) << 10) + toEven(size * 2 ** (10 - exponent)) - 1024);
}

/** The number that 16 bits are as a half float, exactly. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

let table: Float32Array | undefined;

/** All 65,536 half floats as numbers, by their bits; 256 KiB, made when first asked for. */
export function halfTable(): Float32Array {
  table ??= Float32Array.from({ length: 65536 }, (_, bits) => fromHalf(bits));
  return table;
}
