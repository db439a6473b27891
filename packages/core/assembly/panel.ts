// Panels: rows of signed bytes c = byte - 128, each padded with zeros to a multiple of 16 components. A panel is small
// enough to stay in a second-level cache while every query of a block is held against it.

/**
 * Turns raw bytes into a panel: all components of a row, or those at `columns` (0: all) side by side.
 * @param raw  `rows` x `size` bytes
 * @param out  `rows` x `stride` signed bytes
 */
export function pack(
  raw: usize,
  rows: i32,
  size: i32,
  columns: usize,
  width: i32,
  stride: i32,
  out: usize,
): void {
  const flip = i8x16.splat(-128);
  const whole = width & ~15;
  for (let r = 0; r < rows; r++) {
    const from = raw + <usize>(r * size);
    const to = out + <usize>(r * stride);
    if (columns == 0) {
      for (let k = 0; k < whole; k += 16) v128.store(to + k, v128.xor(v128.load(from + k), flip));
      for (let k = whole; k < width; k++) store<u8>(to + k, load<u8>(from + k) ^ 0x80);
    } else {
      for (let k = 0; k < width; k++) {
        store<u8>(to + k, load<u8>(from + <usize>load<i32>(columns + ((<usize>k) << 2))) ^ 0x80);
      }
    }
    for (let k = width; k < stride; k++) store<u8>(to + k, 0);
  }
}

/** Sums over each row of a panel: Σ c and Σ c², as float64. */
export function moments(panel: usize, rows: i32, stride: i32, sums: usize, squares: usize): void {
  const ones = i16x8.splat(1);
  for (let r = 0; r < rows; r++) {
    const row = panel + <usize>(r * stride);
    let sum: i64 = 0;
    let square: i64 = 0;
    // 2 x 128² per lane and step: 4,096 components stay far below 2³¹.
    for (let from = 0; from < stride; from += 4096) {
      const to = min(from + 4096, stride);
      let a = i32x4.splat(0);
      let b = i32x4.splat(0);
      for (let k = from; k < to; k += 8) {
        const x = v128.load_ext<i8>(row + k);
        a = i32x4.add(a, i32x4.dot_i16x8_s(x, ones));
        b = i32x4.add(b, i32x4.dot_i16x8_s(x, x));
      }
      sum += total(a);
      square += total(b);
    }
    store<f64>(sums + ((<usize>r) << 3), <f64>sum);
    store<f64>(squares + ((<usize>r) << 3), <f64>square);
  }
}

function total(v: v128): i64 {
  return (
    <i64>i32x4.extract_lane(v, 0) +
    <i64>i32x4.extract_lane(v, 1) +
    <i64>i32x4.extract_lane(v, 2) +
    <i64>i32x4.extract_lane(v, 3)
  );
}
