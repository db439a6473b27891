import { knownComponents } from "../gather.ts";
import type { MakeScout, Scout, ScoutMeasure, Survey, SurveyRequest } from "../scout.ts";
import { BytePanels } from "./bytePanels.ts";
import { largestDigit, toDigits } from "./digits.ts";
import type { WasmModule } from "./module.ts";
import { type ScoutTables, scoutTables } from "./scoutTables.ts";

/** States held against a panel at a time: the more, the less each costs of reading and packing it. */
const stateBlock = 128;

/** A state is given up when, after an eighth of the patterns, more than this share of them had to be kept. */
const vagueShare = 0.25;

/** Float32 roundings on the way to a bound, each at most 2⁻²⁴ of the terms' magnitudes: fewer than 16. */
const rounding = 2 ** -20;

/** Relaxed queries have 7 bits. */
const most7 = 127;

/** A query in whole numbers with the scalars that the sweep multiplies its tables by; logits in units of ln 2. */
interface Line {
  readonly values: Int16Array | Int8Array | Uint8Array;
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
    return tables === null ? null : new WasmScout(module, tables, columns, stored.size, measure, relaxed);
  };
}

class WasmScout implements Scout {
  readonly #module: WasmModule;
  readonly #tables: ScoutTables;
  /** The known components of a state. */
  readonly #columns: Int32Array | null;
  readonly #size: number;
  readonly #measure: ScoutMeasure;
  readonly #relaxed: boolean;

  constructor(
    module: WasmModule,
    tables: ScoutTables,
    columns: Int32Array | null,
    size: number,
    measure: ScoutMeasure,
    relaxed: boolean,
  ) {
    this.#module = module;
    this.#tables = tables;
    this.#columns = columns;
    this.#size = size;
    this.#measure = measure;
    this.#relaxed = relaxed && module.dotBytes7 !== null && measure !== "manhattan";
  }

