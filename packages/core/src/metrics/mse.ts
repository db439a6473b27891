import { HopfieldError } from "../errors.ts";

/**
 * Mean squared error: the mean over the components of (a - b)², in squared units of the values (pixels: 0..255).
 * Takes numbers, so nothing wraps around as bytes would.
 *
 * @throws HopfieldError ERR_SIZE when the sizes differ or nothing is there to compare
 */
export function mse(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length === 0) {
    throw new HopfieldError("ERR_SIZE", `cannot compare ${a.length} values with ${b.length}`, {
      sizes: [a.length, b.length],
    });
  }
  let sum = 0;
  for (let j = 0; j < a.length; j++) {
    // Not `** 2`, whose last bit differs between engines.
    const difference = a[j] - b[j];
    sum += difference * difference;
  }
  return sum / a.length;
}
