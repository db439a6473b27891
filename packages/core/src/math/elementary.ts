// exp and log made of additions, multiplications and divisions alone. `Math.exp` and `Math.log` may differ in the last bit from
// engine to engine (the language leaves it open), and then the same seed would not give the same numbers in Node and in a
// browser. These give the same bits wherever float64 arithmetic follows IEEE 754, within about one unit of the last place.

/** ln 2 as a sum whose first part has 21 zero bits at its end, so that its product with an exponent is exact. */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

/** 1/n!, from 1/2! on: the series of exp on |r| <= ln 2 / 2 to far below a unit of the last place. */
const [e2, e3, e4, e5, e6, e7, e8] = [1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320];
const [e9, e10, e11, e12, e13] = [1 / 362880, 1 / 3628800, 1 / 39916800, 1 / 479001600, 1 / 6227020800];

/** 2^k for -1022 <= k <= 1023 at place k + 1022. */
let powers: Float64Array | undefined;

function powersOfTwo(): Float64Array {
  const table = new Float64Array(2046);
  table[1022] = 1;
  for (let k = 1; k <= 1023; k++) table[1022 + k] = 2 * table[1021 + k];
  for (let k = 1; k <= 1022; k++) table[1022 - k] = table[1023 - k] / 2;
  return table;
}

/**
 * e^x, the same bits in every engine; within 1.5 units of the last place (tested against `Math.exp`).
 * Infinity above 709.78, 0 below -745.13, NaN for NaN.
 */
export function exp(x: number): number {
  if (!(x > -745.1332191019412)) return Number.isNaN(x) ? x : 0;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  powers ??= powersOfTwo();
  // x = k ln 2 + r, with r in two parts: what rounding took from the first is in the second.
  const k = Math.round(x * Math.LOG2E);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const lost = high - r - low;
  const s = r * r;
  // Two interleaved halves of the series, for processors that do several operations at a time.
  const even = e2 + s * (e4 + s * (e6 + s * (e8 + s * (e10 + s * e12))));
  const odd = e3 + s * (e5 + s * (e7 + s * (e9 + s * (e11 + s * e13))));
  const y = 1 + (r + (s * (even + r * odd) + lost));
  if (k >= -1022 && k <= 1023) return y * powers[k + 1022];
  // The ends of the range, where 2^k alone is no normal number.
  return k > 0 ? y * 2 * powers[1022 + k - 1] : y * powers[1022 + k + 54] * powers[1022 - 54];
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/** 2/(2n + 1): log((1 + s)/(1 - s)) = 2s + s (2/3 s² + 2/5 s⁴ + ...). */
const [l1, l2, l3, l4, l5, l6] = [2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11, 2 / 13];
const [l7, l8, l9, l10, l11] = [2 / 15, 2 / 17, 2 / 19, 2 / 21, 2 / 23];

/**
 * The natural logarithm, the same bits in every engine; within 1.5 units of the last place (tested against `Math.log`).
 * -Infinity for 0, NaN for negative numbers and NaN.
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  // x = 2^e (1 + f) with 1 + f between sqrt(1/2) and sqrt(2).
  const tiny = x < 2.2250738585072014e-308;
  float[0] = tiny ? x * 18014398509481984 : x;
  let e = (words[1] >>> 20) - 1023 - (tiny ? 54 : 0);
  words[1] = (words[1] & 0xfffff) | 0x3ff00000;
  let m = float[0];
  if (m > Math.SQRT2) {
    m /= 2;
    e++;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = l2 + w * (l4 + w * (l6 + w * (l8 + w * l10)));
  const odd = l1 + w * (l3 + w * (l5 + w * (l7 + w * (l9 + w * l11))));
  const rest = z * (odd + z * even);
  const half = 0.5 * f * f;
  return e * ln2High - (half - (s * (half + rest) + e * ln2Low) - f);
}
