import { HopfieldError } from "modern-hopfield";
import { scaleBy } from "./scale.ts";
import { allocate, computed, elementCount, gradOf, type Tensor } from "./tensor.ts";

/** An axis counted from the front, or from the back when it is negative. @throws HopfieldError ERR_RANGE */
export function axisOf(axis: number, rank: number): number {
  const found = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || found < 0 || found >= rank) {
    throw new HopfieldError("ERR_RANGE", `invalid axis: ${axis} (the tensor has ${rank} axes)`, {
      axis,
      rank,
    });
  }
  return found;
}

/** A tensor seen as outer x size x inner around one axis. */
export function around(
  { shape }: Tensor,
  axis: number,
): { outer: number; size: number; inner: number; without: number[] } {
  const at = axisOf(axis, shape.length);
  return {
    outer: elementCount(shape.slice(0, at)),
    size: shape[at],
    inner: elementCount(shape.slice(at + 1)),
    without: shape.filter((_, k) => k !== at),
  };
}

/** The sum along an axis, which disappears; of all numbers when no axis is named. */
export function sum(input: Tensor, axis?: number): Tensor {
  const { outer, size, inner, without } =
    axis === undefined ? { outer: 1, size: input.data.length, inner: 1, without: [] } : around(input, axis);
  const { data } = input;
  const out = allocate(input.dtype, outer * inner);
  const wide = new Float64Array(inner);
  for (let o = 0; o < outer; o++) {
    wide.fill(0);
    for (let s = 0; s < size; s++) {
      const from = (o * size + s) * inner;
      for (let i = 0; i < inner; i++) wide[i] += data[from + i];
    }
    out.set(wide, o * inner);
  }
  return computed(out, without, [input], (grad) => {
    const to = gradOf(input);
    for (let o = 0; o < outer; o++) {
      for (let s = 0; s < size; s++) {
        const from = (o * size + s) * inner;
        for (let i = 0; i < inner; i++) to[from + i] += grad[o * inner + i];
      }
    }
  });
}

/** The mean along an axis, which disappears; of all numbers when no axis is named. */
export function mean(input: Tensor, axis?: number): Tensor {
  const count = axis === undefined ? input.data.length : around(input, axis).size;
  return scaleBy(sum(input, axis), 1 / count);
}

/** The largest along an axis, which disappears; the first of equals gets the gradient. */
export function max(input: Tensor, axis: number): Tensor {
  const { outer, size, inner, without } = around(input, axis);
  const { data } = input;
  const out = allocate(input.dtype, outer * inner);
  const best = new Int32Array(outer * inner);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let at = o * size * inner + i;
      for (let s = 1; s < size; s++) {
        const place = (o * size + s) * inner + i;
        if (data[place] > data[at]) at = place;
      }
      best[o * inner + i] = at;
      out[o * inner + i] = data[at];
    }
  }
  return computed(out, without, [input], (grad) => {
    const to = gradOf(input);
    for (let k = 0; k < best.length; k++) to[best[k]] += grad[k];
  });
}
