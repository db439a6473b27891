import { inflateRawSync } from "node:zlib";
import { HopfieldError } from "modern-hopfield";
import { readNpy, type SafetensorsData, type SafetensorsTensor } from "modern-hopfield/formats";

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
/** What an array may become: a hostile file must not fill the memory. */
const mostBytes = 2 ** 31;

function broken(why: string): never {
  throw new HopfieldError("ERR_DATA", `this is no npz file: ${why}`);
}

/** The types that both formats have. */
const dtypes = [
  [Float64Array, "F64"],
  [Float32Array, "F32"],
  [BigInt64Array, "I64"],
  [Int32Array, "I32"],
  [Int16Array, "I16"],
  [Int8Array, "I8"],
  [Uint8Array, "U8"],
] as const;

/** Where the list of entries begins, and how many there are. */
function directoryOf(view: DataView): { at: number; count: number } {
  const least = Math.max(0, view.byteLength - 22 - 65_535);
  for (let at = view.byteLength - 22; at >= least; at--) {
    if (view.getUint32(at, true) === endSignature) {
      return { at: view.getUint32(at + 16, true), count: view.getUint16(at + 10, true) };
    }
  }
  return broken("it has no list of entries");
}

/** The bytes of an entry, inflated. */
function contentOf(
  bytes: Uint8Array,
  view: DataView,
  at: number,
): { name: string; data: Uint8Array; end: number } {
  if (at + 46 > bytes.length || view.getUint32(at, true) !== entrySignature)
    broken(`no entry at offset ${at}`);
  const method = view.getUint16(at + 10, true);
  const packed = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const nameLength = view.getUint16(at + 28, true);
  const rest = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  const local = view.getUint32(at + 42, true);
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
  if (local + 30 > bytes.length || view.getUint32(local, true) !== localSignature)
    broken(`${name} is not where it should be`);
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (from + packed > bytes.length || size > mostBytes)
    broken(`${name} is longer than the file or than 2 GB`);
  const raw = bytes.subarray(from, from + packed);
  let data = raw;
  if (method === 8) {
    try {
      data = inflateRawSync(raw, { maxOutputLength: size });
    } catch (error) {
      broken(`${name} cannot be inflated: ${(error as Error).message}`);
    }
  } else if (method !== 0) broken(`${name} is packed in a way numpy does not use (${method})`);
  return { name, data, end: at + 46 + nameLength + rest };
}

/**
 * The arrays of a numpy archive (`numpy.savez`, `numpy.savez_compressed`) by name.
 * @throws HopfieldError ERR_DATA for anything else, naming what is wrong
 */
export function readNpz(bytes: Uint8Array): Map<string, SafetensorsTensor> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 22) broken("it is too short");
  let { at, count } = directoryOf(view);
  const tensors = new Map<string, SafetensorsTensor>();
  for (; count > 0; count--) {
    const { name, data, end } = contentOf(bytes, view, at);
    at = end;
    if (!name.endsWith(".npy")) broken(`it holds ${name}`);
    // The array may not lie on a multiple of its numbers' size.
    const array = readNpy(data.slice());
    const values = array.data as SafetensorsData;
    const found = dtypes.find(([kind]) => values instanceof kind);
    if (found === undefined) broken(`${name} holds numbers that safetensors does not have`);
    tensors.set(name.slice(0, -4), { dtype: found[1], shape: [...array.shape], data: values });
  }
  return tensors;
}
