// Which rows may matter to a query: bounds on their scores from integer sums, with the best few lower bounds, and then a
// list of those within reach with a bound on the mass of all others. Scores are in units of log2: 2^score is the weight.

/**
 * An upper bound of 2^x, at most 6.2 % too large: the float whose exponent is floor(x) and whose fraction is x's. It
 * lies above because 1 + f >= 2^f on 0..1. Below -126 it is the smallest normal number.
 */
// @ts-ignore: decorator
@inline
function powerBound(x: v128): v128 {
  const clipped = f32x4.max(x, f32x4.splat(-126.0));
  const bits = i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.add(clipped, f32x4.splat(127.0)), f32x4.splat(8388608.0)));
  // One step up makes good for the rounding of the product and the cut.
  return i32x4.add(bits, i32x4.splat(64));
}

/**
 * Bounds the scores of one panel's rows for one query.
 *
 * The score of row r lies within `radius` of u = scale dots[r] gain[r] + shift spread[r] + level base[r] + own[r], where
 * radius = blur blurs[r] + fog fogs[r] + slack.
 *
 * @param dots    integer sums of this query, i32
 * @param rows    how many; arrays are readable and `upper` writable up to the next multiple of 4
 * @param tables  gain, spread, base, own, blurs, fogs: `tableRoom` float32 each
 * @param best    the running `few` largest lower bounds u - radius, falling; float32
 * @param upper   receives u + radius, float32
 */
export function bound(
  dots: usize,
  rows: i32,
  tables: usize,
  tableRoom: i32,
  scale: f32,
  shift: f32,
  level: f32,
  blur: f32,
  fog: f32,
  slack: f32,
  few: i32,
  best: usize,
  upper: usize,
): void {
  const line = <usize>tableRoom << 2;
  const gain = tables;
  const spread = gain + line;
  const base = spread + line;
  const own = base + line;
  const blurs = own + line;
  const fogs = blurs + line;
  const vScale = f32x4.splat(scale);
  const vShift = f32x4.splat(shift);
  const vLevel = f32x4.splat(level);
  const vBlur = f32x4.splat(blur);
  const vFog = f32x4.splat(fog);
  const vSlack = f32x4.splat(slack);
  const nothing = f32x4.splat(-Infinity);
  let worst = load<f32>(best + (<usize>(few - 1) << 2));
  for (let r = 0; r < rows; r += 4) {
    const at = <usize>r << 2;
    const n = f32x4.mul(f32x4.convert_i32x4_s(v128.load(dots + at)), v128.load(gain + at));
    let u = f32x4.add(f32x4.mul(n, vScale), v128.load(own + at));
    u = f32x4.add(u, f32x4.mul(v128.load(spread + at), vShift));
    u = f32x4.add(u, f32x4.mul(v128.load(base + at), vLevel));
    let radius = f32x4.add(f32x4.mul(v128.load(blurs + at), vBlur), vSlack);
    radius = f32x4.add(radius, f32x4.mul(v128.load(fogs + at), vFog));
    let low = f32x4.sub(u, radius);
    let high = f32x4.add(u, radius);
    if (r + 4 > rows) {
      const lanes = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(rows - r));
      low = v128.bitselect(low, nothing, lanes);
      high = v128.bitselect(high, nothing, lanes);
    }
    v128.store(upper + at, high);
    if (v128.any_true(f32x4.gt(low, f32x4.splat(worst)))) {
      store<v128>(scratch, low);
      for (let lane: usize = 0; lane < 16; lane += 4) insert(best, few, load<f32>(scratch + lane));
      worst = load<f32>(best + (<usize>(few - 1) << 2));
    }
  }
}

const scratch = memory.data(16, 16);

/** Puts a number into a falling list of fixed length, if it belongs there. */
function insert(best: usize, few: i32, value: f32): void {
  let k = few - 1;
  if (!(value > load<f32>(best + (<usize>k << 2)))) return;
  while (k > 0) {
    const before = load<f32>(best + (<usize>(k - 1) << 2));
    if (before >= value) break;
    store<f32>(best + (<usize>k << 2), before);
    k--;
  }
  store<f32>(best + (<usize>k << 2), value);
}

/**
 * Lists the rows whose upper bound reaches `threshold` and bounds the mass of the others.
 *
 * @param upper  `count` float32, readable up to the next multiple of 4 (-Infinity there)
 * @param tail   receives an upper bound on the others' sum of 2^(score - top); float64
 * @param list   receives the index (i32) and the upper bound (f32) of each row listed, room for `room`
 * @returns      how many are listed, or -1 when there is no room
 */
export function collect(
  upper: usize,
  count: i32,
  top: f32,
  threshold: f32,
  tail: usize,
  list: usize,
  room: i32,
): i32 {
  const vThreshold = f32x4.splat(threshold);
  const vTop = f32x4.splat(top);
  let kept = 0;
  let mass: f64 = 0;
  for (let from = 0; from < count; from += 1024) {
    const to = min(from + 1024, count);
    let dropped = f32x4.splat(0);
    for (let r = from; r < to; r += 4) {
      const high = v128.load(upper + (<usize>r << 2));
      const keep = f32x4.ge(high, vThreshold);
      dropped = f32x4.add(dropped, v128.andnot(powerBound(f32x4.sub(high, vTop)), keep));
      let mask = i32x4.bitmask(keep);
      while (mask) {
        const i = r + ctz(mask);
        mask &= mask - 1;
        if (i >= count) continue;
        if (kept >= room) return -1;
        const at = list + (<usize>kept << 3);
        store<i32>(at, i);
        store<f32>(at, load<f32>(upper + (<usize>i << 2)), 4);
        kept++;
      }
    }
    mass +=
      <f64>f32x4.extract_lane(dropped, 0) +
      <f64>f32x4.extract_lane(dropped, 1) +
      <f64>f32x4.extract_lane(dropped, 2) +
      <f64>f32x4.extract_lane(dropped, 3);
  }
  // 256 additions of float32 per lane may have rounded down.
  store<f64>(tail, mass * 1.0001);
  return kept;
}
