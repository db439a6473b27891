import { Random } from "modern-hopfield";
import { allocate, type Dtype, elementCount, Tensor } from "../autodiff/tensor.ts";

/** What the first values of parameters are drawn from: a seed, or a stream. */
export type Seed = number | string | Random;

/** The stream of a seed. */
export function streamOf(seed: Seed): Random {
  return seed instanceof Random ? seed : new Random(seed);
}

/** A parameter whose numbers come from a function. */
export function parameterOf(shape: readonly number[], dtype: Dtype, draw: () => number): Tensor {
  const data = allocate(dtype, elementCount(shape));
  for (let k = 0; k < data.length; k++) data[k] = draw();
  return new Tensor(data, shape, true);
}

/** A parameter of normal numbers with mean 0. */
export function normalParameter(
  shape: readonly number[],
  dtype: Dtype,
  deviation: number,
  random: Random,
): Tensor {
  return parameterOf(shape, dtype, () => random.normal(0, deviation));
}

/** A parameter of uniform numbers between -bound and bound. */
export function uniformParameter(
  shape: readonly number[],
  dtype: Dtype,
  bound: number,
  random: Random,
): Tensor {
  return parameterOf(shape, dtype, () => random.uniform(-bound, bound));
}

/** A parameter whose numbers are all the same. */
export function constantParameter(shape: readonly number[], dtype: Dtype, value: number): Tensor {
  return parameterOf(shape, dtype, () => value);
}
