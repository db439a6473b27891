// Scores of a few rows of signed bytes against one float64 query, summed in float64: what the reference computes, but for
// the order of the additions.

/** Eight signed bytes as four pairs of float64, handed on one by one. */
// @ts-ignore: decorator
@inline
function pair(words: v128, high: bool): v128 {
  return high ? f64x2.convert_low_i32x4_s(v128.shuffle<i64>(words, words, 1, 1)) : f64x2.convert_low_i32x4_s(words);
}

// @ts-ignore: decorator
@inline
function sumPair(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

// @ts-ignore: decorator
@inline
function term<K>(x: v128, y: v128, positive: v128): v128 {
  return sizeof<K>() == 1 ? f64x2.mul(x, y) : v128.and(f64x2.sub(x, y), positive);
}

// @ts-ignore: decorator
@inline
function rowsWide<K>(panel: usize, rows: i32, stride: i32, query: usize, out: usize): void {
  // Clears the sign.
  const positive = i64x2.splat(0x7fffffffffffffff);
  for (let r = 0; r < rows; r++) {
    const row = panel + <usize>(r * stride);
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let c = f64x2.splat(0);
    let d = f64x2.splat(0);
    for (let k: usize = 0; k < <usize>stride; k += 8) {
      const x = v128.load_ext<i8>(row + k);
      const low = i32x4.extend_low_i16x8_s(x);
      const high = i32x4.extend_high_i16x8_s(x);
      const y = query + (k << 3);
      a = f64x2.add(a, term<K>(pair(low, false), v128.load(y), positive));
      b = f64x2.add(b, term<K>(pair(low, true), v128.load(y + 16), positive));
      c = f64x2.add(c, term<K>(pair(high, false), v128.load(y + 32), positive));
      d = f64x2.add(d, term<K>(pair(high, true), v128.load(y + 48), positive));
    }
    store<f64>(out + (<usize>r << 3), sumPair(f64x2.add(f64x2.add(a, b), f64x2.add(c, d))));
  }
}

/** out[r] = Σ c[r] y, for `rows` rows; `query` is `stride` (a multiple of 16) float64. */
export function dotWide(panel: usize, rows: i32, stride: i32, query: usize, out: usize): void {
  rowsWide<u8>(panel, rows, stride, query, out);
}

/** out[r] = Σ |c[r] - y|. */
export function manhattanWide(panel: usize, rows: i32, stride: i32, query: usize, out: usize): void {
  rowsWide<u16>(panel, rows, stride, query, out);
}
