import { HopfieldError, unknownName } from "../errors.ts";
import { type ArrayOver, bytesOf, elementCount, viewAs } from "./element.ts";
import { bfloat16ToFloat32, float16ToFloat32 } from "./half.ts";
import { itemSizes, readSafetensorsHeader, type SafetensorsDtype } from "./safetensorsHeader.ts";

/** The numbers of a tensor: 16-bit floats are widened to float32, BOOL is one byte per value, 0 or 1. */
export type SafetensorsData =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint8Array;

/** One tensor: `data` holds the product of `shape` numbers, row-major. */
export interface SafetensorsTensor {
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  readonly data: SafetensorsData;
}

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: Map<string, SafetensorsTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A tensor to be written; `dtype` follows from the array, and is needed only for BOOL. */
export interface SafetensorsInput {
  readonly shape: readonly number[];
  readonly data: SafetensorsData;
  readonly dtype?: SafetensorsDtype | undefined;
}

const arrays = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I64: BigInt64Array,
  I32: Int32Array,
  I16: Int16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
} as const;

function decode(bytes: Uint8Array, dtype: SafetensorsDtype): SafetensorsData {
  if (dtype === "F16") return float16ToFloat32(viewAs<Uint16Array>(bytes, Uint16Array));
  if (dtype === "BF16") return bfloat16ToFloat32(viewAs<Uint16Array>(bytes, Uint16Array));
  return viewAs(bytes, arrays[dtype] as ArrayOver<SafetensorsData>);
}

/**
 * Reads a safetensors file: 8 bytes with the length of the header, the header as JSON, then little-endian data.
 *
 * The arrays share memory with `bytes` where the alignment allows it and the type is not a 16-bit float.
 * Every claim of the header is checked before it is used, so a damaged or hostile file cannot do more than throw.
 *
 * @throws HopfieldError ERR_DATA naming the tensor and the offset: a header longer than the file or than 100 MB,
 *   that is not JSON or names a tensor twice; offsets that are negative, beyond the file, overlap or leave holes;
 *   a shape whose bytes are not those of the offsets; an unknown dtype
 * @see https://huggingface.co/docs/safetensors
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { entries, metadata, dataStart } = readSafetensorsHeader(bytes);
  const tensors = new Map<string, SafetensorsTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    const data = decode(bytes.subarray(dataStart + begin, dataStart + end), dtype);
    tensors.set(name, { dtype, shape, data });
  }
  return { tensors, metadata };
}

function dtypeOf(data: SafetensorsData): SafetensorsDtype {
  const found = (["F64", "F32", "I64", "I32", "I16", "I8", "U8"] as const).find(
    (dtype) => data instanceof arrays[dtype],
  );
  if (found === undefined) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid tensor data: ${Object.prototype.toString.call(data)} (expected a typed array of ${Object.keys(itemSizes).join(", ")})`,
    );
  }
  return found;
}

function checkedInput(name: string, tensor: SafetensorsInput): SafetensorsTensor {
  const { shape, data } = tensor;
  const natural = dtypeOf(data);
  const dtype = tensor.dtype ?? natural;
  if (!Object.hasOwn(itemSizes, dtype)) throw unknownName("dtype", dtype, Object.keys(itemSizes));
  if (dtype !== natural && !(dtype === "BOOL" && natural === "U8")) {
    throw new HopfieldError(
      "ERR_OPTION",
      `tensor ${JSON.stringify(name)} holds ${natural} and cannot be written as ${dtype}; leave dtype out, or convert the data`,
      { tensor: name, dtype, natural },
    );
  }
  if (name === "__metadata__") {
    throw new HopfieldError("ERR_OPTION", "a tensor cannot be called __metadata__; pass metadata apart", {
      tensor: name,
    });
  }
  const valid = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!valid || elementCount(shape) !== data.length) {
    throw new HopfieldError(
      "ERR_SIZE",
      `tensor ${JSON.stringify(name)} has ${data.length} numbers, its shape is [${shape.join(", ")}]`,
      { tensor: name, length: data.length, shape },
    );
  }
  return { dtype, shape, data };
}

/**
 * The bytes of a safetensors file with these tensors.
 *
 * Wide numbers come first and the header is padded to 8 bytes, so that every tensor is aligned; tensors of the same
 * width are sorted by name, so that the same tensors give the same bytes.
 *
 * @throws HopfieldError ERR_SIZE for data that does not fill its shape, ERR_OPTION for a dtype that is not the array's
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, SafetensorsInput> | Readonly<Record<string, SafetensorsInput>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const given: [string, SafetensorsInput][] =
    tensors instanceof Map ? [...tensors] : Object.entries(tensors as Record<string, SafetensorsInput>);
  const ordered = given
    .map(([name, tensor]) => ({ name, ...checkedInput(name, tensor) }))
    .sort((a, b) => itemSizes[b.dtype] - itemSizes[a.dtype] || (a.name < b.name ? -1 : 1));
  let end = 0;
  const described = ordered.map(({ name, dtype, shape, data }) => {
    const begin = end;
    end += data.byteLength;
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const head = Object.keys(metadata).length === 0 ? [] : ([["__metadata__", metadata]] as const);
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries([...head, ...described])));
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(text, 8);
  let at = 8 + headerLength;
  for (const { data } of ordered) {
    bytes.set(bytesOf(data), at);
    at += data.byteLength;
  }
  return bytes;
}
