import type { SafetensorsData, SafetensorsTensor } from "../formats/safetensors.ts";
import type { SafetensorsDtype } from "../formats/safetensorsHeader.ts";
import { brokenFile, quoted } from "./brokenFile.ts";

/** The tensors of a file by name. */
export type Tensors = ReadonlyMap<string, SafetensorsTensor>;

/**
 * The tensor of that name with this shape and one of these number types, or undefined where there is none.
 * @throws HopfieldError ERR_DATA for another shape or type
 */
export function optionalTensor(
  tensors: Tensors,
  name: string,
  shape: readonly number[],
  dtypes: readonly SafetensorsDtype[],
): SafetensorsTensor | undefined {
  const tensor = tensors.get(name);
  if (tensor === undefined) return undefined;
  if (!dtypes.includes(tensor.dtype)) {
    throw brokenFile(`tensor ${name} has dtype ${tensor.dtype} (expected ${dtypes.join(", ")})`, {
      tensor: name,
      dtype: tensor.dtype,
    });
  }
  const same =
    tensor.shape.length === shape.length && tensor.shape.every((size, axis) => size === shape[axis]);
  if (!same) {
    throw brokenFile(
      `tensor ${name} has shape ${quoted(`[${tensor.shape.join(", ")}]`)} (expected [${shape.join(", ")}] as the metadata says)`,
      { tensor: name, shape: tensor.shape, expected: shape },
    );
  }
  return tensor;
}

/** As `optionalTensor`, for a tensor that must be there. */
export function tensorOf(
  tensors: Tensors,
  name: string,
  shape: readonly number[],
  dtypes: readonly SafetensorsDtype[],
): SafetensorsTensor {
  const tensor = optionalTensor(tensors, name, shape, dtypes);
  if (tensor === undefined) throw brokenFile(`it has no tensor ${name}`, { tensor: name });
  return tensor;
}

/** One float64 per pattern, all finite; undefined where the file has no such tensor. */
export function optionalFloats(tensors: Tensors, name: string, count: number): Float64Array | undefined {
  const tensor = optionalTensor(tensors, name, [count], ["F64"]);
  if (tensor === undefined) return undefined;
  const data: SafetensorsData = tensor.data;
  if (!(data instanceof Float64Array)) throw brokenFile(`tensor ${name} holds no float64`, { tensor: name });
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return data;
  throw brokenFile(`tensor ${name} has ${data[at]} for pattern ${at} (expected a finite number)`, {
    tensor: name,
    pattern: at,
    value: data[at],
  });
}

/** One float64 per pattern, all finite. */
export function floatsOf(tensors: Tensors, name: string, count: number): Float64Array {
  const floats = optionalFloats(tensors, name, count);
  if (floats === undefined) throw brokenFile(`it has no tensor ${name}`, { tensor: name });
  return floats;
}
