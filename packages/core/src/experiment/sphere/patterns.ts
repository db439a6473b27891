import type { Random } from "../../math/random.ts";
import { norm } from "../../math/vector.ts";
import { type SphereSetting, sphereNorm } from "../../theory/capacity.ts";

/** Writes a uniformly random direction of the given length. */
export function writeDirection(out: Float64Array, length: number, random: Random): void {
  let size = 0;
  do {
    for (let j = 0; j < out.length; j++) out[j] = random.normal();
    size = norm(out);
  } while (size === 0);
  for (let j = 0; j < out.length; j++) out[j] *= length / size;
}

/**
 * `count` patterns uniformly random on the sphere of radius M = K √(d - 1), row after row. The same stream gives the same
 * first patterns for every count.
 */
export function spherePatterns(
  setting: Pick<SphereSetting, "size" | "radius">,
  count: number,
  random: Random,
): Float64Array {
  const { size } = setting;
  const rows = new Float64Array(count * size);
  for (let i = 0; i < count; i++) {
    writeDirection(rows.subarray(i * size, (i + 1) * size), sphereNorm(setting), random);
  }
  return rows;
}