  survey(states: Float64Array, count: number, request: SurveyRequest): (Survey | null)[] {
    const found: (Survey | null)[] = [];
    const own = this.#ownLogits(request);
    for (let from = 0; from < count; from += stateBlock) {
      const block = Math.min(stateBlock, count - from);
      found.push(...this.#surveyBlock(states, from, block, own, request));
    }
    return found;
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

  #line(query: Float64Array, stride: number, beta: number): Line {
    const { grid } = this.#tables;
    const unit = beta * Math.LOG2E;
    if (this.#measure === "manhattan")
      return manhattanLine(query, stride, grid as { gain: number; offset: number }, unit);
    let sum = 0;
    let squares = 0;
    for (let j = 0; j < query.length; j++) {
      sum += query[j];
      squares += query[j] * query[j];
    }
    const level = unit * sum;
    const fog = unit * Math.sqrt(squares);
    if (this.#relaxed) {
      const { values, zero, step, residual } = toSevenBits(query, stride);
      return { values, scale: unit * step, shift: unit * zero, level, blur: unit * residual, fog };
    }
    const { values, zero, steps, residual } = toDigits(query, stride, grid, 1);
    return {
      values: values.length === stride ? values : new Int16Array(stride),
      scale: unit * (steps[0] ?? 0),
      shift: unit * zero,
      level,
      blur: unit * residual,
      fog,
    };
  }

  #surveyBlock(
    states: Float64Array,
    from: number,
    block: number,
    own: { table: Float32Array; largest: number },
    { beta, reach, few, room }: SurveyRequest,
  ): (Survey | null)[] {
    const { bytes, columns, gain, spread, base, blurs, fogs, largest } = this.#tables;
    const { exports, dotBytes7 } = this.#module;
    const N = bytes.count;
    const panels = new BytePanels(this.#module, bytes, columns);
    const { stride, rows: panelRows, scratch } = panels;
    const lines = (block + 3) & ~3;
    const wide = this.#measure !== "manhattan" && !this.#relaxed;
    const lineBytes = stride * (wide ? 2 : 1);
    const kernel = wide
      ? exports.dotBytes
      : this.#measure === "manhattan"
        ? exports.manhattanBytes
        : (dotBytes7 as NonNullable<typeof dotBytes7>);
    const queriesAt = scratch.take(lines * lineBytes);
    const dotsAt = scratch.take(lines * panelRows * 4);
    const tablesAt = scratch.take(6 * panelRows * 4);
    const bestAt = scratch.take(block * few * 4);
    const tailAt = scratch.take(block * 8);
    const listsAt = scratch.take(block * room * 8);
    const { memory } = exports;
    const all: Line[] = [];
    for (let q = 0; q < block; q++) {
      const line = this.#line(knownComponents(states, from + q, this.#size, this.#columns), stride, beta);
      all.push(line);
      const { values } = line;
      new Uint8Array(memory.buffer, queriesAt + q * lineBytes, lineBytes).set(
        new Uint8Array(values.buffer, values.byteOffset, lineBytes),
      );
    }
    new Float32Array(memory.buffer, bestAt, block * few).fill(Number.NEGATIVE_INFINITY);
    new Float64Array(memory.buffer, tailAt, block).fill(0);
    const kept = new Int32Array(block);
    const reach2 = reach * Math.LOG2E;
    let lost = 0;
    for (let first = 0; first < N; first += panelRows) {
      const rows = panels.pack(first);
      kernel(panels.panel, (rows + 3) & ~3, stride, queriesAt, lines, dotsAt, panelRows);
      const tables = new Float32Array(memory.buffer, tablesAt, 6 * panelRows);
      [gain, spread, base, own.table, blurs, fogs].forEach((table, t) => {
        tables.set(table.subarray(first, first + rows), t * panelRows);
      });
      for (let q = 0; q < block; q++) {
        if (kept[q] < 0) continue;
        const { scale, shift, level, blur, fog } = all[q];
        const slack =
          rounding *
          (Math.abs(scale) * this.#dotLimit(stride) +
            Math.abs(shift) * largest.spread +
            Math.abs(level) * largest.base +
            own.largest);
        kept[q] = exports.sweep(
          dotsAt + q * panelRows * 4,
          rows,
          first,
          tablesAt,
          panelRows,
          scale,
          shift,
          level,
          blur * (1 + 1e-6),
          fog * (1 + 1e-6),
          slack,
          reach2,
          few,
          bestAt + q * few * 4,
          tailAt + q * 8,
          listsAt + q * room * 8,
          kept[q],
          room,
        );
        const seen = first + rows;
        if (kept[q] >= 0 && 8 * seen >= N && kept[q] > 4 * few && kept[q] > vagueShare * seen) kept[q] = -1;
        if (kept[q] < 0) lost++;
      }
      // What is left would be scored in full anyway.
      if (2 * lost > block) return new Array<null>(block).fill(null);
    }
    const best = new Float32Array(memory.buffer, bestAt, block * few);
    const tails = new Float64Array(memory.buffer, tailAt, block);
    return Array.from({ length: block }, (_, q) => {
      if (kept[q] < 0 || !Number.isFinite(best[q * few])) return null;
      const indices = new Int32Array(memory.buffer, listsAt + q * room * 8, 2 * kept[q]);
      const bounds = new Float32Array(memory.buffer, listsAt + q * room * 8, 2 * kept[q]);
      const top = best[q * few];
      const threshold = Math.min(top - reach2, best[(q + 1) * few - 1]);
      return settle(indices, bounds, kept[q], top, threshold, tails[q], best[(q + 1) * few - 1]);
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

/** Leaves out what the threshold of the whole sweep shows not to matter; the list was made with thresholds on the way. */
function settle(
  indices: Int32Array,
  bounds: Float32Array,
  count: number,
  top: number,
  threshold: number,
  tail: number,
  fewth: number,
): Survey {
  const kept = new Int32Array(count);
  const above = new Float64Array(count);
  let rest = tail;
  let n = 0;
  for (let k = 0; k < count; k++) {
    const bound = bounds[2 * k + 1];
    if (bound >= threshold) {
      kept[n] = indices[2 * k];
      above[n++] = (bound - top) * Math.LN2;
    } else rest += 2 ** (bound - top);
  }
  return {
    kept: kept.slice(0, n),
    above: above.slice(0, n),
    tail: rest * (1 + 1e-6),
    fewth: (fewth - top) * Math.LN2,
  };
}

/** ξ = zero + step k + r with k in 0..127. */
function toSevenBits(
  query: Float64Array,
  stride: number,
): { values: Uint8Array; zero: number; step: number; residual: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < query.length; j++) {
    low = Math.min(low, query[j]);
    high = Math.max(high, query[j]);
  }
  const step = (high - low) / most7;
  const values = new Uint8Array(stride);
  let squares = 0;
  for (let j = 0; j < query.length; j++) {
    const k = step > 0 ? Math.round((query[j] - low) / step) : 0;
    values[j] = k;
    squares += (query[j] - low - step * k) ** 2;
  }
  const rounded = (high - low) * 2 ** -51 * Math.sqrt(query.length);
  return { values, zero: low, step, residual: Math.sqrt(squares) * (1 + 1e-12) + rounded };
}

/**
 * A query for the integer L1: k in -128..127. Where a component lies beyond the bytes' range its distance to every
 * pattern grows by the same amount, which no softmax sees; elsewhere the rounding blurs the sum by at most Σ|r|.
 */
function manhattanLine(
  query: Float64Array,
  stride: number,
  { gain, offset }: { readonly gain: number; readonly offset: number },
  unit: number,
): Line {
  const values = new Int8Array(stride);
  let blur = 0;
  for (let j = 0; j < query.length; j++) {
    const place = (query[j] - offset) / gain;
    const k = Math.max(-128, Math.min(127, Math.round(place)));
    values[j] = k;
    if (place > -128 && place < 127) blur += Math.abs(place - k);
  }
  return {
    values,
    scale: -unit * Math.sign(gain),
    shift: 0,
    level: 0,
    blur: 0,
    fog: unit * Math.abs(gain) * blur,
  };
}
