import { requireFinite } from "../errors.ts";
import type { SafetensorsData } from "../formats/safetensors.ts";
import type { SafetensorsDtype } from "../formats/safetensorsHeader.ts";
import { toHalf } from "../math/half.ts";
import { Patterns, type PatternsOptions } from "../patterns/patterns.ts";
import { brokenFile } from "./brokenFile.ts";
import { choiceOf, type Metadata, normalizationOf, scaleOf } from "./metadata.ts";
import { floatsOf, optionalTensor, type Tensors, tensorOf } from "./tensors.ts";
import type { PartNames } from "./writePatterns.ts";

/** The number types that each form is written in. */
const dtypesOf: Readonly<Record<"exact" | "float16" | "int8", readonly SafetensorsDtype[]>> = {
  exact: ["U8", "F32", "F64"],
  float16: ["F16"],
  int8: ["U8"],
};

/**
 * The patterns that `writePatterns` wrote, bit for bit; floats and bytes share memory with the file.
 * @throws HopfieldError ERR_DATA for parts that are missing or disagree with the metadata
 */
export function readPatterns(
  tensors: Tensors,
  metadata: Metadata,
  { data: name, prefix }: PartNames,
  count: number,
  size: number,
  memoryLimit: number | undefined,
): Patterns {
  const form = choiceOf(metadata, `${prefix}form`, ["exact", "float16", "int8"] as const);
  const { data } = tensorOf(tensors, name, [count, size], dtypesOf[form]);
  const labels = optionalTensor(tensors, `${prefix}labels`, [count], ["I32"])?.data;
  const options: PatternsOptions = {
    size,
    scale: scaleOf(metadata, `${prefix}scale`),
    normalize: normalizationOf(metadata, `${prefix}normalization`),
    labels: labels instanceof Int32Array ? labels : undefined,
    memoryLimit,
  };
  if (form === "exact") {
    if (data instanceof Uint8Array || data instanceof Float32Array || data instanceof Float64Array) {
      return new Patterns(data, options);
    }
    throw brokenFile(`tensor ${name} cannot be read as patterns`, { tensor: name });
  }
  const errorNorm = floatsOf(tensors, `${prefix}storage_error`, count);
  if (form === "float16") {
    return Patterns.restore({ form, data: halvesOf(data, name), errorNorm }, options);
  }
  const gain = floatsOf(tensors, `${prefix}gain`, count);
  const offset = floatsOf(tensors, `${prefix}offset`, count);
  if (!(data instanceof Uint8Array)) throw brokenFile(`tensor ${name} holds no bytes`, { tensor: name });
  return Patterns.restore({ form, data, gain, offset, errorNorm }, options);
}

/** The bits of half floats, which `readSafetensors` widened; every one of them is exact in float32. */
function halvesOf(data: SafetensorsData, name: string): Uint16Array {
  if (!(data instanceof Float32Array))
    throw brokenFile(`tensor ${name} holds no half floats`, { tensor: name });
  requireFinite(data, `tensor ${name}`);
  return Uint16Array.from(data, toHalf);
}
