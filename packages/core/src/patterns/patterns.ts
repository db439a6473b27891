import { HopfieldError, requireCount, requireFinite } from "../errors.ts";
import { duplicateGroups } from "./duplicates.ts";
import { type Affine, type Normalization, normalizing } from "./normalize.ts";
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
}

/** Numbers that can be read as patterns: typed arrays are used in place, plain arrays are copied. */
export type PatternInput = PatternData | readonly number[] | readonly ArrayLike<number>[];

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
  #data: PatternData;
  #count: number;
  #gain: Float64Array;
  #offset: Float64Array;
  #labels: Int32Array | undefined;
  #shared = true;

  /**
   * @throws HopfieldError ERR_SIZE when the numbers are not a whole number of patterns or rows differ in size
   * @throws HopfieldError ERR_NOT_FINITE naming the pattern and the component
   */
  constructor(input: PatternInput, options: PatternsOptions) {
    this.size = requireCount(options.size, "pattern size", 1);
    this.scale = pixelScale(options.scale ?? "pixel");
    this.normalization = options.normalize ?? "none";
    this.#data = flatten(input, this.size);
    if (this.#data.length % this.size !== 0) {
      throw new HopfieldError(
        "ERR_SIZE",
        `${this.#data.length} values are not a whole number of patterns of ${this.size}`,
        { length: this.#data.length, size: this.size },
      );
    }
    this.#count = this.#data.length / this.size;
    if (options.labels !== undefined && options.labels.length !== this.#count) {
      throw new HopfieldError("ERR_SIZE", `${options.labels.length} labels for ${this.#count} patterns`, {
        labels: options.labels.length,
        count: this.#count,
      });
    }
    this.#labels = options.labels === undefined ? undefined : Int32Array.from(options.labels);
    this.#gain = new Float64Array(this.#count);
    this.#offset = new Float64Array(this.#count);
    for (let i = 0; i < this.#count; i++) this.#measure(i);
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
    return this.#gain;
  }

  /** The summand per pattern from stored numbers to values. */
  get offset(): Float64Array {
    return this.#offset;
  }

  /** A class number per pattern, where they have one. */
  get labels(): Int32Array | undefined {
    return this.#labels?.subarray(0, this.#count);
  }

  /** The same patterns in the scale's units, before normalisation: what a person wants back. */
  get plain(): Rows {
    if (this.normalization === "none") return this;
    const { gain, offset } = this.scale;
    return {
      data: this.#data,
      count: this.#count,
      size: this.size,
      gain: new Float64Array(this.#count).fill(gain),
      offset: new Float64Array(this.#count).fill(offset),
    };
  }

  /** The values of pattern `i` as a new array. */
  at(i: number): Float64Array {
    this.#requireIndex(i);
    return rowOf(this, i);
  }

  /** The groups of equal patterns (two or more each), by their indices. */
  duplicates(): number[][] {
    return duplicateGroups(this);
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

  /** Adds a pattern (in the units of the stored numbers) at the end; returns its index. */
  add(values: ArrayLike<number>, label?: number): number {
    this.#requirePattern(values, `pattern ${this.#count}`);
    this.#own(this.#count + 1);
    const i = this.#count++;
    this.#data.set(values, i * this.size);
    this.#measure(i);
    if (this.#labels !== undefined) this.#labels[i] = label ?? -1;
    return i;
  }

  /** Puts other values in the place of pattern `i`. */
  replace(i: number, values: ArrayLike<number>): void {
    this.#requireIndex(i);
    this.#requirePattern(values, `pattern ${i}`);
    this.#own(this.#count);
    this.#data.set(values, i * this.size);
    this.#measure(i);
  }

  /** Removes pattern `i`; the patterns behind it move up by one. */
  remove(i: number): void {
    this.#requireIndex(i);
    this.#own(this.#count);
    this.#data.copyWithin(i * this.size, (i + 1) * this.size, this.#count * this.size);
    for (const perPattern of [this.#gain, this.#offset, this.#labels]) {
      perPattern?.copyWithin(i, i + 1, this.#count);
    }
    this.#count--;
  }

  /** Copies the data once before it is first changed, and doubles the room when it is full. */
  #own(count: number): void {
    const room = this.#gain.length;
    if (!this.#shared && count <= room) return;
    const wanted = count <= room ? room : Math.max(count, 2 * room);
    const grown = <A extends PatternData | Int32Array>(old: A, length: number): A => {
      const fresh = new (old.constructor as new (length: number) => A)(length);
      fresh.set(old as ArrayLike<number> as never);
      return fresh;
    };
    this.#data = grown(this.#data, wanted * this.size);
    this.#gain = grown(this.#gain, wanted);
    this.#offset = grown(this.#offset, wanted);
    if (this.#labels !== undefined) this.#labels = grown(this.#labels, wanted);
    this.#shared = false;
  }

  /** Checks pattern `i` and finds the affine map of its scale and normalisation. */
  #measure(i: number): void {
    const { gain, offset } = this.scale;
    this.#gain[i] = gain;
    this.#offset[i] = offset;
    const bytes = this.#data instanceof Uint8Array;
    if (bytes && this.normalization === "none") return;
    const row = this.#data.subarray(i * this.size, (i + 1) * this.size);
    if (!bytes) requireFinite(row, `pattern ${i}`);
    if (this.normalization === "none") return;
    let sum = 0;
    let squares = 0;
    for (let j = 0; j < row.length; j++) {
      const value = gain * row[j] + offset;
      sum += value;
      squares += value * value;
    }
    const map = normalizing(this.normalization, this.size, sum, squares);
    this.#gain[i] = gain * map.gain;
    this.#offset[i] = offset * map.gain + map.offset;
  }

  #requireIndex(i: number): void {
    if (!Number.isInteger(i) || i < 0 || i >= this.#count) {
      throw new HopfieldError("ERR_COUNT", `there is no pattern ${i}; ${this.#count} are stored`, {
        index: i,
        count: this.#count,
      });
    }
  }

  #requirePattern(values: ArrayLike<number>, what: string): void {
    if (values.length !== this.size) {
      throw new HopfieldError("ERR_SIZE", `${what} has ${values.length} values (expected ${this.size})`, {
        length: values.length,
        size: this.size,
      });
    }
    // A finite number can still be too large for the array that keeps it.
    requireFinite(this.#data instanceof Float32Array ? Float32Array.from(values) : values, what);
    if (this.#data instanceof Uint8Array && !(values instanceof Uint8Array)) {
      for (let j = 0; j < values.length; j++) {
        if (!Number.isInteger(values[j]) || values[j] < 0 || values[j] > 255) {
          throw new HopfieldError(
            "ERR_RANGE",
            `${what} has ${values[j]} at component ${j}; this memory keeps bytes (expected whole numbers 0..255)`,
            { component: j, value: values[j] },
          );
        }
      }
    }
  }
}

/** One typed array from any input; arrays of rows are checked and copied into float64. */
function flatten(input: PatternInput, size: number): PatternData {
  // Node's Buffer is a Uint8Array whose slice() shares memory; its bytes are seen through a plain one.
  if (input instanceof Uint8Array) return new Uint8Array(input.buffer, input.byteOffset, input.length);
  if (input instanceof Uint8Array || input instanceof Float32Array || input instanceof Float64Array)
    return input;
  if (input.length === 0 || typeof input[0] === "number")
    return Float64Array.from(input as readonly number[]);
  const rows = input as readonly ArrayLike<number>[];
  const flat = new Float64Array(rows.length * size);
  rows.forEach((row, i) => {
    if (row.length !== size) {
      throw new HopfieldError("ERR_SIZE", `pattern ${i} has ${row.length} values (expected ${size})`, {
        pattern: i,
        length: row.length,
        size,
      });
    }
    flat.set(row, i * size);
  });
  return flat;
}
