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

/** out[r] = Σ c[r] y, for `rows` rows; `query` is `stride` (a multiple of 16) float64. */
export function dotWide(panel: usize, rows: i32, stride: i32, query: usize, out: usize): void {
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
      a = f64x2.add(a, f64x2.mul(pair(low, false), v128.load(y)));
      b = f64x2.add(b, f64x2.mul(pair(low, true), v128.load(y + 16)));
      c = f64x2.add(c, f64x2.mul(pair(high, false), v128.load(y + 32)));
      d = f64x2.add(d, f64x2.mul(pair(high, true), v128.load(y + 48)));
    }
    store<f64>(out + (<usize>r << 3), sumPair(f64x2.add(f64x2.add(a, b), f64x2.add(c, d))));
  }
}

/** out[r] = Σ |c[r] - y|. */
export function manhattanWide(panel: usize, rows: i32, stride: i32, query: usize, out: usize): void {
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
      a = f64x2.add(a, v128.and(f64x2.sub(pair(low, false), v128.load(y)), positive));
      b = f64x2.add(b, v128.and(f64x2.sub(pair(low, true), v128.load(y + 16)), positive));
      c = f64x2.add(c, v128.and(f64x2.sub(pair(high, false), v128.load(y + 32)), positive));
      d = f64x2.add(d, v128.and(f64x2.sub(pair(high, true), v128.load(y + 48)), positive));
    }
    store<f64>(out + (<usize>r << 3), sumPair(f64x2.add(f64x2.add(a, b), f64x2.add(c, d))));
  }
}
