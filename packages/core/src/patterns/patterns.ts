import { HopfieldError, requireCount, requireFinite } from "../errors.ts";
import { type ComparableRows, comparingRows, duplicateGroups } from "./duplicates.ts";
import { bytesPerComponent, type CompressedForm, dataOf, encodeRow, requireEncodable } from "./encode.ts";
import { type PatternInput, type PatternSource, readInput } from "./input.ts";
import { countKept, type KeptPatterns } from "./kept.ts";
import { type Affine, type Normalization, normalizing } from "./normalize.ts";
import { PerPattern } from "./perPattern.ts";
import { requirePattern } from "./requirePattern.ts";
import { allocate, defaultMemoryLimit, requireLimit, requireRoom } from "./room.ts";
import { type PatternData, type Rows, rowOf } from "./rows.ts";
import { type PixelScale, type PixelScaleName, pixelScale } from "./scale.ts";

/** How patterns are read. */
export interface PatternsOptions {
  /** The components of one pattern. */
  readonly size: number;
  /** How stored numbers become values; `pixel` (as they are) by default. */
  readonly scale?: PixelScaleName | undefined;
  /** What is done to each pattern and each query before they are compared; `none` by default. */
  readonly normalize?: Normalization | undefined;
  /** A class number per pattern. */
  readonly labels?: ArrayLike<number> | undefined;
  /** A smaller form to keep floats in, with an error that is measured; see `compress`. As they are by default. */
  readonly form?: CompressedForm | undefined;
  /** The most bytes that patterns may be copied or grown into, 2^33 by default; typed arrays used in place are not counted. */
  readonly memoryLimit?: number | undefined;
}

/**
 * Patterns of one size: bytes or floats, with the scale that maps them to values.
 *
 * A value is `scale.gain * stored + scale.offset`, then normalised if asked. The data array is shared, not
 * copied, until a pattern is added, removed or replaced.
 */
export class Patterns implements Rows {
  readonly size: number;
  readonly scale: PixelScale;
  readonly normalization: Normalization;
  /** The smaller form that floats are kept in; undefined when they are kept as they were given. */
  readonly form: CompressedForm | undefined;
  readonly memoryLimit: number;
  #data: PatternData;
  #count: number;
  #per: PerPattern;
  #shared = true;

  /**
   * @throws HopfieldError ERR_SIZE when the numbers are not a whole number of patterns or rows differ in size
   * @throws HopfieldError ERR_NOT_FINITE naming the pattern and the component
   * @throws HopfieldError ERR_OPTION for an unknown name, or a form for bytes; ERR_RANGE for what a form cannot keep
   * @throws HopfieldError ERR_MEMORY when a copy would pass `memoryLimit`, before anything is allocated
   */
  constructor(input: PatternInput, options: PatternsOptions) {
    this.size = requireCount(options.size, "pattern size", 1);
    this.scale = pixelScale(options.scale ?? "pixel");
    this.normalization = options.normalize ?? "none";
    this.form = options.form;
    this.memoryLimit = requireLimit(options.memoryLimit ?? defaultMemoryLimit);
    const source = readInput(input, this.size);
    this.#count = source.count;
    this.#data = this.#take(source);
    this.#per = this.#newPerPattern(options.labels);
    for (let i = 0; i < this.#count; i++) {
      if (this.form === undefined) this.#measure(i);
      else {
        requireEncodable(this.form, source.row(i), `pattern ${i}`);
        this.#write(i, source.row(i));
      }
    }
  }

  /**
   * Compressed patterns as they were, bit for bit, from what was kept of them; `data` is shared. The form of the
   * options does not matter.
   * @throws HopfieldError as the constructor, and for parts that do not belong together (`countKept`)
   */
  static restore(kept: KeptPatterns, { labels, ...options }: PatternsOptions): Patterns {
    const patterns = new Patterns([], { ...options, form: kept.form });
    const count = countKept(kept, patterns.size);
    patterns.#data = kept.data;
    patterns.#count = count;
    patterns.#per = patterns.#newPerPattern(labels);
    const { gain, offset } = patterns.scale;
    for (let i = 0; i < count; i++) {
      patterns.#place(i, kept.gain?.[i] ?? gain, kept.offset?.[i] ?? offset);
      patterns.#per.setError(i, kept.errorNorm[i]);
    }
    return patterns;
  }

