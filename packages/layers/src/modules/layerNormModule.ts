import { layerNorm } from "../autodiff/layerNorm.ts";
import type { Dtype, Tensor } from "../autodiff/tensor.ts";
import type { Layer } from "./call.ts";
import { constantParameter } from "./initial.ts";
import { Module } from "./module.ts";

/** Options of a layer norm. */
export interface LayerNormOptions {
  /** Whether there are a weight and a bias per feature; true by default. */
  readonly affine?: boolean;
  /** Added to the variance; 1e-5 by default. */
  readonly eps?: number;
  readonly dtype?: Dtype;
}

/** Layer norm over the last axis: parameters `weight` and `bias` (one per feature), which begin as 1 and 0. */
export class LayerNorm extends Module implements Layer {
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  readonly eps: number;

  /** @param size  how many features; needed only for weight and bias */
  constructor(size: number, { affine = true, eps = 1e-5, dtype = "float32" }: LayerNormOptions = {}) {
    super();
    this.eps = eps;
    this.weight = affine ? this.own("weight", constantParameter([size], dtype, 1)) : null;
    this.bias = affine ? this.own("bias", constantParameter([size], dtype, 0)) : null;
  }

  forward(input: Tensor): Tensor {
    return layerNorm(input, this.weight, this.bias, this.eps);
  }
}
