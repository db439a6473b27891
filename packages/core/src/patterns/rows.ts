/** The arrays that patterns may be kept in. Bytes stay bytes; float64 is for references. */
export type PatternData = Uint8Array | Float32Array | Float64Array;

/**
 * Rows of numbers kept in a compact form: component j of row i is `gain[i] * data[i * size + j] + offset[i]`.
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
  if (columns === null) {
    for (let j = 0; j < size; j++) out[at + j] = gain * data[from + j] + offset;
  } else {
    for (let k = 0; k < columns.length; k++) out[at + k] = gain * data[from + columns[k]] + offset;
  }
}

/** Row `i` as a new array. */
export function rowOf(rows: Rows, i: number, columns: Int32Array | null = null): Float64Array {
  const out = new Float64Array(columns === null ? rows.size : columns.length);
  decodeRow(rows, i, columns, out);
  return out;
}
