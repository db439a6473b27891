import { allocate, computed, gradOf, type Tensor } from "./tensor.ts";

/** The tensor times a plain number. */
export function scaleBy(input: Tensor, factor: number): Tensor {
  const { data } = input;
  const out = allocate(input.dtype, data.length);
  for (let k = 0; k < data.length; k++) out[k] = factor * data[k];
  return computed(out, input.shape, [input], (grad) => {
    const sum = gradOf(input);
    for (let k = 0; k < sum.length; k++) sum[k] += factor * grad[k];
  });
}
