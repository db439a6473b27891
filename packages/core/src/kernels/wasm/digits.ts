/**
 * A query as whole numbers: ξⱼ = zero + Σ steps[l] k[l][j] + rⱼ, digit after digit, each small enough that an integer
 * dot product with signed bytes cannot overflow 32 bits.
 */
export interface Digits {
  readonly zero: number;
  /** The unit of each digit, falling. */
  readonly steps: readonly number[];
  /** Digit l of component j at `values[l * stride + j]`; zero behind the width. */
  readonly values: Int16Array;
  /** |r| (Euclidean) of what the digits leave out, with its own rounding. */
  readonly residual: number;
}

/** The whole number closest to each component's place on the grid of the stored bytes counts as exact below this. */
const onGrid = 1e-10;

/** The largest digit with which 128 |k| width stays below 2³¹; at most 12 bits with the sign. */
export function largestDigit(width: number): number {
  return Math.min(2047, Math.floor((2 ** 31 - 1) / (128 * width)));
}

/**
 * Splits a query of known components into digits.
 * @param grid    where the stored bytes lie: value = gain c + offset with c in -128..127; null when rows differ.
 *   A query on this grid is taken exactly, with one digit.
 * @param levels  how many digits at most
 */
export function toDigits(
  query: Float64Array,
  stride: number,
  grid: { readonly gain: number; readonly offset: number } | null,
  levels: number,
): Digits {
  const width = query.length;
  const largest = largestDigit(width);
  if (grid !== null) {
    const whole = onTheGrid(query, stride, grid, largest);
    if (whole !== null) return { zero: grid.offset, steps: [grid.gain], values: whole, residual: 0 };
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < width; j++) {
    low = Math.min(low, query[j]);
    high = Math.max(high, query[j]);
  }
  const zero = low + (high - low) / 2;
  const rest = new Float64Array(width);
  for (let j = 0; j < width; j++) rest[j] = query[j] - zero;
  const values = new Int16Array(levels * stride);
  const steps: number[] = [];
  let reach = Math.max(high - zero, zero - low);
  for (let level = 0; level < levels && reach > 0; level++) {
    const step = reach / largest;
    if (!(step > 1e-290)) break;
    steps.push(step);
    for (let j = 0; j < width; j++) {
      const k = Math.round(rest[j] / step);
      values[level * stride + j] = k;
      rest[j] -= k * step;
    }
    reach = step / 2;
  }
  let squares = 0;
  for (let j = 0; j < width; j++) squares += rest[j] * rest[j];
  // The subtractions above round too: half a unit in the last place of the query's range per component and level.
  const rounding = (high - low) * 2 ** -51 * Math.sqrt(width);
  return { zero, steps, values, residual: Math.sqrt(squares) * (1 + 1e-12) + rounding };
}

function onTheGrid(
  query: Float64Array,
  stride: number,
  { gain, offset }: { readonly gain: number; readonly offset: number },
  largest: number,
): Int16Array | null {
  const values = new Int16Array(stride);
  for (let j = 0; j < query.length; j++) {
    const place = (query[j] - offset) / gain;
    const k = Math.round(place);
    if (!(Math.abs(place - k) <= onGrid) || Math.abs(k) > largest) return null;
    values[j] = k;
  }
  return values;
}
