import { HopfieldError, requireFinite } from "../errors.ts";
import { bytesOf, viewAs } from "../formats/element.ts";
import type { LogHeader } from "./logHeader.ts";

/** The numbers of a pattern of a log: bytes, or float32. */
export type LogPattern = Uint8Array | Float32Array;

/**
 * A pattern as the bytes that a log keeps.
 * @throws HopfieldError ERR_SIZE for another size, ERR_RANGE for what is no byte, ERR_NOT_FINITE for what float32 cannot hold
 */
export function encodeNumbers(values: ArrayLike<number>, { size, dtype }: LogHeader): Uint8Array {
  if (values.length !== size) {
    throw new HopfieldError("ERR_SIZE", `the pattern has ${values.length} values (expected ${size})`, {
      length: values.length,
      size,
    });
  }
  if (dtype === "float32") {
    const floats = Float32Array.from(values);
    requireFinite(floats, "the pattern");
    return bytesOf(floats);
  }
  for (let j = 0; j < size; j++) {
    const value = values[j];
    if (!Number.isInteger(value) || value < 0 || value > 255) {
      throw new HopfieldError(
        "ERR_RANGE",
        `the pattern has ${value} at component ${j}; this log keeps bytes (expected whole numbers 0..255); open it with dtype "float32"`,
        { component: j, value },
      );
    }
  }
  return Uint8Array.from(values);
}

/**
 * The pattern that those bytes are.
 * @throws HopfieldError ERR_NOT_FINITE for numbers that no log of ours holds
 */
export function decodeNumbers(bytes: Uint8Array, { dtype }: LogHeader): LogPattern {
  if (dtype === "uint8") return bytes;
  const floats = viewAs<Float32Array>(bytes, Float32Array);
  requireFinite(floats, "a pattern of the log");
  return floats;
}
