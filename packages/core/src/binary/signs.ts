import { HopfieldError } from "../errors.ts";

/** One pattern or state of units: +1 and -1, or booleans (true = +1). */
export type SignRow = ArrayLike<number> | ArrayLike<boolean>;

/** Patterns or states: rows, or one flat array of rows side by side. */
export type SignInput = SignRow | readonly SignRow[];

/** Rows of +1 and -1, flat. */
export interface Signs {
  readonly data: Int8Array;
  readonly count: number;
  readonly size: number;
}

function isRows(input: SignInput): input is readonly SignRow[] {
  return input.length > 0 && typeof input[0] === "object";
}

/** The sign that a value stands for; 0 for what is none. */
function signOf(value: number | boolean): number {
  if (value === true || value === 1) return 1;
  return value === false || value === -1 ? -1 : 0;
}

/** Reads one row into `out` at `at`; a unit that `known` marks with 0 may hold anything and counts by its sign. */
function readRow(row: SignRow, what: string, out: Int8Array, at: number, known: Uint8Array | null): void {
  for (let j = 0; j < row.length; j++) {
    const value = row[j];
    let sign = signOf(value);
    if (sign === 0) {
      if (known === null || known[j] !== 0) {
        throw new HopfieldError(
          "ERR_RANGE",
          `${what} has ${value} at unit ${j} (expected +1 or -1); for 0 and 1 pass booleans, for pictures use binarize()`,
          { unit: j, value },
        );
      }
      sign = (value as number) < 0 ? -1 : 1;
    }
    out[at + j] = sign;
  }
}

/**
 * Reads patterns or states of +1 and -1.
 *
 * @param size  the units of a row; the length of the first row where it is left out
 * @param what  the name of a row in messages: "pattern", "query"
 * @param knownOf  the mask of row `i`: a unit marked with 0 may hold anything; a value below 0 counts as -1, all else as +1
 * @throws HopfieldError ERR_SIZE when rows differ in size or do not fill whole rows, ERR_RANGE naming the first value
 *   that is neither +1 nor -1
 */
export function readSigns(
  input: SignInput,
  size: number | undefined,
  what: string,
  knownOf: (row: number, size: number) => Uint8Array | null = () => null,
): Signs {
  if (isRows(input)) {
    const width = size ?? input[0].length;
    const data = new Int8Array(input.length * width);
    input.forEach((row, i) => {
      if (row.length !== width || width === 0) {
        throw new HopfieldError(
          "ERR_SIZE",
          `${what} ${i} has ${row.length} units (expected ${width || "some"})`,
          {
            row: i,
            length: row.length,
            size: width,
          },
        );
      }
      readRow(row, `${what} ${i}`, data, i * width, knownOf(i, width));
    });
    return { data, count: input.length, size: width };
  }
  if (size === undefined) {
    throw new HopfieldError(
      "ERR_SIZE",
      `${input.length} values in one flat array: how many units has a ${what}? Pass rows, or { size }`,
      { length: input.length },
    );
  }
  if (input.length % size !== 0) {
    throw new HopfieldError(
      "ERR_SIZE",
      `${input.length} values are not a whole number of rows of ${size} units`,
      { length: input.length, size },
    );
  }
  const flat = input as ArrayLike<number>;
  const count = flat.length / size;
  const data = new Int8Array(flat.length);
  for (let i = 0; i < count; i++) {
    const row = Array.prototype.slice.call(flat, i * size, (i + 1) * size) as number[];
    readRow(row, `${what} ${i}`, data, i * size, knownOf(i, size));
  }
  return { data, count, size };
}
