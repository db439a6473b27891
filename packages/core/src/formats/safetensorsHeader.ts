import { HopfieldError } from "../errors.ts";
import { duplicateKey } from "./duplicateKey.ts";
import { elementCount } from "./element.ts";

/** The number types of a safetensors file that are read here, with their bytes per number. */
export const itemSizes = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;

/** The name of a number type in a safetensors file. */
export type SafetensorsDtype = keyof typeof itemSizes;

/** One tensor of the header: where its bytes lie, counted from the end of the header. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** A header that was checked against its file. */
export interface SafetensorsHeader {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the data begins in the file. */
  readonly dataStart: number;
}

// The limit of the reference implementation: a header is parsed whole before anything else is known.
const longestHeader = 100_000_000;

function broken(message: string, details: Record<string, unknown>): HopfieldError {
  return new HopfieldError(
    "ERR_DATA",
    `invalid safetensors file: ${message}; the file is damaged or no safetensors file`,
    details,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A name as it may stand in a message: quoted, without line breaks, and not of a hostile length. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

function parseHeader(bytes: Uint8Array): { json: Record<string, unknown>; dataStart: number } {
  if (bytes.length < 8) {
    throw broken(`it has ${bytes.length} bytes (expected at least 8 for the length of the header)`, {
      offset: bytes.length,
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(longestHeader)) {
    throw broken(`the header at offset 0 claims ${length} bytes (at most ${longestHeader} are read)`, {
      offset: 0,
    });
  }
  const dataStart = 8 + Number(length);
  if (dataStart > bytes.length) {
    throw broken(`the header at offset 8 claims ${length} bytes, the file ends at offset ${bytes.length}`, {
      offset: bytes.length,
    });
  }
  let json: unknown;
  let text = "";
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, dataStart));
    json = JSON.parse(text);
  } catch (error) {
    throw broken(`the header at offset 8 is not JSON (${(error as Error).message})`, { offset: 8 });
  }
  if (!isRecord(json)) throw broken("the header at offset 8 is no JSON object", { offset: 8 });
  const twice = duplicateKey(text);
  if (twice !== undefined) {
    throw broken(`the header names ${shown(twice)} twice`, { tensor: twice, offset: 8 });
  }
  return { json, dataStart };
}

function readMetadata(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isRecord(value) || !Object.values(value).every((text) => typeof text === "string")) {
    throw broken("__metadata__ is no object of texts", { offset: 8 });
  }
  return value as Record<string, string>;
}

function readEntry(name: string, value: unknown, dataLength: number, dataStart: number): TensorEntry {
  const fail = (message: string, offset: number = 8): HopfieldError =>
    broken(`tensor ${shown(name)} ${message}`, { tensor: name, offset });
  if (!isRecord(value)) throw fail("is not described by an object");
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !Object.hasOwn(itemSizes, dtype)) {
    throw fail(`has dtype ${shown(dtype)} (expected one of ${Object.keys(itemSizes).join(", ")})`);
  }
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    throw fail(`has shape ${shown(shape)} (expected a list of whole numbers >= 0)`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) {
    throw fail(`has data_offsets ${shown(offsets)} (expected two whole numbers >= 0)`);
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > dataLength) {
    throw fail(
      `lies at data offsets ${begin}..${end}, the data has ${dataLength} bytes from offset ${dataStart} on`,
      dataStart + begin,
    );
  }
  const count = elementCount(shape);
  const itemSize = itemSizes[dtype as SafetensorsDtype];
  if (count === undefined || count * itemSize !== end - begin) {
    throw fail(
      `of shape [${shape.join(", ").slice(0, 200)}] and dtype ${dtype} needs ${
        count === undefined ? "more than 2^53" : count * itemSize
      } bytes, data offsets ${begin}..${end} hold ${end - begin}`,
      dataStart + begin,
    );
  }
  return { name, dtype: dtype as SafetensorsDtype, shape, begin, end };
}

/** Throws unless the tensors fill the data without gap or overlap. */
function requireGapless(entries: readonly TensorEntry[], dataLength: number, dataStart: number): void {
  const ordered = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let filled = 0;
  for (const { name, begin, end } of ordered) {
    if (begin !== filled) {
      throw broken(
        `tensor ${shown(name)} begins at data offset ${begin}, the one before ends at ${filled} (${
          begin < filled ? "they overlap" : "there is a hole"
        })`,
        { tensor: name, offset: dataStart + begin },
      );
    }
    filled = end;
  }
  if (filled !== dataLength) {
    throw broken(
      `the data has ${dataLength} bytes from offset ${dataStart} on, its tensors end at data offset ${filled}`,
      { offset: dataStart + filled },
    );
  }
}

/**
 * Reads and checks the header of a safetensors file.
 * @throws HopfieldError ERR_DATA for a header that does not fit the file, naming the tensor and the offset
 */
export function readSafetensorsHeader(bytes: Uint8Array): SafetensorsHeader {
  const { json, dataStart } = parseHeader(bytes);
  const dataLength = bytes.length - dataStart;
  const entries = Object.entries(json)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, value]) => readEntry(name, value, dataLength, dataStart));
  requireGapless(entries, dataLength, dataStart);
  return { entries, metadata: readMetadata(json.__metadata__), dataStart };
}
