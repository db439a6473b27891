import { HopfieldError } from "../errors.ts";

/**
 * Numbers that can be read as patterns: bytes and floats are used in place; plain arrays, rows and whole numbers of
 * 16 bits (which are numbers here, not the bits of half floats) are copied into float64.
 */
export type PatternInput =
  | Uint8Array
  | Uint16Array
  | Float32Array
  | Float64Array
  | readonly number[]
  | readonly ArrayLike<number>[];

/** A patterns input that was looked at: how many rows it has, and how to read them. */
export interface PatternSource {
  readonly count: number;
  /** The numbers in place, row after row; null where they have to be copied. */
  readonly data: Uint8Array | Float32Array | Float64Array | null;
  /** The numbers of row `i`. */
  row(i: number): ArrayLike<number>;
}

/**
 * Reads an input as rows of `size` numbers; copies nothing.
 * @throws HopfieldError ERR_SIZE when the numbers are not a whole number of patterns, or rows differ in size
 */
export function readInput(input: PatternInput, size: number): PatternSource {
  // Node's Buffer is a Uint8Array whose slice() shares memory; its bytes are seen through a plain one.
  if (input instanceof Uint8Array) {
    return flat(new Uint8Array(input.buffer, input.byteOffset, input.length), size);
  }
  if (input instanceof Float32Array || input instanceof Float64Array) return flat(input, size);
  if (input.length === 0 || typeof input[0] === "number") {
    const values = input as readonly number[] | Uint16Array;
    const count = requireWhole(values.length, size);
    return { count, data: null, row: (i) => values.slice(i * size, (i + 1) * size) };
  }
  const rows = input as readonly ArrayLike<number>[];
  rows.forEach((row, i) => {
    if (row.length !== size) {
      throw new HopfieldError("ERR_SIZE", `pattern ${i} has ${row.length} values (expected ${size})`, {
        pattern: i,
        length: row.length,
        size,
      });
    }
  });
  return { count: rows.length, data: null, row: (i) => rows[i] };
}

function flat(data: Uint8Array | Float32Array | Float64Array, size: number): PatternSource {
  const count = requireWhole(data.length, size);
  return { count, data, row: (i) => data.subarray(i * size, (i + 1) * size) };
}

/**
 * The number of rows of `size` that `length` numbers are.
 * @throws HopfieldError ERR_SIZE unless they are whole rows
 */
export function requireWhole(length: number, size: number): number {
  if (length % size !== 0) {
    throw new HopfieldError("ERR_SIZE", `${length} values are not a whole number of patterns of ${size}`, {
      length,
      size,
    });
  }
  return length / size;
}
