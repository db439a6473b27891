import { around } from "./reduce.ts";
import { allocate, computed, gradOf, type Tensor } from "./tensor.ts";

/** The largest of a line and Σ exp(x - largest). A line of -∞ has the sum 0. */
function lineOf(
  data: ArrayLike<number>,
  from: number,
  size: number,
  step: number,
): { largest: number; total: number } {
  let largest = Number.NEGATIVE_INFINITY;
  for (let s = 0; s < size; s++) largest = Math.max(largest, data[from + s * step]);
  if (largest === Number.NEGATIVE_INFINITY) return { largest: 0, total: 0 };
  let total = 0;
  for (let s = 0; s < size; s++) total += Math.exp(data[from + s * step] - largest);
  return { largest, total };
}

/** exp x / Σ exp along an axis (the last by default). A line of -∞ alone becomes zeros, not NaN. */
export function softmax(input: Tensor, axis = -1): Tensor {
  const { outer, size, inner } = around(input, axis);
  const { data } = input;
  const out = allocate(input.dtype, data.length);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const from = o * size * inner + i;
      const { largest, total } = lineOf(data, from, size, inner);
      if (total === 0) continue;
      for (let s = 0; s < size; s++) {
        const k = from + s * inner;
        out[k] = Math.exp(data[k] - largest) / total;
      }
    }
  }
  return computed(out, input.shape, [input], (grad) => {
    const sum = gradOf(input);
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const from = o * size * inner + i;
        let mean = 0;
        for (let k = from, s = 0; s < size; s++, k += inner) mean += out[k] * grad[k];
        for (let k = from, s = 0; s < size; s++, k += inner) sum[k] += out[k] * (grad[k] - mean);
      }
    }
  });
}

/** ln Σ exp x along an axis, which disappears; never overflows. The gradient is the softmax. */
export function logSumExp(input: Tensor, axis = -1): Tensor {
  const { outer, size, inner, without } = around(input, axis);
  const { data } = input;
  const out = allocate(input.dtype, outer * inner);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const { largest, total } = lineOf(data, o * size * inner + i, size, inner);
      out[o * inner + i] = largest + Math.log(total);
    }
  }
  return computed(out, without, [input], (grad) => {
    const sum = gradOf(input);
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const at = o * inner + i;
        if (out[at] === Number.NEGATIVE_INFINITY) continue;
        for (let s = 0; s < size; s++) {
          const k = (o * size + s) * inner + i;
          sum[k] += grad[at] * Math.exp(data[k] - out[at]);
        }
      }
    }
  });
}

/** x - ln Σ exp x along an axis (the last by default): the logarithm of the softmax, without underflow. */
export function logSoftmax(input: Tensor, axis = -1): Tensor {
  const { outer, size, inner } = around(input, axis);
  const { data } = input;
  const out = allocate(input.dtype, data.length);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const from = o * size * inner + i;
      const { largest, total } = lineOf(data, from, size, inner);
      const shift = largest + Math.log(total);
      for (let k = from, s = 0; s < size; s++, k += inner) out[k] = data[k] - shift;
    }
  }
  return computed(out, input.shape, [input], (grad) => {
    const sum = gradOf(input);
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const from = o * size * inner + i;
        let total = 0;
        for (let k = from, s = 0; s < size; s++, k += inner) total += grad[k];
        for (let k = from, s = 0; s < size; s++, k += inner) sum[k] += grad[k] - Math.exp(out[k]) * total;
      }
    }
  });
}
