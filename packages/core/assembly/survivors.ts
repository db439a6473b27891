// Which rows of a panel may matter: bounds on their scores from integer sums, a running maximum, the best few, a list of
// those within reach, and a bound on the mass of all others. Scores are in units of log2: 2^score is the weight.

/** Rows per panel at most; their upper bounds are kept between the two sweeps. */
const ceiling = memory.data(1024 * 4, 16);

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
 * Sweeps one panel for one query.
 *
 * The score of row r lies within `radius` of u = scale dots[r] gain[r] + shift spread[r] + level base[r] + own[r], where
 * radius = blur blurs[r] + fog fogs[r] + slack. Kept are rows with u + radius at least
 * min(running maximum of u - radius, less `reach`; the running `few`-th largest u - radius).
 *
 * @param dots    integer sums of this query, i32
 * @param rows    how many; arrays are readable up to the next multiple of 4
 * @param best    the running `few` largest lower bounds, falling; float32
 * @param tail    the running bound on the mass dropped, in units of 2^best[0]; float64, rescaled when best[0] grows
 * @param list    index and upper bound of each row kept, 8 bytes each, room for `room`
 * @returns       how many are kept with this panel, or -1 when there is no room
 */
export function sweep(
  dots: usize,
  rows: i32,
  first: i32,
  tables: usize,
  tableRoom: i32,
  scale: f32,
  shift: f32,
  level: f32,
  blur: f32,
  fog: f32,
  slack: f32,
  reach: f32,
  few: i32,
  best: usize,
  tail: usize,
  list: usize,
  kept: i32,
  room: i32,
): i32 {
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
  const old = load<f32>(best);
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
    v128.store(ceiling + at, high);
    if (v128.any_true(f32x4.gt(low, f32x4.splat(worst)))) {
      for (let lane: usize = 0; lane < 4; lane++) {
        store<v128>(scratch, low);
        insert(best, few, load<f32>(scratch + (lane << 2)));
      }
      worst = load<f32>(best + (<usize>(few - 1) << 2));
    }
  }
  const top = load<f32>(best);
  let mass = load<f64>(tail);
  if (top > old && mass > 0) {
    mass *= <f64>f32x4.extract_lane(powerBound(f32x4.splat(max(old - top, -126))), 0);
  }
  const threshold = f32x4.splat(min(top - reach, worst));
  const vTop = f32x4.splat(top);
  let dropped = f32x4.splat(0);
  for (let r = 0; r < rows; r += 4) {
    const high = v128.load(ceiling + (<usize>r << 2));
    const keep = f32x4.ge(high, threshold);
    const bound = powerBound(f32x4.sub(high, vTop));
    dropped = f32x4.add(dropped, v128.andnot(bound, keep));
    let mask = i32x4.bitmask(keep);
    while (mask) {
      const lane = ctz(mask);
      mask &= mask - 1;
      if (r + lane < rows) {
        if (kept >= room) return -1;
        const at = list + (<usize>kept << 3);
        store<i32>(at, first + r + lane);
        store<f32>(at, load<f32>(ceiling + (<usize>(r + lane) << 2)), 4);
        kept++;
      }
    }
  }
  mass +=
    <f64>f32x4.extract_lane(dropped, 0) +
    <f64>f32x4.extract_lane(dropped, 1) +
    <f64>f32x4.extract_lane(dropped, 2) +
    <f64>f32x4.extract_lane(dropped, 3);
  store<f64>(tail, mass);
  return kept;
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
