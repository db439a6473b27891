import { affine } from "../autodiff/affine.ts";
import type { Dtype, Tensor } from "../autodiff/tensor.ts";
import type { Layer } from "./call.ts";
import { type Seed, streamOf, uniformParameter } from "./initial.ts";
import { Module } from "./module.ts";

/** Options of a linear map. */
export interface LinearOptions {
  /** Whether something is added; true by default. */
  readonly bias?: boolean;
  readonly dtype?: Dtype;
  /** What the first weights are drawn from: uniform within 1/√in, as in PyTorch. 0 by default. */
  readonly seed?: Seed;
}

/** x Wᵀ + b: parameters `weight` (out x in) and `bias` (out). */
export class Linear extends Module implements Layer {
  readonly weight: Tensor;
  readonly bias: Tensor | null;

  constructor(inputSize: number, outputSize: number, options: LinearOptions = {}) {
    super();
    const { bias = true, dtype = "float32", seed = 0 } = options;
    const random = streamOf(seed);
    const bound = 1 / Math.sqrt(inputSize);
    this.weight = this.own(
      "weight",
      uniformParameter([outputSize, inputSize], dtype, bound, random.fork("weight")),
    );
    this.bias = bias
      ? this.own("bias", uniformParameter([outputSize], dtype, bound, random.fork("bias")))
      : null;
  }

  forward(input: Tensor): Tensor {
    return affine(input, this.weight, this.bias);
  }
}
