import { HopfieldError } from "../errors.ts";
import { readSigns, type SignInput, type Signs } from "./signs.ts";

/**
 * The size of a network made of these patterns.
 * @throws HopfieldError ERR_SIZE when it has no units
 */
export function requireStored({ size }: Signs): number {
  if (!Number.isInteger(size) || size < 1) {
    throw new HopfieldError("ERR_SIZE", `a network of ${size} units (expected a whole number >= 1)`, {
      size,
    });
  }
  return size;
}

/**
 * Reads one state of `size` units.
 * @throws HopfieldError ERR_SIZE for another number of rows, ERR_RANGE
 */
export function readState(state: SignInput, size: number): Int8Array {
  const { data, count } = readSigns(state, size, "state");
  if (count !== 1) throw new HopfieldError("ERR_SIZE", `${count} states (expected one)`, { count });
  return data;
}
