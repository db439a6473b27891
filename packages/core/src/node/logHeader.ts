import { HopfieldError } from "../errors.ts";
import { crc32 } from "./crc32.ts";

/** The numbers that a log keeps. */
export type LogDtype = "uint8" | "float32";

/** What is the same for all records of a log. */
export interface LogHeader {
  /** The components of a pattern. */
  readonly size: number;
  readonly dtype: LogDtype;
}

/** The bytes of the header at the beginning of a log. */
export const headerLength = 32;

const magic = new TextEncoder().encode("hopflog1");
const dtypes: readonly LogDtype[] = ["uint8", "float32"];

/** The bytes of one number. */
export const bytesPer: Readonly<Record<LogDtype, number>> = { uint8: 1, float32: 4 };

/** The largest pattern, so that the length of a record fits into 32 bits. */
const largestSize = 2 ** 28;

/**
 * Checks a header as it is asked for.
 * @throws HopfieldError ERR_OPTION naming the value and what was expected
 */
export function requireHeader({ size, dtype }: LogHeader): LogHeader {
  if (!Number.isInteger(size) || size < 1 || size > largestSize) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid size: ${size} (expected a whole number from 1 to ${largestSize})`,
      { size },
    );
  }
  if (!dtypes.includes(dtype)) {
    throw new HopfieldError("ERR_OPTION", `invalid dtype: ${dtype} (expected ${dtypes.join(" or ")})`, {
      dtype,
    });
  }
  return { size, dtype };
}

/** The header as bytes: "hopflog1", size (u32), dtype (u8: 0 uint8, 1 float32), 15 zeros, CRC-32 of all before it. */
export function encodeHeader({ size, dtype }: LogHeader): Uint8Array {
  const bytes = new Uint8Array(headerLength);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint32(8, size, true);
  bytes[12] = dtypes.indexOf(dtype);
  view.setUint32(28, crc32(bytes.subarray(0, 28)), true);
  return bytes;
}

/**
 * Reads the header from the first bytes of a file.
 * @throws HopfieldError ERR_DATA for another file or a damaged header
 */
export function decodeHeader(bytes: Uint8Array, path: string): LogHeader {
  const refuse = (message: string): HopfieldError =>
    new HopfieldError(
      "ERR_DATA",
      `${path} is no pattern log: ${message}; choose another path, or remove the file`,
      {
        path,
        offset: 0,
      },
    );
  if (bytes.length < headerLength)
    throw refuse(`it has ${bytes.length} bytes (expected at least ${headerLength})`);
  if (!magic.every((byte, i) => bytes[i] === byte)) throw refuse('it does not begin with "hopflog1"');
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerLength);
  if (view.getUint32(28, true) !== crc32(bytes.subarray(0, 28)))
    throw refuse("its header at offset 0 is damaged");
  const size = view.getUint32(8, true);
  const dtype = dtypes[bytes[12]];
  if (dtype === undefined || size < 1 || size > largestSize)
    throw refuse("its header holds numbers that nobody writes");
  return { size, dtype };
}
