// Matrix products of packed float32 panels, tiles of 4 rows x 8 columns. `K` says how a product is added: u8 by
// multiplication and addition, u16 by the relaxed instruction that fuses the two where the processor can.

// @ts-ignore: decorator
@inline
function add<K>(sum: v128, x: v128, y: v128): v128 {
  if (sizeof<K>() == 2) return f32x4.relaxed_madd(x, y, sum);
  return f32x4.add(sum, f32x4.mul(x, y));
}

/**
 * c[i, j] = Σₚ a[i, p] b[p, j].
 *
 * @param a     `rows` / 4 panels of `depth` x 4 numbers, one after another
 * @param b     `columns` / 8 panels of `depth` x 8 numbers
 * @param c     `rows` x `columns` numbers
 */
// @ts-ignore: decorator
@inline
export function tiles<K>(a: usize, b: usize, c: usize, rows: i32, columns: i32, depth: i32): void {
  const line = <usize>columns << 2;
  const bSize = <usize>depth << 5;
  // A panel of b stays in the nearest cache while all of a passes by.
  for (let j = 0; j < columns; j += 8) {
    let x = a;
    let to = c + (<usize>j << 2);
    for (let i = 0; i < rows; i += 4) {
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let s2 = f32x4.splat(0);
      let s3 = f32x4.splat(0);
      let t0 = f32x4.splat(0);
      let t1 = f32x4.splat(0);
      let t2 = f32x4.splat(0);
      let t3 = f32x4.splat(0);
      let y = b;
      const end = b + bSize;
      while (y < end) {
        const u = v128.load(y);
        const v = v128.load(y, 16);
        let w = v128.load_splat<f32>(x);
        s0 = add<K>(s0, w, u);
        t0 = add<K>(t0, w, v);
        w = v128.load_splat<f32>(x, 4);
        s1 = add<K>(s1, w, u);
        t1 = add<K>(t1, w, v);
        w = v128.load_splat<f32>(x, 8);
        s2 = add<K>(s2, w, u);
        t2 = add<K>(t2, w, v);
        w = v128.load_splat<f32>(x, 12);
        s3 = add<K>(s3, w, u);
        t3 = add<K>(t3, w, v);
        x += 16;
        y += 32;
      }
      v128.store(to, s0);
      v128.store(to, t0, 16);
      v128.store(to + line, s1);
      v128.store(to + line, t1, 16);
      v128.store(to + 2 * line, s2);
      v128.store(to + 2 * line, t2, 16);
      v128.store(to + 3 * line, s3);
      v128.store(to + 3 * line, t3, 16);
      to += line << 2;
    }
    b += bSize;
  }
}
