import type { Random } from "modern-hopfield";
import type { Tensor } from "../autodiff/tensor.ts";

/** What a call of a module may be given beside its input. */
export interface CallOptions {
  /** The stream that dropout draws from: given in training. Without it nothing is dropped. */
  readonly random?: Random | undefined;
}

/** A module that maps one tensor to one. */
export interface Layer {
  forward(input: Tensor, options?: CallOptions): Tensor;
}
