import type { Rows } from "../../patterns/rows.ts";
import { rowOf } from "../../patterns/rows.ts";
import { sharedMap } from "../gather.ts";
import type { ScoutMeasure } from "../scout.ts";
import { BytePanels } from "./bytePanels.ts";
import type { ByteRows } from "./byteScores.ts";
import type { WasmModule } from "./module.ts";

/**
 * Rows as signed bytes, xᵢ = gain c + base + εᵢ, with what bounds on their scores need of each. For byte patterns the
 * bytes are their own and ε is 0; float patterns get a byte per component beside them.
 */
export interface ScoutTables {
  readonly bytes: ByteRows;
  readonly columns: Int32Array | null;
  /** gain of each row. */
  readonly gain: Float32Array;
  /** gain Σ c over the known components. */
  readonly spread: Float32Array;
  /** The value that c = 0 stands for. */
  readonly base: Float32Array;
  /** |gain| |c| over the known components. */
  readonly blurs: Float32Array;
  /** |ε| over the known components, rounded up; 1 for L1, whose blur does not depend on the row. */
  readonly fogs: Float32Array;
  /** ½|x|² over the known components. */
  readonly halfNorms: Float64Array;
  /** The map that all rows share, bytes counted from -128; null when they differ. */
  readonly grid: { readonly gain: number; readonly offset: number } | null;
  /** The largest |c gain|, |spread|, |base|. */
  /** No two points in the hull of the known components lie farther apart: twice the radius about mid-grey, or about 0. */
  readonly diameter: number;
  readonly largest: { readonly blur: number; readonly spread: number; readonly base: number };
}

/** Makes good for rounding a bound to float32. */
const upwards = 1 + 2 ** -22;

/** The tables, or null where bytes cannot stand for the rows (values not finite in float32, L1 with maps that differ). */
export function scoutTables(
  module: WasmModule,
  stored: Rows,
  columns: Int32Array | null,
  measure: ScoutMeasure,
): ScoutTables | null {
  const { count: N, size } = stored;
  const owned = stored.data instanceof Uint8Array;
  if (measure === "manhattan" && !owned) return null;
  // The bytes of float patterns hold the known components alone, so they need no columns any more.
  const bytes = owned ? (stored as ByteRows) : quantise(stored, columns);
  if (bytes === null) return null;
  const kept = owned ? columns : null;
  const map = sharedMap(bytes);
  if (measure === "manhattan" && map === null) return null;
  const gain = new Float32Array(N);
  const spread = new Float32Array(N);
  const base = new Float32Array(N);
  const blurs = new Float32Array(N);
  const fogs = new Float32Array(N);
  const halfNorms = new Float64Array(N);
  const largest = { blur: 0, spread: 0, base: 0 };
  const { exports } = module;
  const panels = new BytePanels(module, bytes, kept);
  const { rows: room, stride, width, scratch } = panels;
  const sumsAt = scratch.take(room * 8);
  const squaresAt = scratch.take(room * 8);
  for (let first = 0; first < N; first += room) {
    const rows = panels.pack(first);
    exports.moments(panels.panel, rows, stride, sumsAt, squaresAt);
    const sums = new Float64Array(exports.memory.buffer, sumsAt, room);
    const squares = new Float64Array(exports.memory.buffer, squaresAt, room);
    for (let r = 0; r < rows; r++) {
      const i = first + r;
      const g = bytes.gain[i];
      const o = bytes.offset[i] + 128 * g;
      gain[i] = g;
      spread[i] = g * sums[r];
      base[i] = o;
      blurs[i] = Math.abs(g) * Math.sqrt(squares[r]) * upwards;
      halfNorms[i] = (g * g * squares[r] + 2 * g * o * sums[r] + width * o * o) / 2;
      largest.blur = Math.max(largest.blur, blurs[i]);
      largest.spread = Math.max(largest.spread, Math.abs(spread[i]));
      largest.base = Math.max(largest.base, Math.abs(o));
    }
  }
  if (!owned) measureFog(stored, columns, bytes, fogs, halfNorms);
  // An L1 sum is blurred by the query's rounding alone, alike for every row.
  if (measure === "manhattan") fogs.fill(1);
  const grid = owned && map !== null ? { gain: map.gain, offset: map.offset + 128 * map.gain } : null;
  const widest = halfNorms.reduce((a, b) => Math.max(a, b), 0);
  const diameter = 2 * (map !== null && owned ? largest.blur : Math.sqrt(2 * widest) * upwards);
  const finite = Number.isFinite(
    largest.blur + largest.spread + largest.base + fogs.reduce((a, b) => a + b, 0),
  );
  return finite && size > 0
    ? { bytes, columns: kept, gain, spread, base, blurs, fogs, halfNorms, grid, largest, diameter }
    : null;
}

/** One byte per known component: 256 levels between the least and the largest value of each row. */
function quantise(stored: Rows, columns: Int32Array | null): ByteRows | null {
  const { count, size } = stored;
  const width = columns?.length ?? size;
  const data = new Uint8Array(count * width);
  const gain = new Float64Array(count);
  const offset = new Float64Array(count);
  const row = new Float64Array(width);
  for (let i = 0; i < count; i++) {
    row.set(columns === null ? rowOf(stored, i) : rowOf(stored, i, columns));
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < width; k++) {
      if (row[k] < low) low = row[k];
      if (row[k] > high) high = row[k];
    }
    const step = (high - low) / 255;
    if (!Number.isFinite(step)) return null;
    gain[i] = step;
    offset[i] = low;
    if (step > 0) for (let k = 0; k < width; k++) data[i * width + k] = Math.round((row[k] - low) / step);
  }
  return { data, count, size: width, gain, offset };
}

/** |xᵢ - bytes| and the exact ½|xᵢ|² of float rows. */
function measureFog(
  stored: Rows,
  columns: Int32Array | null,
  bytes: ByteRows,
  fogs: Float32Array,
  halfNorms: Float64Array,
): void {
  const { count, size: width } = bytes;
  for (let i = 0; i < count; i++) {
    const row = rowOf(stored, i, columns);
    const gain = bytes.gain[i];
    const offset = bytes.offset[i];
    let fog = 0;
    let norm = 0;
    for (let k = 0; k < width; k++) {
      const value = row[k];
      const off = value - (gain * bytes.data[i * width + k] + offset);
      fog += off * off;
      norm += value * value;
    }
    fogs[i] = Math.sqrt(fog) * upwards;
    halfNorms[i] = norm / 2;
  }
}
