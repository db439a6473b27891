import { lstm } from "../autodiff/lstm.ts";
import type { Dtype, Tensor } from "../autodiff/tensor.ts";
import type { Layer } from "./call.ts";
import { type Seed, streamOf, uniformParameter } from "./initial.ts";
import { Module } from "./module.ts";

/** One layer of LSTM, batch first: parameters under PyTorch's names (`weight_ih_l0`, ...), uniform within 1/√hidden. */
export class Lstm extends Module implements Layer {
  readonly #weights: Parameters<typeof lstm>[1];

  constructor(
    inputSize: number,
    hiddenSize: number,
    { dtype = "float32", seed = 0 }: { readonly dtype?: Dtype; readonly seed?: Seed } = {},
  ) {
    super();
    const random = streamOf(seed);
    const bound = 1 / Math.sqrt(hiddenSize);
    const make = (name: string, ...shape: number[]): Tensor =>
      this.own(name, uniformParameter([4 * hiddenSize, ...shape], dtype, bound, random.fork(name)));
    this.#weights = {
      input: make("weight_ih_l0", inputSize),
      hidden: make("weight_hh_l0", hiddenSize),
      inputBias: make("bias_ih_l0"),
      hiddenBias: make("bias_hh_l0"),
    };
  }

  /** @returns the hidden state of every step, batch x steps x hidden */
  forward(input: Tensor): Tensor {
    return lstm(input, this.#weights);
  }
}
