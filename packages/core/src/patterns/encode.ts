import { HopfieldError, requireFinite, unknownName } from "../errors.ts";
import { largestHalf, toHalf } from "../math/half.ts";
import type { Affine } from "./normalize.ts";
import type { PatternData } from "./rows.ts";

/**
 * Smaller forms of float patterns: `int8` is one byte per component, 256 levels between the row's smallest and largest
 * number; `float16` is two bytes, IEEE half floats.
 */
export type CompressedForm = "float16" | "int8";

/** The names of all compressed forms. */
export const compressedForms: readonly CompressedForm[] = ["float16", "int8"];

/** The bytes of one component in that form. */
export function bytesPerComponent(form: CompressedForm): number {
  return form === "int8" ? 1 : 2;
}

/**
 * An array of that form for `length` components.
 * @throws HopfieldError ERR_OPTION for an unknown form
 */
export function dataOf(form: CompressedForm, length: number): PatternData {
  switch (form) {
    case "float16":
      return new Uint16Array(length);
    case "int8":
      return new Uint8Array(length);
    default:
      throw unknownName("form of patterns", form, compressedForms);
  }
}

/**
 * Throws unless a row of numbers can be kept in that form.
 * @throws HopfieldError ERR_NOT_FINITE naming the component; ERR_RANGE for numbers beyond 65504 in float16
 */
export function requireEncodable(form: CompressedForm, row: ArrayLike<number>, what: string): void {
  requireFinite(row, what);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < row.length; j++) {
    low = Math.min(low, row[j]);
    high = Math.max(high, row[j]);
    if (form === "float16" && Math.abs(row[j]) > largestHalf) {
      throw new HopfieldError(
        "ERR_RANGE",
        `${what} has ${row[j]} at component ${j}; float16 ends at ${largestHalf} (divide the patterns by a constant, or use int8, which has a scale per pattern)`,
        { component: j, value: row[j] },
      );
    }
  }
  if (!Number.isFinite(high - low)) {
    throw new HopfieldError(
      "ERR_RANGE",
      `${what} reaches from ${low} to ${high}, too far for int8 (expected a finite range; divide the patterns by a constant)`,
      { low, high },
    );
  }
}

/**
 * Writes a row (checked by `requireEncodable`) into `data` from position `at`.
 * @returns the map that reads it again: number = gain * stored + offset
 */
export function encodeRow(
  form: CompressedForm,
  row: ArrayLike<number>,
  data: PatternData,
  at: number,
): Affine {
  if (form === "float16") {
    for (let j = 0; j < row.length; j++) data[at + j] = toHalf(row[j]);
    return { gain: 1, offset: 0 };
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < row.length; j++) {
    low = Math.min(low, row[j]);
    high = Math.max(high, row[j]);
  }
  // A constant row is all byte 0; its gain does not matter, but 0 would invite a division by it.
  const gain = (high - low) / 255 || 1;
  for (let j = 0; j < row.length; j++) {
    data[at + j] = Math.min(255, Math.max(0, Math.round((row[j] - low) / gain)));
  }
  return { gain, offset: low };
}
