// Integer scores of a panel of signed bytes against a block of queries, in tiles of 4 rows x 2 queries: each loaded
// vector serves twice or four times, and eight running sums are what V8 keeps in registers.
import { sumLanes } from "./lanes";

/**
 * out[q * room + r] = Σ c[r] k[q], exact as long as 128 |k| stride < 2³¹.
 * @param rows     a multiple of 4
 * @param queries  `count` (even) x `stride` signed 16-bit numbers
 */
export function dotBytes(panel: usize, rows: i32, stride: i32, queries: usize, count: i32, out: usize, room: i32): void {
  const query = <usize>stride << 1;
  for (let q = 0; q < count; q += 2) {
    const u = queries + <usize>q * query;
    const v = u + query;
    const ou = out + (<usize>(q * room) << 2);
    const ov = ou + (<usize>room << 2);
    for (let r = 0; r < rows; r += 4) {
      const a = panel + <usize>(r * stride);
      const b = a + <usize>stride;
      const c = b + <usize>stride;
      const d = c + <usize>stride;
      let au = i32x4.splat(0);
      let bu = i32x4.splat(0);
      let cu = i32x4.splat(0);
      let du = i32x4.splat(0);
      let av = i32x4.splat(0);
      let bv = i32x4.splat(0);
      let cv = i32x4.splat(0);
      let dv = i32x4.splat(0);
      for (let k: usize = 0; k < <usize>stride; k += 8) {
        const y = v128.load(u + (k << 1));
        const z = v128.load(v + (k << 1));
        let x = v128.load_ext<i8>(a + k);
        au = i32x4.add(au, i32x4.dot_i16x8_s(x, y));
        av = i32x4.add(av, i32x4.dot_i16x8_s(x, z));
        x = v128.load_ext<i8>(b + k);
        bu = i32x4.add(bu, i32x4.dot_i16x8_s(x, y));
        bv = i32x4.add(bv, i32x4.dot_i16x8_s(x, z));
        x = v128.load_ext<i8>(c + k);
        cu = i32x4.add(cu, i32x4.dot_i16x8_s(x, y));
        cv = i32x4.add(cv, i32x4.dot_i16x8_s(x, z));
        x = v128.load_ext<i8>(d + k);
        du = i32x4.add(du, i32x4.dot_i16x8_s(x, y));
        dv = i32x4.add(dv, i32x4.dot_i16x8_s(x, z));
      }
      v128.store(ou + (<usize>r << 2), sumLanes(au, bu, cu, du));
      v128.store(ov + (<usize>r << 2), sumLanes(av, bv, cv, dv));
    }
  }
}

/** Two sums of 8 unsigned 16-bit numbers join two of 4 unsigned 32-bit numbers. */
// @ts-ignore: decorator
@inline
function widen(total: v128, part: v128): v128 {
  return i32x4.add(total, i32x4.extadd_pairwise_i16x8_u(part));
}

/** |x - y| of signed bytes, summed in pairs into 16 bits. */
// @ts-ignore: decorator
@inline
function gap(x: v128, y: v128): v128 {
  return i16x8.extadd_pairwise_i8x16_u(i8x16.sub(i8x16.max_s(x, y), i8x16.min_s(x, y)));
}

/**
 * out[q * room + r] = Σ |c[r] - k[q]|, exact.
 * @param rows     a multiple of 2
 * @param queries  `count` (a multiple of 4) x `stride` signed bytes
 */
export function manhattanBytes(
  panel: usize,
  rows: i32,
  stride: i32,
  queries: usize,
  count: i32,
  out: usize,
  room: i32,
): void {
  for (let q = 0; q < count; q += 4) {
    const s = queries + <usize>(q * stride);
    const t = s + <usize>stride;
    const u = t + <usize>stride;
    const v = u + <usize>stride;
    for (let r = 0; r < rows; r += 2) {
      const a = panel + <usize>(r * stride);
      const b = a + <usize>stride;
      let ast = i32x4.splat(0);
      let att = i32x4.splat(0);
      let aut = i32x4.splat(0);
      let avt = i32x4.splat(0);
      let bst = i32x4.splat(0);
      let btt = i32x4.splat(0);
      let but = i32x4.splat(0);
      let bvt = i32x4.splat(0);
      // 510 per lane and step: 128 steps stay below 2¹⁶.
      for (let from: usize = 0; from < <usize>stride; from += 2048) {
        const to = min(from + 2048, <usize>stride);
        let as = i16x8.splat(0);
        let at = i16x8.splat(0);
        let au = i16x8.splat(0);
        let av = i16x8.splat(0);
        let bs = i16x8.splat(0);
        let bt = i16x8.splat(0);
        let bu = i16x8.splat(0);
        let bv = i16x8.splat(0);
        for (let k = from; k < to; k += 16) {
          const x = v128.load(a + k);
          const y = v128.load(b + k);
          let z = v128.load(s + k);
          as = i16x8.add(as, gap(x, z));
          bs = i16x8.add(bs, gap(y, z));
          z = v128.load(t + k);
          at = i16x8.add(at, gap(x, z));
          bt = i16x8.add(bt, gap(y, z));
          z = v128.load(u + k);
          au = i16x8.add(au, gap(x, z));
          bu = i16x8.add(bu, gap(y, z));
          z = v128.load(v + k);
          av = i16x8.add(av, gap(x, z));
          bv = i16x8.add(bv, gap(y, z));
        }
        ast = widen(ast, as);
        att = widen(att, at);
        aut = widen(aut, au);
        avt = widen(avt, av);
        bst = widen(bst, bs);
        btt = widen(btt, bt);
        but = widen(but, bu);
        bvt = widen(bvt, bv);
      }
      const inA = sumLanes(ast, att, aut, avt);
      const inB = sumLanes(bst, btt, but, bvt);
      const row = out + (<usize>(q * room + r) << 2);
      const line = <usize>room << 2;
      v128.store64_lane(row, v128.shuffle<i32>(inA, inB, 0, 4, 1, 5), 0);
      v128.store64_lane(row + line, v128.shuffle<i32>(inA, inB, 0, 4, 1, 5), 1);
      v128.store64_lane(row + 2 * line, v128.shuffle<i32>(inA, inB, 2, 6, 3, 7), 0);
      v128.store64_lane(row + 3 * line, v128.shuffle<i32>(inA, inB, 2, 6, 3, 7), 1);
    }
  }
}
