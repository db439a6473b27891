// Packing of a factor into panels of `width` lines (4 or 8), number by number across the lines. What is smaller than
// `least` is packed as 0.

// @ts-ignore: decorator
@inline
function flushed(x: v128, least: v128): v128 {
  return v128.and(x, f32x4.ge(f32x4.abs(x), least));
}

/**
 * Lines that lie one after another.
 * @param raw     `count` (a multiple of `width`) lines of `depth` (a multiple of 4) numbers
 */
export function packLines(raw: usize, count: i32, depth: i32, width: i32, least: f32, out: usize): void {
  const line = <usize>depth << 2;
  const across = <usize>width << 2;
  const bound = f32x4.splat(least);
  for (let first = 0; first < count; first += width) {
    for (let w = 0; w < width; w += 4) {
      let from = raw + <usize>(first + w) * line;
      let to = out + (<usize>w << 2);
      const end = from + line;
      while (from < end) {
        const a = flushed(v128.load(from), bound);
        const b = flushed(v128.load(from + line), bound);
        const c = flushed(v128.load(from + 2 * line), bound);
        const d = flushed(v128.load(from + 3 * line), bound);
        const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
        const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
        const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
        const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
        v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2));
        v128.store(to + across, v128.shuffle<f64>(ab, cd, 1, 3));
        v128.store(to + 2 * across, v128.shuffle<f64>(AB, CD, 0, 2));
        v128.store(to + 3 * across, v128.shuffle<f64>(AB, CD, 1, 3));
        from += 16;
        to += across << 2;
      }
    }
    out += <usize>depth * across;
  }
}

/**
 * Lines that lie side by side.
 * @param raw     `depth` rows of `count` (a multiple of `width`) numbers, one of each line
 */
export function packColumns(raw: usize, count: i32, depth: i32, width: i32, least: f32, out: usize): void {
  const row = <usize>count << 2;
  const bound = f32x4.splat(least);
  for (let first = 0; first < count; first += width) {
    let from = raw + (<usize>first << 2);
    for (let p = 0; p < depth; p++) {
      for (let w: usize = 0; w < <usize>width << 2; w += 16) {
        v128.store(out + w, flushed(v128.load(from + w), bound));
      }
      from += row;
      out += <usize>width << 2;
    }
  }
}
