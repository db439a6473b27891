import { halfTable } from "../math/half.ts";

/** The arrays that patterns may be kept in. Bytes stay bytes; 16-bit words are half floats; float64 is for references. */
export type PatternData = Uint8Array | Uint16Array | Float32Array | Float64Array;

/**
 * Rows of numbers kept in a compact form: component j of row i is `gain[i] * data[i * size + j] + offset[i]`, where
 * a Uint16Array holds the bits of half floats: read rows by `decodeRow`, not from `data`.
 *
 * The affine map per row carries pixel scales and layer norm, so that bytes never have to be blown up.
 */
export interface Rows {
  readonly data: PatternData;
  readonly count: number;
  readonly size: number;
  readonly gain: Float64Array;
  readonly offset: Float64Array;
}

/** Writes row `i` into `out` from position `at`: all components, or those at `columns` side by side. */
export function decodeRow(
  rows: Rows,
  i: number,
  columns: Int32Array | null,
  out: Float64Array,
  at = 0,
): void {
  const { data, size } = rows;
  const gain = rows.gain[i];
  const offset = rows.offset[i];
  const from = i * size;
  if (data instanceof Uint16Array) {
    const half = halfTable();
    const width = columns === null ? size : columns.length;
    for (let k = 0; k < width; k++) {
      out[at + k] = gain * half[data[from + (columns === null ? k : columns[k])]] + offset;
    }
  } else if (columns === null) {
    // One loop for each kind of array: a loop that meets several kinds is compiled for none of them.
    if (data instanceof Uint8Array) mapBytes(data, from, size, gain, offset, out, at);
    else if (data instanceof Float32Array) mapFloats(data, from, size, gain, offset, out, at);
    else for (let j = 0; j < size; j++) out[at + j] = gain * data[from + j] + offset;
  } else if (data instanceof Uint8Array) {
    for (let k = 0; k < columns.length; k++) out[at + k] = gain * data[from + columns[k]] + offset;
  } else {
    for (let k = 0; k < columns.length; k++) out[at + k] = gain * data[from + columns[k]] + offset;
  }
}

function mapBytes(
  data: Uint8Array,
  from: number,
  size: number,
  gain: number,
  offset: number,
  out: Float64Array,
  at: number,
): void {
  for (let j = 0; j < size; j++) out[at + j] = gain * data[from + j] + offset;
}

function mapFloats(
  data: Float32Array,
  from: number,
  size: number,
  gain: number,
  offset: number,
  out: Float64Array,
  at: number,
): void {
  for (let j = 0; j < size; j++) out[at + j] = gain * data[from + j] + offset;
}

/** Row `i` as a new array. */
export function rowOf(rows: Rows, i: number, columns: Int32Array | null = null): Float64Array {
  const out = new Float64Array(columns === null ? rows.size : columns.length);
  decodeRow(rows, i, columns, out);
  return out;
}

/** The rows at `which`, copied. */
export function rowsAt(rows: Rows, which: Int32Array): Rows {
  const { data, size, gain, offset } = rows;
  const some = new (data.constructor as new (length: number) => PatternData)(which.length * size);
  for (let k = 0; k < which.length; k++) {
    some.set(data.subarray(which[k] * size, (which[k] + 1) * size), k * size);
  }
  return {
    data: some,
    count: which.length,
    size,
    gain: Float64Array.from(which, (i) => gain[i]),
    offset: Float64Array.from(which, (i) => offset[i]),
  };
}
