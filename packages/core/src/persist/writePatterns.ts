import type { SafetensorsData, SafetensorsInput } from "../formats/safetensors.ts";
import type { Patterns } from "../patterns/patterns.ts";
import type { PatternData } from "../patterns/rows.ts";

/** Patterns as the parts of a file. */
export interface WrittenPatterns {
  readonly tensors: Record<string, SafetensorsInput>;
  readonly metadata: Record<string, string>;
  /** The tensors that hold half floats in 16-bit integers. */
  readonly halves: readonly string[];
}

/** How the parts of patterns are called: those of the stored ones, and those of the values. */
export interface PartNames {
  readonly data: string;
  readonly prefix: string;
}

export const storedNames: PartNames = { data: "patterns", prefix: "" };
export const valuesNames: PartNames = { data: "values", prefix: "values_" };

/**
 * Patterns as tensors (their numbers as stored, labels where there are some, maps and errors where storing made them)
 * and metadata (scale, normalisation, form).
 */
export function writePatterns(patterns: Patterns, { data: name, prefix }: PartNames): WrittenPatterns {
  const { count, size, scale, normalization, form, labels } = patterns;
  const perPattern = (values: Float64Array): SafetensorsInput => ({
    shape: [count],
    data: values.subarray(0, count),
  });
  const tensors: Record<string, SafetensorsInput> = {
    [name]: { shape: [count, size], data: asWritten(patterns.data.subarray(0, count * size)) },
  };
  if (labels !== undefined) tensors[`${prefix}labels`] = { shape: [count], data: labels };
  // Only these rows have a map that scale and normalisation do not give.
  if (form === "int8") {
    tensors[`${prefix}gain`] = perPattern(patterns.plain.gain);
    tensors[`${prefix}offset`] = perPattern(patterns.plain.offset);
  }
  if (form !== undefined) tensors[`${prefix}storage_error`] = perPattern(patterns.errorNorm);
  return {
    tensors,
    metadata: {
      [`${prefix}scale`]: scale.name,
      [`${prefix}normalization`]: normalization,
      [`${prefix}form`]: form ?? "exact",
    },
    halves: patterns.data instanceof Uint16Array ? [name] : [],
  };
}

function asWritten(data: PatternData): SafetensorsData {
  return data instanceof Uint16Array ? new Int16Array(data.buffer, data.byteOffset, data.length) : data;
}
