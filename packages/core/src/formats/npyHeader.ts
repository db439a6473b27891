import { HopfieldError } from "../errors.ts";

/** What the header of a .npy file says. */
export interface NpyHeader {
  /** Byte order, kind and width of a number, as in "<f8". */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin in the file. */
  readonly dataStart: number;
}

// NumPy's own limits (max_header_size and NPY_MAXDIMS): a header beyond them is damage or malice.
const longestHeader = 10_000;
const mostAxes = 64;
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** The error for a damaged file; `offset` is where in the file it was noticed. */
export function brokenNpy(message: string, offset: number): HopfieldError {
  return new HopfieldError("ERR_DATA", `invalid npy file: ${message} (at offset ${offset})`, { offset });
}

// One `'key': value,` of the Python literal; NumPy writes nothing else, so nothing else is evaluated.
const entry =
  /\s*(['"])(\w+)\1\s*:\s*(?:(['"])([^'"]*)\3|(True|False)|\(((?:\s*\d+L?\s*,)*\s*(?:\d+L?)?\s*)\)|(\[))\s*(?:,|(?=\})|(?<=\[))/y;

function parseLiteral(text: string, offset: number): Omit<NpyHeader, "dataStart"> {
  const found = new Map<string, string | boolean | number[]>();
  const body = text.trim();
  if (!body.startsWith("{")) throw brokenNpy("the header is no dictionary", offset);
  let at = 1;
  while (!/^\s*\}$/.test(body.slice(at))) {
    entry.lastIndex = at;
    const match = entry.exec(body);
    if (match === null)
      throw brokenNpy(`the header reads ${JSON.stringify(body.slice(at, at + 80))}`, offset + at);
    at = entry.lastIndex;
    const [, , key, , word, truth, sizes, list] = match;
    if (list !== undefined) {
      throw brokenNpy(
        `${key} is a list: structured arrays are not read; save each field as an array of its own`,
        offset,
      );
    }
    if (found.has(key)) throw brokenNpy(`the header names ${key} twice`, offset);
    if (word !== undefined) found.set(key, word);
    else if (truth !== undefined) found.set(key, truth === "True");
    else found.set(key, (sizes.match(/\d+/g) ?? []).map(Number));
  }
  const [descr, fortranOrder, shape] = ["descr", "fortran_order", "shape"].map((key) => found.get(key));
  if (typeof descr !== "string" || typeof fortranOrder !== "boolean" || !Array.isArray(shape)) {
    throw brokenNpy(
      `the header is ${JSON.stringify(body.slice(0, 120))} (expected descr, fortran_order and shape)`,
      offset,
    );
  }
  if (shape.length > mostAxes) {
    throw brokenNpy(`the array has ${shape.length} axes (at most ${mostAxes} are read)`, offset);
  }
  return { descr, fortranOrder, shape };
}

/**
 * Reads the header of a .npy file of version 1.0, 2.0 or 3.0.
 * @throws HopfieldError ERR_DATA for a header that is none, naming the offset
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw brokenNpy("it does not begin with \\x93NUMPY", 0);
  }
  const [major, minor] = [bytes[6], bytes[7]];
  if (major < 1 || major > 3 || minor !== 0) {
    throw brokenNpy(`version ${major}.${minor} is not read (expected 1.0, 2.0 or 3.0)`, 6);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) throw brokenNpy("it ends within the header", bytes.length);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestHeader) {
    throw brokenNpy(`the header claims ${length} bytes (at most ${longestHeader} are read)`, 8);
  }
  const dataStart = start + length;
  if (dataStart > bytes.length) {
    throw brokenNpy(`the header claims ${length} bytes, the file has ${bytes.length - start} left`, start);
  }
  // Version 3.0 is UTF-8, but only field names of structured arrays, which are refused, can leave ASCII.
  const text = new TextDecoder("latin1").decode(bytes.subarray(start, dataStart));
  return { ...parseLiteral(text, start), dataStart };
}
