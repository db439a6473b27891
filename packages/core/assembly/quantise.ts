// Queries in whole numbers.

/** Adding and subtracting it rounds a float64 below 2⁵¹ to a whole number. */
const rounder: f64 = 6755399441055744;

/** Writes the least and the largest of `count` float64. */
export function range(values: usize, count: i32, out: usize): void {
  let low = Infinity;
  let high = -Infinity;
  let lows = f64x2.splat(Infinity);
  let highs = f64x2.splat(-Infinity);
  const pairs = count & ~1;
  for (let k = 0; k < pairs; k += 2) {
    const v = v128.load(values + (<usize>k << 3));
    lows = f64x2.pmin(lows, v);
    highs = f64x2.pmax(highs, v);
  }
  low = min(f64x2.extract_lane(lows, 0), f64x2.extract_lane(lows, 1));
  high = max(f64x2.extract_lane(highs, 0), f64x2.extract_lane(highs, 1));
  if (pairs < count) {
    const v = load<f64>(values + (<usize>pairs << 3));
    low = min(low, v);
    high = max(high, v);
  }
  store<f64>(out, low);
  store<f64>(out, high, 8);
}

/**
 * k = round((value - zero) / step) as 16-bit numbers; what is left over replaces the value, and zeros fill up to `stride`.
 * @returns Σ of the squares of what is left over
 */
export function digits(values: usize, count: i32, stride: i32, zero: f64, step: f64, out: usize): f64 {
  const per = 1 / step;
  let squares: f64 = 0;
  for (let j = 0; j < count; j++) {
    const at = values + (<usize>j << 3);
    const value = load<f64>(at) - zero;
    const k = value * per + rounder - rounder;
    const rest = value - k * step;
    store<f64>(at, rest);
    store<i16>(out + (<usize>j << 1), <i16>k);
    squares += rest * rest;
  }
  for (let j = count; j < stride; j++) store<i16>(out + (<usize>j << 1), 0);
  return squares;
}
