import { HopfieldError } from "../errors.ts";
import { bytesPer, type LogHeader } from "./logHeader.ts";

/** What comes with a pattern of a log. */
export interface RecordExtras {
  /** A name of its own; null for none. */
  readonly key: string | null;
  /** 1 where nothing was said. */
  readonly weight: number;
  /** A class number; null for none. */
  readonly label: number | null;
}

/** One record of a log, with its pattern left as the bytes it is in the file. */
export type LogRecord =
  | ({ readonly kind: "pattern"; readonly pattern: Uint8Array } & RecordExtras)
  | { readonly kind: "removal"; readonly index: number };

const patternKind = 1;
const removalKind = 2;
const noLabel = -(2 ** 31);
/** Kind (u8), has a key (u8), two zeros, label (i32), weight (f64), length of the key (u32). */
const fixedLength = 20;

/** The body of a pattern's record: the fixed part, the key in UTF-8 as JSON, the numbers in little-endian order. */
export function encodePattern(pattern: Uint8Array, { key, weight, label }: RecordExtras): Uint8Array {
  // JSON, so that lone surrogates come back too.
  const text = key === null ? new Uint8Array(0) : new TextEncoder().encode(JSON.stringify(key));
  const body = new Uint8Array(fixedLength + text.length + pattern.length);
  const view = new DataView(body.buffer);
  body[0] = patternKind;
  body[1] = key === null ? 0 : 1;
  view.setInt32(4, label ?? noLabel, true);
  view.setFloat64(8, weight, true);
  view.setUint32(16, text.length, true);
  body.set(text, fixedLength);
  body.set(pattern, fixedLength + text.length);
  return body;
}

/** The body of the record that says that pattern `index` was removed. */
export function encodeRemoval(index: number): Uint8Array {
  const body = new Uint8Array(8);
  body[0] = removalKind;
  new DataView(body.buffer).setUint32(4, index, true);
  return body;
}

/**
 * Reads the body of a record; the pattern shares memory with it.
 * @param offset  where it lies in the file, for messages
 * @throws HopfieldError ERR_DATA for a body that nobody writes
 */
export function decodeRecord(body: Uint8Array, { size, dtype }: LogHeader, offset: number): LogRecord {
  const refuse = (message: string): HopfieldError =>
    new HopfieldError(
      "ERR_DATA",
      `invalid record at offset ${offset}: ${message}; the log was made by another program`,
      {
        offset,
      },
    );
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (body[0] === removalKind && body.length === 8)
    return { kind: "removal", index: view.getUint32(4, true) };
  if (body[0] !== patternKind || body.length < fixedLength) {
    throw refuse(
      `kind ${body[0]} of ${body.length} bytes (expected 1, a pattern, or 2, a removal of 8 bytes)`,
    );
  }
  const keyLength = view.getUint32(16, true);
  const wanted = size * bytesPer[dtype];
  if (body.length !== fixedLength + keyLength + wanted) {
    throw refuse(
      `${body.length - fixedLength} bytes for a key of ${keyLength} and ${size} components of ${dtype} (expected ${keyLength + wanted})`,
    );
  }
  const weight = view.getFloat64(8, true);
  if (!(weight > 0 && Number.isFinite(weight)))
    throw refuse(`weight ${weight} (expected a positive finite number)`);
  const label = view.getInt32(4, true);
  return {
    kind: "pattern",
    key: body[1] === 1 ? decodeKey(body.subarray(fixedLength, fixedLength + keyLength), refuse) : null,
    weight,
    label: label === noLabel ? null : label,
    pattern: body.subarray(fixedLength + keyLength),
  };
}

function decodeKey(bytes: Uint8Array, refuse: (message: string) => HopfieldError): string {
  let key: unknown;
  try {
    key = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw refuse(`its key is no JSON (${(error as Error).message})`);
  }
  if (typeof key !== "string") throw refuse("its key is no text");
  return key;
}
