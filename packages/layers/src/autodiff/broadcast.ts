import { HopfieldError } from "modern-hopfield";
import { elementCount } from "./tensor.ts";

/** The distance in numbers between neighbours along each axis, row-major. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/**
 * The shape that two shapes have together: axes are matched from the last, and one of size 1 is repeated.
 * @throws HopfieldError ERR_SIZE when two sizes differ and neither is 1
 */
export function broadcastShape(a: readonly number[], b: readonly number[], what = "the operation"): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new HopfieldError(
        "ERR_SIZE",
        `${what} does not fit shapes [${a.join(", ")}] and [${b.join(", ")}] (sizes must be equal or 1 from the last axis on)`,
        { a, b },
      );
    }
    return x === 1 ? y : x;
  });
}

/** For each number of a broadcast result where it comes from in an input; null where it is the same place. */
export function sourceOf(shape: readonly number[], out: readonly number[]): Int32Array | null {
  const count = elementCount(out);
  if (elementCount(shape) === count) return null;
  const shift = out.length - shape.length;
  const own = stridesOf(shape);
  // Along a repeated axis the source stands still.
  const steps = out.map((_, axis) => (axis < shift || shape[axis - shift] === 1 ? 0 : own[axis - shift]));
  const places = new Int32Array(count);
  const at = new Array<number>(out.length).fill(0);
  let place = 0;
  for (let k = 0; k < count; k++) {
    places[k] = place;
    for (let axis = out.length - 1; axis >= 0; axis--) {
      place += steps[axis];
      if (++at[axis] < out[axis]) break;
      place -= steps[axis] * out[axis];
      at[axis] = 0;
    }
  }
  return places;
}
