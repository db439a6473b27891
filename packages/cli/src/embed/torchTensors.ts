import { HopfieldError } from "modern-hopfield";
import type { SafetensorsInput } from "modern-hopfield/formats";
import { type PickledCall, readPickle } from "./pickle.ts";

/** The number that files of PyTorch before 1.6 begin with, and the version that is read. */
const magic = 0x1950a86a20f9469cfc6cn;
const version = 1001;

/** The arrays of numbers that are read. */
const arrays = {
  "torch FloatStorage": Float32Array,
  "torch DoubleStorage": Float64Array,
  "torch LongStorage": BigInt64Array,
} as const;

/** What rebuilds a tensor: storage, offset, shape, steps. */
const rebuilds = ["torch._utils _rebuild_tensor", "torch._utils _rebuild_tensor_v2"];

function refused(what: string, details: Record<string, unknown> = {}): HopfieldError {
  return new HopfieldError(
    "ERR_DATA",
    `this is no file of tensors that PyTorch has saved: ${what}; fetch it again, or convert it to safetensors`,
    details,
  );
}

/** Whether a file begins as those of PyTorch before 1.6, which the published weights are. */
export function isTorchFile(bytes: Uint8Array): boolean {
  return bytes[0] === 0x80 && bytes[1] === 2 && bytes[2] === 0x8a;
}

/** A tensor as the pickle describes it. */
interface Described {
  readonly type: keyof typeof arrays;
  readonly storage: string;
  readonly offset: number;
  readonly shape: readonly number[];
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isKnown = (name: unknown): name is keyof typeof arrays =>
  typeof name === "string" && Object.hasOwn(arrays, name);

/** Reads what a tensor is made of; only one that lies in one piece, row by row. */
function described(name: string, value: unknown): Described {
  const { name: what, args = [] } = (value ?? {}) as Partial<PickledCall>;
  const [source, offset, shape, steps] = args;
  const reference = (source as { persistent?: unknown } | undefined)?.persistent;
  const [kind, made, storage] = Array.isArray(reference) ? reference : [];
  const type: unknown = (made as Partial<PickledCall> | undefined)?.name;
  if (
    what === undefined ||
    !rebuilds.includes(what) ||
    kind !== "storage" ||
    !isKnown(type) ||
    typeof storage !== "string" ||
    !isWhole(offset) ||
    !Array.isArray(shape) ||
    !shape.every(isWhole) ||
    !Array.isArray(steps)
  ) {
    throw refused(`${JSON.stringify(name)} is no tensor of float32, float64 or int64`, { tensor: name });
  }
  let step = 1;
  for (let k = shape.length - 1; k >= 0; k--) {
    if (steps[k] !== step && shape[k] > 1) throw refused(`${JSON.stringify(name)} does not lie row by row`);
    step *= shape[k];
  }
  return { type, storage, offset, shape };
}

/** Reads the numbers behind the pickles: for each key in turn a count, and so many numbers. */
function readStorages(
  bytes: Uint8Array,
  start: number,
  keys: readonly unknown[],
  types: ReadonlyMap<unknown, keyof typeof arrays>,
): Map<unknown, Float32Array | Float64Array | BigInt64Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const storages = new Map<unknown, Float32Array | Float64Array | BigInt64Array>();
  let at = start;
  const need = (count: number): void => {
    if (at + count <= bytes.length) return;
    throw refused(`it ends at offset ${bytes.length}, in the middle`, { offset: bytes.length });
  };
  for (const key of keys) {
    const type = types.get(key);
    if (type === undefined) throw refused(`no tensor is made of its storage ${JSON.stringify(key)}`);
    need(8);
    const length = Number(view.getBigUint64(at, true));
    at += 8;
    const size = length * arrays[type].BYTES_PER_ELEMENT;
    need(size);
    // Copied, so that the numbers are aligned.
    const copy = new Uint8Array(size);
    copy.set(bytes.subarray(at, at + size));
    storages.set(key, new arrays[type](copy.buffer));
    at += size;
  }
  return storages;
}

/**
 * The tensors of a file that PyTorch before 1.6 has saved (`.th`, `.pth`): a state dict, or a checkpoint that holds one as
 * `state_dict`. float32, float64 and int64; nothing of the file is executed.
 *
 * @throws HopfieldError ERR_DATA for another or a damaged file, naming the offset or the tensor
 */
export function readTorchTensors(bytes: Uint8Array): Map<string, SafetensorsInput> {
  let at = 0;
  const next = (): unknown => {
    const { value, end } = readPickle(bytes, at);
    at = end;
    return value;
  };
  if (!isTorchFile(bytes) || next() !== magic) throw refused("it begins otherwise");
  const found = next();
  if (found !== version) throw refused(`it is of version ${String(found)} (expected ${version})`);
  next(); // The machine it was saved on.
  const saved = next();
  const keys = next();
  if (!(saved instanceof Map) || !Array.isArray(keys)) throw refused("it holds no dictionary");
  const state = saved.get("state_dict") ?? saved;
  if (!(state instanceof Map)) throw refused("its state_dict is no dictionary");
  const tensors = new Map([...state].map(([name, value]) => [String(name), described(String(name), value)]));
  const types = new Map([...tensors.values()].map(({ storage, type }) => [storage, type]));
  const storages = readStorages(bytes, at, keys, types);
  return new Map(
    [...tensors].map(([name, { storage, offset, shape }]) => {
      const length = shape.reduce((a, b) => a * b, 1);
      const data = storages.get(storage)?.subarray(offset, offset + length);
      if (data?.length !== length) {
        throw refused(`${JSON.stringify(name)} has fewer numbers than its shape [${shape.join(", ")}]`, {
          tensor: name,
        });
      }
      return [name, { shape, data }];
    }),
  );
}
