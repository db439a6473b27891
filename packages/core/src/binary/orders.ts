import { HopfieldError } from "../errors.ts";
import { Random } from "../math/random.ts";
import type { BinaryRetrieveOptions } from "./options.ts";

/**
 * The order of the units in each sweep: the one given, or a random one per sweep that depends on the seed and the number of
 * the sweep alone; for synchronous updates the units as they come.
 * @throws HopfieldError ERR_OPTION unless a given order names every unit once
 */
export function ordersOf(
  size: number,
  { order, seed = 1, update }: BinaryRetrieveOptions,
): (t: number) => ArrayLike<number> {
  const plain = Int32Array.from({ length: size }, (_, i) => i);
  if (order !== undefined) {
    requireOrder(order, size);
    return () => order;
  }
  if (update === "sync") return () => plain;
  const random = new Random(seed).fork("order");
  const made: Int32Array[] = [];
  return (t) => {
    made[t] ??= random.fork(t).shuffle(plain.slice());
    return made[t];
  };
}

function requireOrder(order: ArrayLike<number>, size: number): void {
  const seen = new Uint8Array(size);
  let distinct = 0;
  for (let k = 0; k < order.length; k++) {
    if (seen[order[k]] === 0) distinct++;
    seen[order[k]] = 1;
  }
  if (order.length !== size || distinct !== size) {
    throw new HopfieldError(
      "ERR_OPTION",
      `order names ${distinct} of ${size} units in ${order.length} numbers; it must name every unit 0..${size - 1} once`,
      { length: order.length, distinct, size },
    );
  }
}
