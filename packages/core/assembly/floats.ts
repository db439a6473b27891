// Scores of a panel of float32 rows, tiles of 4 rows x 2 queries. Sums run in float32 over 256 components at a time
// and are gathered in float64, so that long patterns lose no more than short ones.

const span: usize = 256;

// @ts-ignore: decorator
@inline
function sumFloats(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f64>(ab, cd, 0, 2), v128.shuffle<f64>(ab, cd, 1, 3));
}

/** Adds four float32 to four float64 in memory. */
// @ts-ignore: decorator
@inline
function gather(at: usize, v: v128): void {
  v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(v)));
  v128.store(at + 16, f64x2.add(v128.load(at + 16), f64x2.promote_low_f32x4(v128.shuffle<f64>(v, v, 1, 1))));
}

// @ts-ignore: decorator
@inline
function term<K>(sum: v128, x: v128, y: v128, positive: v128): v128 {
  if (sizeof<K>() == 1) return f32x4.add(sum, f32x4.mul(x, y));
  const d = f32x4.sub(x, y);
  if (sizeof<K>() == 2) return f32x4.add(sum, f32x4.mul(d, d));
  return f32x4.add(sum, v128.and(d, positive));
}

// @ts-ignore: decorator
@inline
function tiles<K>(panel: usize, rows: i32, stride: i32, queries: usize, count: i32, out: usize, room: i32): void {
  const line = <usize>stride << 2;
  // Clears the sign.
  const positive = i32x4.splat(0x7fffffff);
  for (let q = 0; q < count; q += 2) {
    const u = queries + <usize>q * line;
    const v = u + line;
    const ou = out + (<usize>(q * room) << 3);
    const ov = ou + (<usize>room << 3);
    for (let r = 0; r < rows; r += 4) {
      const a = panel + <usize>r * line;
      const b = a + line;
      const c = b + line;
      const d = c + line;
      const tu = ou + (<usize>r << 3);
      const tv = ov + (<usize>r << 3);
      for (let half: usize = 0; half < 32; half += 16) {
        v128.store(tu + half, f64x2.splat(0));
        v128.store(tv + half, f64x2.splat(0));
      }
      for (let from: usize = 0; from < line; from += span << 2) {
        const to = min(from + (span << 2), line);
        let au = f32x4.splat(0);
        let bu = f32x4.splat(0);
        let cu = f32x4.splat(0);
        let du = f32x4.splat(0);
        let av = f32x4.splat(0);
        let bv = f32x4.splat(0);
        let cv = f32x4.splat(0);
        let dv = f32x4.splat(0);
        for (let k = from; k < to; k += 16) {
          const y = v128.load(u + k);
          const z = v128.load(v + k);
          let x = v128.load(a + k);
          au = term<K>(au, x, y, positive);
          av = term<K>(av, x, z, positive);
          x = v128.load(b + k);
          bu = term<K>(bu, x, y, positive);
          bv = term<K>(bv, x, z, positive);
          x = v128.load(c + k);
          cu = term<K>(cu, x, y, positive);
          cv = term<K>(cv, x, z, positive);
          x = v128.load(d + k);
          du = term<K>(du, x, y, positive);
          dv = term<K>(dv, x, z, positive);
        }
        gather(tu, sumFloats(au, bu, cu, du));
        gather(tv, sumFloats(av, bv, cv, dv));
      }
    }
  }
}

/**
 * out[q * room + r] = Σ x[r] y[q], as float64.
 * @param rows     a multiple of 4; `stride` is a multiple of 4
 * @param queries  `count` (even) x `stride` float32
 */
export function dotFloats(panel: usize, rows: i32, stride: i32, queries: usize, count: i32, out: usize, room: i32): void {
  tiles<u8>(panel, rows, stride, queries, count, out, room);
}

/** out[q * room + r] = Σ (x[r] - y[q])², as float64. */
export function squaredFloats(panel: usize, rows: i32, stride: i32, queries: usize, count: i32, out: usize, room: i32): void {
  tiles<u16>(panel, rows, stride, queries, count, out, room);
}

/** out[q * room + r] = Σ |x[r] - y[q]|, as float64. */
export function manhattanFloats(panel: usize, rows: i32, stride: i32, queries: usize, count: i32, out: usize, room: i32): void {
  tiles<u32>(panel, rows, stride, queries, count, out, room);
}

/** The bytes 0..255 that a panel stands for as float32, exactly: `count` numbers, a multiple of 8. */
export function toFloats(bytes: usize, count: i32, out: usize): void {
  const middle = f32x4.splat(128);
  for (let k: usize = 0; k < <usize>count; k += 8) {
    const x = v128.load_ext<i8>(bytes + k);
    v128.store(out + (k << 2), f32x4.add(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(x)), middle));
    v128.store(out + (k << 2) + 16, f32x4.add(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(x)), middle));
  }
}

/**
 * out[q * stride + j] += Σ w[q, r] x[r, j], the rows of a panel summed in float32 and gathered in float64.
 * @param weights  `count` (a multiple of 4) x `room` float32
 * @param stride   a multiple of 8
 */
export function blend(panel: usize, rows: i32, stride: i32, weights: usize, room: i32, count: i32, out: usize): void {
  const line = <usize>stride << 2;
  for (let j = 0; j < stride; j += 8) {
    const column = panel + (<usize>j << 2);
    for (let q = 0; q < count; q += 4) {
      const s = weights + (<usize>(q * room) << 2);
      const t = s + (<usize>room << 2);
      const u = t + (<usize>room << 2);
      const v = u + (<usize>room << 2);
      let as = f32x4.splat(0);
      let at = f32x4.splat(0);
      let au = f32x4.splat(0);
      let av = f32x4.splat(0);
      let bs = f32x4.splat(0);
      let bt = f32x4.splat(0);
      let bu = f32x4.splat(0);
      let bv = f32x4.splat(0);
      let x = column;
      for (let r: usize = 0; r < <usize>rows << 2; r += 4) {
        const a = v128.load(x);
        const b = v128.load(x + 16);
        let w = v128.load_splat<f32>(s + r);
        as = f32x4.add(as, f32x4.mul(a, w));
        bs = f32x4.add(bs, f32x4.mul(b, w));
        w = v128.load_splat<f32>(t + r);
        at = f32x4.add(at, f32x4.mul(a, w));
        bt = f32x4.add(bt, f32x4.mul(b, w));
        w = v128.load_splat<f32>(u + r);
        au = f32x4.add(au, f32x4.mul(a, w));
        bu = f32x4.add(bu, f32x4.mul(b, w));
        w = v128.load_splat<f32>(v + r);
        av = f32x4.add(av, f32x4.mul(a, w));
        bv = f32x4.add(bv, f32x4.mul(b, w));
        x += line;
      }
      const wide = <usize>stride << 3;
      const at0 = out + <usize>q * wide + (<usize>j << 3);
      gather(at0, as);
      gather(at0 + 32, bs);
      gather(at0 + wide, at);
      gather(at0 + wide + 32, bt);
      gather(at0 + 2 * wide, au);
      gather(at0 + 2 * wide + 32, bu);
      gather(at0 + 3 * wide, av);
      gather(at0 + 3 * wide + 32, bv);
    }
  }
}
