import type { WasmModule } from "./module.ts";

/**
 * A query as whole numbers: ξⱼ = zero + Σ steps[l] k[l][j] + rⱼ, digit after digit, each small enough that an integer
 * dot product with signed bytes cannot overflow 32 bits. The digits themselves lie in the kernels' memory.
 */
export interface Digits {
  readonly zero: number;
  /** The unit of each digit, falling. */
  readonly steps: readonly number[];
  /** |r| (Euclidean) of what the digits leave out, rounded up. */
  readonly residual: number;
  /** Σ k² of a query that lies on the bytes' grid, which one digit takes exactly; null for another. */
  readonly wholeSquares: number | null;
}

/** Where stored bytes lie: value = gain c + offset with c in -128..127. */
export interface Grid {
  readonly gain: number;
  readonly offset: number;
}

/** A component this close to a place on the grid is taken to lie on it. */
const onGrid = 1e-10;

/** Adding and subtracting it rounds a number below 2⁵¹ to a whole one: many times as fast as Math.round. */
export const rounder: number = 1.5 * 2 ** 52;

/** The largest digit with which 128 |k| width stays below 2³¹; at most 12 bits with the sign. */
export function largestDigit(width: number): number {
  return Math.min(2047, Math.floor((2 ** 31 - 1) / (128 * width)));
}

/** A query's places on the grid as whole numbers of at most `largest`, or null where one lies beside it. */
export function wholeNumbers(
  query: Float64Array,
  { gain, offset }: Grid,
  largest: number,
): Int16Array | null {
  const values = new Int16Array(query.length);
  for (let j = 0; j < query.length; j++) {
    const place = (query[j] - offset) / gain;
    const k = place + rounder - rounder;
    if (!(Math.abs(place - k) <= onGrid) || Math.abs(k) > largest) return null;
    values[j] = k;
  }
  return values;
}

/**
 * Splits a query of known components into digits, in the kernels' memory.
 * @param grid    of the stored bytes; null when rows differ. A query on it is taken exactly, with one digit.
 * @param levels  how many digits at most
 * @param work    address of `stride` float64 to work in
 * @param out     address of `levels` x `stride` 16-bit numbers
 */
export function writeDigits(
  { exports }: WasmModule,
  query: Float64Array,
  stride: number,
  grid: Grid | null,
  levels: number,
  work: number,
  out: number,
): Digits {
  const width = query.length;
  const largest = largestDigit(width);
  const whole = grid === null ? null : wholeNumbers(query, grid, largest);
  if (grid !== null && whole !== null) {
    const target = new Int16Array(exports.memory.buffer, out, stride);
    target.set(whole);
    target.fill(0, width);
    let wholeSquares = 0;
    for (let j = 0; j < width; j++) wholeSquares += whole[j] * whole[j];
    return { zero: grid.offset, steps: [grid.gain], residual: 0, wholeSquares };
  }
  new Float64Array(exports.memory.buffer, work, width).set(query);
  exports.range(work, width, out);
  const [low, high] = new Float64Array(exports.memory.buffer, out, 2);
  let zero = low + (high - low) / 2;
  const first = zero;
  const steps: number[] = [];
  let reach = Math.max(high - zero, zero - low);
  let squares = width * reach * reach;
  for (let level = 0; level < levels; level++) {
    const step = reach / largest;
    if (!(step > 1e-290)) break;
    steps.push(step);
    squares = exports.digits(work, width, stride, zero, step, out + 2 * level * stride);
    // A hair more than half a step, for the rounding of the division.
    reach = 0.5 * step * (1 + 1e-9);
    zero = 0;
  }
  // The subtractions round too: half a unit in the last place of the query's range per component and level.
  const rounding = (high - low) * 2 ** -51 * Math.sqrt(width);
  return { zero: first, steps, residual: Math.sqrt(squares) * (1 + 1e-9) + rounding, wholeSquares: null };
}
