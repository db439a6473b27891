import { HopfieldError, requireFinite } from "../errors.ts";
import { type CompressedForm, requireEncodable } from "./encode.ts";
import type { PatternData } from "./rows.ts";

/** What decides which numbers patterns can keep. */
interface Keeping {
  readonly size: number;
  readonly form: CompressedForm | undefined;
  readonly data: PatternData;
}

/**
 * Throws unless the values can be stored among these patterns.
 * @throws HopfieldError ERR_SIZE for another size, ERR_NOT_FINITE naming the component, ERR_RANGE for what bytes or a
 *   compressed form cannot keep
 */
export function requirePattern(values: ArrayLike<number>, { size, form, data }: Keeping, what: string): void {
  if (values.length !== size) {
    throw new HopfieldError("ERR_SIZE", `${what} has ${values.length} values (expected ${size})`, {
      length: values.length,
      size,
    });
  }
  if (form !== undefined) {
    requireEncodable(form, values, what);
    return;
  }
  // A finite number can still be too large for the array that keeps it.
  requireFinite(data instanceof Float32Array ? Float32Array.from(values) : values, what);
  if (data instanceof Uint8Array && !(values instanceof Uint8Array)) {
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
