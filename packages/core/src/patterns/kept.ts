import { HopfieldError, requireFinite } from "../errors.ts";
import type { CompressedForm } from "./encode.ts";
import { requireWhole } from "./input.ts";
import type { PatternData } from "./rows.ts";

/** What compressed patterns are on disk: enough to have them back bit for bit, with what is known of their error. */
export interface KeptPatterns {
  readonly form: CompressedForm;
  /** The stored numbers: bytes of `int8`, the bits of half floats in 16-bit words of `float16`. */
  readonly data: PatternData;
  /** `plain.gain` and `plain.offset` per pattern; needed for `int8`, whose patterns have maps of their own. */
  readonly gain?: ArrayLike<number> | undefined;
  readonly offset?: ArrayLike<number> | undefined;
  /** `errorNorm` per pattern. */
  readonly errorNorm: ArrayLike<number>;
}

/**
 * The number of patterns that were kept.
 * @throws HopfieldError ERR_OPTION for data of another form, ERR_SIZE for parts that do not belong together,
 *   ERR_NOT_FINITE and ERR_RANGE for numbers that no patterns have
 */
export function countKept({ form, data, gain, offset, errorNorm }: KeptPatterns, size: number): number {
  if (!(form === "int8" ? data instanceof Uint8Array : data instanceof Uint16Array)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `${form} patterns are kept in a ${form === "int8" ? "Uint8Array" : "Uint16Array"} (got ${data.constructor.name})`,
      { form },
    );
  }
  const count = requireWhole(data.length, size);
  const parts = { errorNorm, ...(form === "int8" ? { gain: gain ?? [], offset: offset ?? [] } : {}) };
  for (const [name, values] of Object.entries(parts)) {
    if (values.length !== count) {
      throw new HopfieldError("ERR_SIZE", `${values.length} values of ${name} for ${count} patterns`, {
        [name]: values.length,
        count,
      });
    }
    requireFinite(values, name);
  }
  for (let i = 0; i < count; i++) {
    if (errorNorm[i] < 0) {
      throw new HopfieldError("ERR_RANGE", `errorNorm of pattern ${i} is ${errorNorm[i]} (expected >= 0)`, {
        pattern: i,
      });
    }
  }
  return count;
}
