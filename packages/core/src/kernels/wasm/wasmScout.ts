import { type Rows, rowsAt } from "../../patterns/rows.ts";
import { knownComponents } from "../gather.ts";
import { portableKernels } from "../portable.ts";
import type { MakeScout, Scout, ScoutMeasure, Survey, SurveyRequest } from "../scout.ts";
import { BytePanels } from "./bytePanels.ts";
import { type Grid, largestDigit, rounder, writeDigits } from "./digits.ts";
import type { WasmModule } from "./module.ts";
import { type ScoutTables, scoutTables } from "./scoutTables.ts";

/** States held against a panel at a time: the more, the less each costs of reading and packing it. */
const stateBlock = 256;

/** Bounds kept at a time, one for each state of a block and pattern: 32 MB. */
const mostBounds = 2 ** 23;

/** Float32 roundings on the way to a bound, each at most 2⁻²⁴ of the terms' magnitudes: fewer than 16. */
const rounding = 2 ** -20;

/** Relaxed queries have 7 bits. */
const most7 = 127;

/** A query in whole numbers with the scalars that the sweep multiplies its tables by; logits in units of ln 2. */
interface Line {
  readonly scale: number;
  readonly shift: number;
  readonly level: number;
  readonly blur: number;
  readonly fog: number;
}

/** Scouts by integer kernels; with relaxed SIMD where the module has it, unless told not to. */
export function makeWasmScout(module: WasmModule, relaxed: boolean): MakeScout {
  return (stored, columns, measure) => {
    const width = columns?.length ?? stored.size;
    if (stored.data instanceof Float64Array || largestDigit(width) < most7) return null;
    const tables = scoutTables(module, stored, columns, measure);
    return tables === null ? null : new WasmScout(module, tables, stored, columns, measure, relaxed);
  };
}

class WasmScout implements Scout {
  readonly diameter: number;
  readonly #module: WasmModule;
  readonly #tables: ScoutTables;
  /** The known components of a state. */
  readonly #columns: Int32Array | null;
  readonly #source: Rows;
  readonly #size: number;
  readonly #measure: ScoutMeasure;
  readonly #relaxed: boolean;

  constructor(
    module: WasmModule,
    tables: ScoutTables,
    source: Rows,
    columns: Int32Array | null,
    measure: ScoutMeasure,
    relaxed: boolean,
  ) {
    this.#module = module;
    this.#tables = tables;
    this.diameter = tables.diameter;
    this.#columns = columns;
    this.#source = source;
    this.#size = source.size;
    this.#measure = measure;
    this.#relaxed = relaxed && module.dotBytes7 !== null && measure !== "manhattan";
  }

