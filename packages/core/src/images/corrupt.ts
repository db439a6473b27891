import { HopfieldError } from "../errors.ts";
import type { Corrupted, Corruption, CorruptionContext } from "./corruption.ts";
import { parseCorruption } from "./parseCorruption.ts";

/**
 * Damages one pattern: `corrupt(values, "half:bottom+noise:25", { shape, random })`. The input is left as it is.
 *
 * @param values  a picture in pixel units 0..255, or a vector in its own units; all of it is known
 * @param corruption  as written on the command line, or a corruption of one's own
 * @param context  `shape` is null for a vector; the same `random` damages the same way
 * @returns the damaged values in the same units, and per component whether it may still be trusted (1) or not (0)
 * @throws HopfieldError ERR_SIZE when the values do not fill the shape; ERR_OPTION as `parseCorruption`
 */
export function corrupt(
  values: ArrayLike<number>,
  corruption: string | Corruption,
  context: CorruptionContext,
): Corrupted {
  const { shape } = context;
  if (shape !== null && values.length !== shape.width * shape.height * shape.channels) {
    throw new HopfieldError(
      "ERR_SIZE",
      `${values.length} values are no picture of ${shape.width}x${shape.height} with ${shape.channels} channel(s); pass its shape, or null for a vector`,
      { length: values.length, ...shape },
    );
  }
  const chosen = typeof corruption === "string" ? parseCorruption(corruption) : corruption;
  return chosen.apply(
    { values: Float64Array.from(values), known: new Uint8Array(values.length).fill(1) },
    context,
  );
}
