import { allocate, computed, gradOf, type Tensor } from "./tensor.ts";

/** An operation on single numbers; `slope` is its derivative, from the number and the result. */
export function pointwise(
  input: Tensor,
  value: (x: number) => number,
  slope: (x: number, y: number) => number,
): Tensor {
  const { data } = input;
  const count = data.length;
  const out = allocate(input.dtype, count);
  for (let k = 0; k < count; k++) out[k] = value(data[k]);
  return computed(out, input.shape, [input], (grad) => {
    const sum = gradOf(input);
    for (let k = 0; k < count; k++) sum[k] += grad[k] * slope(data[k], out[k]);
  });
}

/** -x */
export function negate(input: Tensor): Tensor {
  return pointwise(
    input,
    (x) => -x,
    () => -1,
  );
}

/** exp x */
export function exp(input: Tensor): Tensor {
  return pointwise(input, Math.exp, (_, y) => y);
}

/** ln x */
export function log(input: Tensor): Tensor {
  return pointwise(input, Math.log, (x) => 1 / x);
}

/** √x */
export function sqrt(input: Tensor): Tensor {
  return pointwise(input, Math.sqrt, (_, y) => 0.5 / y);
}

/** x² */
export function square(input: Tensor): Tensor {
  return pointwise(
    input,
    (x) => x * x,
    (x) => 2 * x,
  );
}

/** |x|; its slope at 0 is taken as 0. */
export function abs(input: Tensor): Tensor {
  return pointwise(input, Math.abs, Math.sign);
}