  survey(states: Float64Array, count: number, request: SurveyRequest): (Survey | null)[] {
    const found: (Survey | null)[] = [];
    const own = this.#ownLogits(request);
    const most = Math.max(4, Math.min(stateBlock, Math.floor(mostBounds / this.#tables.bytes.count) & ~3));
    for (let from = 0; from < count; from += most) {
      const block = Math.min(most, count - from);
      found.push(...this.#surveyBlock(states, from, block, own, request));
    }
    return found;
  }

  scores(state: Float64Array, which: Int32Array): Float64Array {
    const { bytes, columns, halfNorms, grid } = this.#tables;
    const query = knownComponents(state, 0, this.#size, this.#columns);
    if (this.#source.data !== bytes.data) return this.#scoresOfFloats(state, which);
    const { exports } = this.#module;
    const few = new BytePanels(this.#module, bytes, columns);
    const { stride, rows: room, scratch } = few;
    const queryAt = scratch.take(stride * 8);
    const outAt = scratch.take(room * 8);
    const target = new Float64Array(exports.memory.buffer, queryAt, stride);
    const manhattan = this.#measure === "manhattan";
    let [sum, squares] = [0, 0];
    if (manhattan && grid !== null) {
      for (let j = 0; j < query.length; j++) target[j] = (query[j] - grid.offset) / grid.gain;
    } else {
      target.set(query);
      for (let j = 0; j < query.length; j++) {
        sum += query[j];
        squares += query[j] * query[j];
      }
    }
    target.fill(0, query.length);
    const scores = new Float64Array(which.length);
    for (let first = 0; first < which.length; first += room) {
      const rows = few.packSome(which, first);
      exports[manhattan ? "manhattanWide" : "dotWide"](few.panel, rows, stride, queryAt, outAt);
      const sums = new Float64Array(exports.memory.buffer, outAt, rows);
      for (let r = 0; r < rows; r++) {
        const i = which[first + r];
        const gain = bytes.gain[i];
        const product = gain * sums[r] + (bytes.offset[i] + 128 * gain) * sum;
        if (manhattan) scores[first + r] = -Math.abs(gain) * sums[r];
        else if (this.#measure === "dot") scores[first + r] = product;
        else scores[first + r] = Math.min(0, product - halfNorms[i] - squares / 2);
      }
    }
    return scores;
  }

  /** Exact scores of float patterns, which the bytes only stand for. */
  #scoresOfFloats(state: Float64Array, which: Int32Array): Float64Array {
    const scores = new Float64Array(which.length);
    const kernel = this.#measure === "dot" ? portableKernels.dot : portableKernels.squaredDistance;
    kernel(rowsAt(this.#source, which), this.#columns, state, 1, scores);
    if (this.#measure !== "dot") for (let k = 0; k < scores.length; k++) scores[k] *= -0.5;
    return scores;
  }

  /** What a pattern's logit has of its own: -β |x|²/2 (squared distance) and ln w, in units of ln 2. */
  #ownLogits({ beta, logWeights }: SurveyRequest): { table: Float32Array; largest: number } {
    const { halfNorms } = this.#tables;
    const table = new Float32Array(halfNorms.length);
    let largest = 0;
    for (let i = 0; i < table.length; i++) {
      const half = this.#measure === "squaredEuclidean" ? -beta * halfNorms[i] : 0;
      table[i] = (half + (logWeights === null ? 0 : logWeights[i])) * Math.LOG2E;
      largest = Math.max(largest, Math.abs(table[i]));
    }
    return { table, largest };
  }

  /** Writes a query's whole numbers to `out`; `work` is the address of `stride` float64. */
  #line(query: Float64Array, stride: number, beta: number, work: number, out: number): Line {
    const { grid } = this.#tables;
    const { memory } = this.#module.exports;
    const unit = beta * Math.LOG2E;
    if (this.#measure === "manhattan") {
      return manhattanLine(query, grid as Grid, unit, new Int8Array(memory.buffer, out, stride));
    }
    let sum = 0;
    let squares = 0;
    for (let j = 0; j < query.length; j++) {
      sum += query[j];
      squares += query[j] * query[j];
    }
    const level = unit * sum;
    const fog = unit * Math.sqrt(squares);
    if (this.#relaxed) {
      const { zero, step, residual } = toSevenBits(query, new Uint8Array(memory.buffer, out, stride));
      return { scale: unit * step, shift: unit * zero, level, blur: unit * residual, fog };
    }
    const { zero, steps, residual } = writeDigits(this.#module, query, stride, grid, 1, work, out);
    if (steps.length === 0) new Int16Array(memory.buffer, out, stride).fill(0);
    return { scale: unit * (steps[0] ?? 0), shift: unit * zero, level, blur: unit * residual, fog };
  }

  #surveyBlock(
    states: Float64Array,
    from: number,
    block: number,
    own: { table: Float32Array; largest: number },
    { beta, reaches, tail: allowed, few, room }: SurveyRequest,
  ): (Survey | null)[] {
    const { bytes, columns, gain, spread, base, blurs, fogs, largest } = this.#tables;
    const { exports, dotBytes7 } = this.#module;
    const N = bytes.count;
    const panels = new BytePanels(this.#module, bytes, columns);
    const { stride, rows: panelRows, scratch } = panels;
    // The tiles of the kernels: 4 queries for L1, 2 for products.
    const lines = this.#measure === "manhattan" ? (block + 3) & ~3 : (block + 1) & ~1;
    const wide = this.#measure !== "manhattan" && !this.#relaxed;
    const lineBytes = stride * (wide ? 2 : 1);
    const kernel = wide
      ? exports.dotBytes
      : this.#measure === "manhattan"
        ? exports.manhattanBytes
        : (dotBytes7 as NonNullable<typeof dotBytes7>);
    const queriesAt = scratch.take(lines * lineBytes);
    const workAt = scratch.take(stride * 8);
    const dotsAt = scratch.take(lines * panelRows * 4);
    const tablesAt = scratch.take(6 * panelRows * 4);
    const bestAt = scratch.take(block * few * 4);
    const tailAt = scratch.take(8);
    const listAt = scratch.take(room * 8);
    const line = (N + 3) & ~3;
    const upperAt = scratch.take(block * line * 4);
    const { memory } = exports;
    const all: Line[] = [];
    for (let q = 0; q < block; q++) {
      const query = knownComponents(states, from + q, this.#size, this.#columns);
      all.push(this.#line(query, stride, beta, workAt, queriesAt + q * lineBytes));
    }
    new Float32Array(memory.buffer, bestAt, block * few).fill(Number.NEGATIVE_INFINITY);
    const slacks = all.map(
      ({ scale, shift, level }) =>
        rounding *
        (Math.abs(scale) * this.#dotLimit(stride) +
          Math.abs(shift) * largest.spread +
          Math.abs(level) * largest.base +
          own.largest),
    );
    for (let first = 0; first < N; first += panelRows) {
      const rows = panels.pack(first);
      kernel(panels.panel, (rows + 3) & ~3, stride, queriesAt, lines, dotsAt, panelRows);
      const tables = new Float32Array(memory.buffer, tablesAt, 6 * panelRows);
      [gain, spread, base, own.table, blurs, fogs].forEach((table, t) => {
        tables.set(table.subarray(first, first + rows), t * panelRows);
      });
      for (let q = 0; q < block; q++) {
        const { scale, shift, level, blur, fog } = all[q];
        exports.bound(
          dotsAt + q * panelRows * 4,
          rows,
          tablesAt,
          panelRows,
          scale,
          shift,
          level,
          blur * (1 + 1e-6),
          fog * (1 + 1e-6),
          slacks[q],
          few,
          bestAt + q * few * 4,
          upperAt + (q * line + first) * 4,
        );
      }
    }
    const best = new Float32Array(memory.buffer, bestAt, block * few);
    const tail = new Float64Array(memory.buffer, tailAt, 1);
    return Array.from({ length: block }, (_, q) => {
      const top = best[q * few];
      const fewth = best[(q + 1) * few - 1];
      if (!Number.isFinite(top)) return null;
      let kept = -1;
      for (const reach of reaches) {
        const threshold = Math.min(top - reach * Math.LOG2E, fewth);
        kept = exports.collect(upperAt + q * line * 4, N, top, threshold, tailAt, listAt, room);
        // More reach lists more patterns: where there is no room now, there will be none then.
        if (kept < 0 || tail[0] <= allowed) break;
      }
      if (kept < 0 || tail[0] > allowed) return null;
      const indices = new Int32Array(memory.buffer, listAt, 2 * kept);
      const bounds = new Float32Array(memory.buffer, listAt, 2 * kept);
      return {
        kept: Int32Array.from({ length: kept }, (_, k) => indices[2 * k]),
        above: Float64Array.from({ length: kept }, (_, k) => (bounds[2 * k + 1] - top) * Math.LN2),
        tail: tail[0],
        fewth: (fewth - top) * Math.LN2,
      };
    });
  }

  /** The largest |gain Σ c k| / step that can occur. */
  #dotLimit(stride: number): number {
    const { largest } = this.#tables;
    if (this.#measure === "manhattan") return 255 * stride * Math.abs(this.#tables.gain[0]);
    const most = this.#relaxed ? most7 : largestDigit(stride);
    return largest.blur * most * Math.sqrt(stride);
  }
}

/** ξ = zero + step k + r with k in 0..127. */
function toSevenBits(query: Float64Array, out: Uint8Array): { zero: number; step: number; residual: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < query.length; j++) {
    if (query[j] < low) low = query[j];
    if (query[j] > high) high = query[j];
  }
  const step = (high - low) / most7;
  const per = step > 0 ? 1 / step : 0;
  let squares = 0;
  for (let j = 0; j < query.length; j++) {
    const value = query[j] - low;
    const k = Math.floor(value * per + 0.5);
    out[j] = k;
    squares += (value - step * k) ** 2;
  }
  out.fill(0, query.length);
  const rounded = (high - low) * 2 ** -51 * Math.sqrt(query.length);
  return { zero: low, step, residual: Math.sqrt(squares) * (1 + 1e-9) + rounded };
}

/**
 * A query for the integer L1: k in -128..127. Where a component lies beyond the bytes' range its distance to every
 * pattern grows by the same amount, which no softmax sees; elsewhere the rounding blurs the sum by at most Σ|r|.
 */
function manhattanLine(query: Float64Array, { gain, offset }: Grid, unit: number, out: Int8Array): Line {
  let blur = 0;
  const per = 1 / gain;
  for (let j = 0; j < query.length; j++) {
    const place = (query[j] - offset) * per;
    const clipped = place < -128 ? -128 : place > 127 ? 127 : place;
    const k = clipped + rounder - rounder;
    out[j] = k;
    blur += Math.abs(clipped - k);
  }
  out.fill(0, query.length);
  return { scale: -unit * Math.sign(gain), shift: 0, level: 0, blur: 0, fog: unit * Math.abs(gain) * blur };
}
