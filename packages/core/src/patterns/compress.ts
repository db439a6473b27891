import { HopfieldError } from "../errors.ts";
import type { CompressedForm } from "./encode.ts";
import { Patterns } from "./patterns.ts";

/**
 * The same patterns in a smaller form, as a copy: `int8` takes 1 byte per component (256 levels between the smallest
 * and the largest number of each pattern), `float16` takes 2 (11 significant bits, up to 65504).
 *
 * What that changed is measured, not guessed: `errorNorm` of the result is |x_i - stored form of x_i| for each pattern,
 * in float64 and in the units in which patterns are compared (scale and normalisation applied to both). A component of
 * `int8` is off by at most (largest - smallest) / 510, one of `float16` by 2^-11 of itself (or 2^-25). Patterns that
 * are bytes already are exact and small: they come back as a copy that shares its data.
 *
 * @throws HopfieldError ERR_RANGE for numbers beyond 65504 in float16
 * @throws HopfieldError ERR_OPTION for an unknown form, or patterns that are compressed already
 * @throws HopfieldError ERR_MEMORY when the copy would pass the patterns' memoryLimit
 */
export function compress(patterns: Patterns, form: CompressedForm): Patterns {
  if (patterns.form !== undefined) {
    throw new HopfieldError(
      "ERR_OPTION",
      `the patterns are ${patterns.form} already (expected floats); compress the originals, so that the error is known`,
      { form: patterns.form },
    );
  }
  const { data, count, size, scale, normalization, labels, memoryLimit } = patterns;
  if (data instanceof Uint8Array || data instanceof Uint16Array) return patterns.copy();
  const options = { size, scale: scale.name, normalize: normalization, labels, form, memoryLimit };
  return new Patterns(data.subarray(0, count * size), options);
}
