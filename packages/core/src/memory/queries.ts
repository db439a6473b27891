import { HopfieldError } from "../errors.ts";
import { Patterns } from "../patterns/patterns.ts";
import { decodeRow } from "../patterns/rows.ts";

/** Queries: flat rows, an array of rows, or patterns. Bytes are read by the memory's scale. */
export type QueryInput =
  | Uint8Array
  | Float32Array
  | Float64Array
  | readonly number[]
  | readonly ArrayLike<number>[]
  | Patterns;

/** Values beyond this cannot belong to a scale that maps pixels into -1..1, not even with heavy noise. */
const farOutside = 20;

/** Queries of a batch that are looked through for a mistake in the units. */
const showingQueries = 16;

/** What the sizes of the usual mistakes suggest. */
function hint(length: number, size: number): string {
  if (length * 3 === size) return "; is it gray?";
  if (length === size * 3) return "; is it colour?";
  return "";
}

/**
 * Reads queries as rows in the units of the stored patterns' scale.
 * @param known  the mask of the retrieval: unknown components may be in any units
 * @throws HopfieldError ERR_SIZE when they are not whole rows of the stored size; ERR_RANGE for a float query in
 *   other units than the memory's scale
 */
export function readQueries(input: QueryInput, stored: Patterns, known?: Uint8Array): Float64Array {
  const { size, scale } = stored;
  if (input instanceof Patterns) {
    requireWhole(input.size, 1, size);
    const rows = new Float64Array(input.count * size);
    const { plain } = input;
    for (let q = 0; q < input.count; q++) decodeRow(plain, q, null, rows, q * size);
    return rows;
  }
  if (input instanceof Uint8Array) {
    requireWhole(input.length, Math.floor(input.length / size), size);
    const values = new Float64Array(input.length);
    for (let k = 0; k < values.length; k++) values[k] = scale.gain * input[k] + scale.offset;
    return values;
  }
  let flat: Float64Array;
  if (input.length > 0 && typeof input[0] !== "number") {
    const rows = input as readonly ArrayLike<number>[];
    for (const row of rows) requireWhole(row.length, 1, size);
    if (rows.every((row) => row instanceof Uint8Array)) {
      return Float64Array.from(
        rows.flatMap((row) => Array.from(row as Uint8Array, (byte) => scale.gain * byte + scale.offset)),
      );
    }
    flat = new Float64Array(rows.length * size);
    rows.forEach((row, q) => {
      flat.set(row, q * size);
    });
  } else {
    flat = new Float64Array(input as ArrayLike<number>);
    requireWhole(flat.length, Math.floor(flat.length / size), size);
  }
  requireUnits(flat, stored, known);
  return flat;
}

/** Throws unless `length` values are `count` rows of `size`, at least one. */
function requireWhole(length: number, count: number, size: number): void {
  if (count < 1 || length !== count * size) {
    throw new HopfieldError(
      "ERR_SIZE",
      `query has ${length} values, the memory stores ${size}${hint(length, size)}`,
      { length, size },
    );
  }
}

/** Catches the silent unit mistakes: 0..1 asked of a memory of 0..255, and the other way round. */
function requireUnits(
  values: Float64Array,
  { data, form, scale, size }: Patterns,
  known: Uint8Array | undefined,
): void {
  if (!(data instanceof Uint8Array) || form !== undefined) return;
  const trusted = (k: number): boolean =>
    known === undefined || known[known.length === size ? k % size : k] !== 0;
  // A mistake in the units is in every query; a few of them show it.
  const looked = Math.min(values.length, showingQueries * size);
  let largest = 0;
  for (let k = 0; k < looked; k++) {
    const value = Math.abs(values[k]);
    if (value > largest && value < Number.POSITIVE_INFINITY && trusted(k)) largest = value;
  }
  if (scale.name !== "pixel" && largest > farOutside) {
    throw new HopfieldError(
      "ERR_RANGE",
      `the query reaches ${largest}, the memory's scale is ${scale.name} (${scale.offset}..${255 * scale.gain + scale.offset}); pass bytes as a Uint8Array, or scale the query`,
      { largest, scale: scale.name },
    );
  }
  if (scale.name === "pixel" && largest > 0 && largest <= 1) {
    throw new HopfieldError(
      "ERR_RANGE",
      `the query lies within 0..1, the memory's scale is pixel (0..255); multiply it by 255, or store with the scale unit`,
      { largest, scale: scale.name },
    );
  }
}
