import { HopfieldError } from "modern-hopfield";
import { sourceOf } from "./broadcast.ts";
import { allocate, computed, gradOf, type Tensor } from "./tensor.ts";

/** A mask: one number per place, not 0 where something is hidden; its shape broadcasts. */
export interface Mask {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** The tensor with `value` wherever the mask is not 0; no gradient flows there. */
export function fillMasked(input: Tensor, mask: Mask, value: number): Tensor {
  const { data, shape } = input;
  const from = sourceOf(mask.shape, shape);
  const hidden = (k: number): boolean => mask.data[from === null ? k : from[k]] !== 0;
  if (from === null && mask.data.length !== data.length) {
    throw new HopfieldError("ERR_SIZE", `a mask of ${mask.data.length} does not fit ${data.length} numbers`, {
      mask: mask.shape,
      shape,
    });
  }
  const out = allocate(input.dtype, data.length);
  for (let k = 0; k < data.length; k++) out[k] = hidden(k) ? value : data[k];
  return computed(out, shape, [input], (grad) => {
    const sum = gradOf(input);
    for (let k = 0; k < grad.length; k++) if (!hidden(k)) sum[k] += grad[k];
  });
}