  /** The number of patterns. */
  get count(): number {
    return this.#count;
  }

  /** The stored numbers, pattern after pattern; may be longer than count x size. Read it, do not write it. */
  get data(): PatternData {
    return this.#data;
  }

  /** The factor per pattern from stored numbers to values. */
  get gain(): Float64Array {
    return this.#per.gain;
  }

  /** The summand per pattern from stored numbers to values. */
  get offset(): Float64Array {
    return this.#per.offset;
  }

  /** A class number per pattern, where they have one. */
  get labels(): Int32Array | undefined {
    return this.#per.label?.subarray(0, this.#count);
  }

  /** The bytes that one pattern takes: its stored numbers, and 16 for the map to its values. */
  get bytesPerPattern(): number {
    return this.size * this.#data.BYTES_PER_ELEMENT + 16;
  }

  /**
   * |x_i - stored form of x_i| per pattern, Euclidean, in the units in which patterns are compared: what was given,
   * scaled and normalised in float64, against what `at(i)` returns. All 0 where patterns are kept as they were given.
   */
  get errorNorm(): Float64Array {
    return this.#per.error?.slice(0, this.#count) ?? new Float64Array(this.#count);
  }

  /** The largest `errorNorm`; 0 for exact stores. */
  get storageError(): number {
    let largest = 0;
    for (let i = 0; i < this.#count; i++) largest = Math.max(largest, this.#per.error?.[i] ?? 0);
    return largest;
  }

  /** The same patterns in the scale's units, before normalisation: what a person wants back. */
  get plain(): Rows {
    if (this.normalization === "none") return this;
    const { gain, offset } = this.scale;
    return {
      data: this.#data,
      count: this.#count,
      size: this.size,
      gain: this.#per.plainGain ?? new Float64Array(this.#count).fill(gain),
      offset: this.#per.plainOffset ?? new Float64Array(this.#count).fill(offset),
    };
  }

  /** The values of pattern `i` as a new array. */
  at(i: number): Float64Array {
    this.#requireIndex(i);
    return rowOf(this, i);
  }

  /** The groups of equal patterns (two or more each), by their indices. Patterns are compared as stored. */
  duplicates(): number[][] {
    return duplicateGroups(this.#comparable());
  }

  /** Whether patterns `a` and `b` are equal as stored. */
  equal(a: number, b: number): boolean {
    this.#requireIndex(a);
    this.#requireIndex(b);
    return comparingRows(this.#comparable())(a, b);
  }

  /** The first other pattern that equals pattern `i` as stored; -1 where there is none. */
  twinOf(i: number): number {
    this.#requireIndex(i);
    const equal = comparingRows(this.#comparable());
    for (let k = 0; k < this.#count; k++) if (k !== i && equal(k, i)) return k;
    return -1;
  }

  /**
   * The affine map that this memory's normalisation is for a query (in the scale's units), measured over its
   * known components.
   */
  normalizingOf(query: Float64Array, columns: Int32Array | null): Affine {
    if (this.normalization === "none") return { gain: 1, offset: 0 };
    const count = columns === null ? query.length : columns.length;
    let sum = 0;
    let squares = 0;
    for (let k = 0; k < count; k++) {
      const value = query[columns === null ? k : columns[k]];
      sum += value;
      squares += value * value;
    }
    return normalizing(this.normalization, count, sum, squares);
  }

  /** The same patterns as an object of its own; the data is shared until one of the two changes. */
  copy(): Patterns {
    const copy = this.#empty();
    copy.#data = this.#data;
    copy.#count = this.#count;
    copy.#per = this.#per.grown(this.#per.room);
    this.#shared = true;
    return copy;
  }

  /**
   * The patterns `which`, in that order, as an object of its own.
   * @throws HopfieldError ERR_COUNT for an index that is not stored; ERR_MEMORY when they would pass `memoryLimit`
   */
  pick(which: ArrayLike<number>): Patterns {
    for (let k = 0; k < which.length; k++) this.#requireIndex(which[k]);
    requireRoom(which.length, this.bytesPerPattern, this.memoryLimit);
    const { size } = this;
    const copy = this.#empty();
    const data = this.#newData(which.length);
    for (let k = 0; k < which.length; k++) {
      data.set(this.#data.subarray(which[k] * size, (which[k] + 1) * size), k * size);
    }
    copy.#data = data;
    copy.#count = which.length;
    copy.#per = this.#per.picked(which);
    copy.#shared = false;
    return copy;
  }

  /**
   * Adds a pattern (in the units of the numbers given to the constructor) at the end; returns its index.
   * @throws HopfieldError ERR_SIZE, ERR_NOT_FINITE or ERR_RANGE for what cannot be stored; ERR_MEMORY when it would
   *   pass `memoryLimit`
   */
  add(values: ArrayLike<number>, label?: number): number {
    requirePattern(values, this, `pattern ${this.#count}`);
    this.#own(this.#count + 1);
    const i = this.#count++;
    this.#write(i, values);
    if (this.#per.label !== undefined) this.#per.label[i] = label ?? -1;
    return i;
  }

  /**
   * Puts other values in the place of pattern `i`.
   * @returns a function that puts the old ones back, good until the next change
   * @throws HopfieldError as `add`, and ERR_COUNT for an index that is not stored
   */
  replace(i: number, values: ArrayLike<number>): () => void {
    this.#requireIndex(i);
    requirePattern(values, this, `pattern ${i}`);
    this.#own(this.#count);
    const old = this.#data.slice(i * this.size, (i + 1) * this.size);
    const putBack = this.#per.saved(i);
    this.#write(i, values);
    return () => {
      this.#data.set(old, i * this.size);
      putBack();
    };
  }

  /** Removes pattern `i`; the patterns behind it move up by one. */
  remove(i: number): void {
    this.#requireIndex(i);
    this.#own(this.#count);
    this.#data.copyWithin(i * this.size, (i + 1) * this.size, this.#count * this.size);
    this.#per.removeAt(i, this.#count);
    this.#count--;
  }

  /** The array that the source's numbers are kept in: the source's own, a copy, or an empty one to write forms into. */
  #take({ data, count, row }: PatternSource): PatternData {
    const { size, form } = this;
    if (form === undefined && data !== null) return data;
    if (form !== undefined && data instanceof Uint8Array) {
      throw new HopfieldError(
        "ERR_OPTION",
        `bytes need no form (got ${form}): they are kept exactly, in one byte per component; leave form out`,
        { form },
      );
    }
    const bytes = size * (form === undefined ? 8 : bytesPerComponent(form)) + 16;
    requireRoom(count, bytes, this.memoryLimit);
    if (form !== undefined) return allocate(count, bytes, () => dataOf(form, count * size));
    const flat = allocate(count, bytes, () => new Float64Array(count * size));
    for (let i = 0; i < count; i++) flat.set(row(i), i * size);
    return flat;
  }

  /** The numbers that go with each of `count` patterns, to be filled in. */
  #newPerPattern(labels: ArrayLike<number> | undefined): PerPattern {
    if (labels !== undefined && labels.length !== this.#count) {
      throw new HopfieldError("ERR_SIZE", `${labels.length} labels for ${this.#count} patterns`, {
        labels: labels.length,
        count: this.#count,
      });
    }
    const per = new PerPattern(this.#count);
    if (labels !== undefined) per.label = Int32Array.from(labels);
    if (this.form === "int8" && this.normalization !== "none") {
      per.plainGain = new Float64Array(this.#count);
      per.plainOffset = new Float64Array(this.#count);
    }
    return per;
  }

  /** Patterns read in the same way, without any. */
  #empty(): Patterns {
    const { size, scale, normalization, form, memoryLimit } = this;
    return new Patterns([], { size, scale: scale.name, normalize: normalization, form, memoryLimit });
  }

  /** An array of the same kind for `count` patterns. */
  #newData(count: number): PatternData {
    const kind = this.#data.constructor as new (length: number) => PatternData;
    return allocate(count, this.bytesPerPattern, () => new kind(count * this.size));
  }

  /** What patterns are compared by: their stored numbers, with the maps where each has its own. */
  #comparable(): ComparableRows {
    const { size } = this;
    const rows = { data: this.#data, count: this.#count, size };
    if (this.form !== "int8") return rows;
    return {
      ...rows,
      gain: this.#per.plainGain ?? this.#per.gain,
      offset: this.#per.plainOffset ?? this.#per.offset,
    };
  }

  /** Copies the data once before it is first changed, and doubles the room when it is full (if the limit allows). */
  #own(count: number): void {
    const { room } = this.#per;
    if (!this.#shared && count <= room) return;
    const doubled = count <= room ? room : Math.max(count, 2 * room);
    const wanted = doubled * this.bytesPerPattern <= this.memoryLimit ? doubled : count;
    requireRoom(wanted, this.bytesPerPattern, this.memoryLimit);
    const data = this.#newData(wanted);
    data.set(this.#data.subarray(0, this.#count * this.size));
    this.#per = this.#per.grown(wanted);
    this.#data = data;
    this.#shared = false;
  }

  /** Stores the numbers of pattern `i`, which were checked, and measures it. */
  #write(i: number, values: ArrayLike<number>): void {
    const { form, size } = this;
    if (form === undefined) {
      this.#data.set(values, i * size);
      const exact = !(this.#data instanceof Float32Array) || values instanceof Float32Array;
      this.#measure(i, undefined, exact ? undefined : values);
      return;
    }
    this.#measure(i, encodeRow(form, values, this.#data, i * size), values);
  }

  /**
   * Checks pattern `i`, finds its map to values, and what storing it changed.
   * @param map  the map from stored numbers to those given; the identity by default
   * @param given  the numbers given, where those stored may differ from them
   */
  #measure(i: number, map?: Affine, given?: ArrayLike<number>): void {
    const { scale } = this;
    this.#place(i, scale.gain * (map?.gain ?? 1), scale.gain * (map?.offset ?? 0) + scale.offset);
    this.#per.setError(i, given === undefined ? 0 : this.#errorOf(i, given));
  }

  /** Checks pattern `i` and normalises it, given the map from its stored numbers to the scale's units. */
  #place(i: number, gain: number, offset: number): void {
    const per = this.#per;
    per.gain[i] = gain;
    per.offset[i] = offset;
    if (per.plainGain !== undefined) per.plainGain[i] = gain;
    if (per.plainOffset !== undefined) per.plainOffset[i] = offset;
    const data = this.#data;
    if (data instanceof Uint16Array) requireFinite(rowOf(this, i), `pattern ${i}`);
    else if (!(data instanceof Uint8Array)) {
      requireFinite(data.subarray(i * this.size, (i + 1) * this.size), `pattern ${i}`);
    }
    if (this.normalization === "none") return;
    const own = this.normalizingOf(rowOf(this, i), null);
    per.gain[i] = gain * own.gain;
    per.offset[i] = offset * own.gain + own.offset;
  }

  /** |x - pattern i| for the numbers x that were given: scaled and normalised like it, in float64. */
  #errorOf(i: number, given: ArrayLike<number>): number {
    const { scale } = this;
    const exact = Float64Array.from(given, (value) => scale.gain * value + scale.offset);
    const own = this.normalizingOf(exact, null);
    const row = rowOf(this, i);
    let squares = 0;
    for (let j = 0; j < row.length; j++) squares += (own.gain * exact[j] + own.offset - row[j]) ** 2;
    return Math.sqrt(squares);
  }

  #requireIndex(i: number): void {
    if (!Number.isInteger(i) || i < 0 || i >= this.#count) {
      throw new HopfieldError("ERR_COUNT", `there is no pattern ${i}; ${this.#count} are stored`, {
        index: i,
        count: this.#count,
      });
    }
  }
}
