import { HopfieldError } from "../errors.ts";
import { type ArrayOver, bytesOf, elementCount, type NumericArray, viewAs } from "./element.ts";
import { float16ToFloat32 } from "./half.ts";
import { brokenNpy, readNpyHeader } from "./npyHeader.ts";

/** An array of a .npy file: `data` holds the product of `shape` numbers, row-major. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** f2 is widened to float32; b1 is one byte per value, 0 or 1. */
  readonly data: NumericArray;
}

/** An array to be written; `bool` writes a `Uint8Array` as NumPy's bool. */
export interface NpyInput extends NpyArray {
  readonly bool?: boolean | undefined;
}

const arrays = {
  f8: Float64Array,
  f4: Float32Array,
  f2: Uint16Array,
  i8: BigInt64Array,
  i4: Int32Array,
  i2: Int16Array,
  i1: Int8Array,
  u4: Uint32Array,
  u2: Uint16Array,
  u1: Uint8Array,
  b1: Uint8Array,
} as const;
type NpyKind = keyof typeof arrays;

/** The same numbers with the bytes of each one reversed. */
function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const result = bytes.slice();
  for (let at = 0; at < result.length; at += width) result.subarray(at, at + width).reverse();
  return result;
}

/** Numbers in which the first index runs fastest, reordered so that the last one does. */
function toRowMajor<A extends NumericArray>(data: A, shape: readonly number[]): A {
  const result = data.slice() as A;
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < data.length; to++) {
    result[to] = data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return result;
}

/**
 * Reads a .npy file (versions 1.0 to 3.0) of floats (f8 f4 f2), integers (i8 i4 i2 i1 u4 u2 u1) or bools (b1).
 *
 * The result is row-major and in this machine's byte order whatever the file has; it shares memory with `bytes` where
 * nothing had to be changed.
 *
 * @throws HopfieldError ERR_DATA naming the offset: no npy file, a truncated one, bytes left over, a type that is not
 *   read (complex, text, objects, structured)
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const { descr, fortranOrder, shape, dataStart } = readNpyHeader(bytes);
  const [, order, kind] = /^([<>|=]?)([a-zA-Z]\d+)$/.exec(descr) ?? [];
  if (kind === undefined || !Object.hasOwn(arrays, kind)) {
    throw brokenNpy(
      `its numbers are ${JSON.stringify(descr.slice(0, 40))} (expected one of ${Object.keys(arrays).join(", ")}); convert it with astype`,
      10,
    );
  }
  const type = arrays[kind as NpyKind];
  const count = elementCount(shape);
  const held = bytes.length - dataStart;
  const needed = count === undefined ? undefined : count * type.BYTES_PER_ELEMENT;
  if (needed !== held) {
    throw brokenNpy(
      `shape (${shape.join(", ").slice(0, 200)}) of ${descr} needs ${needed ?? "more than 2^53"} bytes from offset ${dataStart} on, the file has ${held}`,
      Math.min(bytes.length, dataStart + (needed ?? held)),
    );
  }
  const raw = bytes.subarray(dataStart);
  const ordered = order === ">" ? swapped(raw, type.BYTES_PER_ELEMENT) : raw;
  const numbers = viewAs(ordered, type as ArrayOver<NumericArray>);
  const data = kind === "f2" ? float16ToFloat32(numbers as Uint16Array) : numbers;
  return { shape, data: fortranOrder && shape.length > 1 ? toRowMajor(data, shape) : data };
}

/**
 * The bytes of a .npy file (version 1.0, little-endian, row-major) with this array.
 * @throws HopfieldError ERR_SIZE for data that does not fill its shape
 */
export function writeNpy({ shape, data, bool = false }: NpyInput): Uint8Array {
  const kinds = ["f8", "f4", "i8", "i4", "i2", "i1", "u4", "u2", "u1"] as const;
  const kind = bool ? "b1" : kinds.find((name) => data instanceof arrays[name]);
  if (kind === undefined || (bool && !(data instanceof Uint8Array))) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid array: ${Object.prototype.toString.call(data)} cannot be written as ${bool ? "bool (expected a Uint8Array)" : "npy (expected a typed array)"}`,
    );
  }
  const valid = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  // 64 axes are NumPy's own limit, and keep the header within the 65,535 bytes of version 1.0.
  if (!valid || shape.length > 64 || elementCount(shape) !== data.length) {
    throw new HopfieldError(
      "ERR_SIZE",
      `${data.length} numbers do not fill the shape (${shape.join(", ")})`,
      {
        length: data.length,
        shape,
      },
    );
  }
  const order = arrays[kind].BYTES_PER_ELEMENT === 1 ? "|" : "<";
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const literal = `{'descr': '${order}${kind}', 'fortran_order': False, 'shape': (${tuple}), }`;
  // Spaces and a line break bring the data to a multiple of 64 bytes, as NumPy has it.
  const dataStart = Math.ceil((10 + literal.length + 1) / 64) * 64;
  const bytes = new Uint8Array(dataStart + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, dataStart - 10, true);
  bytes.set(new TextEncoder().encode(`${literal.padEnd(dataStart - 11)}\n`), 10);
  bytes.set(bytesOf(data), dataStart);
  return bytes;
}
