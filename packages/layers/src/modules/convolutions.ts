import { conv2d } from "../autodiff/convolution.ts";
import { maxPool2d } from "../autodiff/pooling.ts";
import type { Dtype, Tensor } from "../autodiff/tensor.ts";
import { pairOf, type WindowOptions } from "../autodiff/windows.ts";
import type { Layer } from "./call.ts";
import { type Seed, streamOf, uniformParameter } from "./initial.ts";
import { Module } from "./module.ts";

/** Options of a convolution. */
export interface Conv2dOptions extends WindowOptions {
  readonly dtype?: Dtype;
  /** What the first weights are drawn from: uniform within 1/√(inputs x window). 0 by default. */
  readonly seed?: Seed;
}

/** A convolution of pictures: parameters `weight` (outputs x inputs x height x width) and `bias`. */
export class Conv2d extends Module implements Layer {
  readonly weight: Tensor;
  readonly bias: Tensor;
  readonly #window: WindowOptions;

  constructor(
    inputs: number,
    outputs: number,
    kernel: number | readonly [number, number],
    { dtype = "float32", seed = 0, ...window }: Conv2dOptions = {},
  ) {
    super();
    this.#window = window;
    const random = streamOf(seed);
    const [height, width] = pairOf(kernel);
    const bound = 1 / Math.sqrt(inputs * height * width);
    const shape = [outputs, inputs, height, width];
    this.weight = this.own("weight", uniformParameter(shape, dtype, bound, random.fork("weight")));
    this.bias = this.own("bias", uniformParameter([outputs], dtype, bound, random.fork("bias")));
  }

  forward(input: Tensor): Tensor {
    return conv2d(input, this.weight, this.bias, this.#window);
  }
}

/** The largest number of each window. */
export class MaxPool2d extends Module implements Layer {
  readonly #size: number | readonly [number, number];

  constructor(size: number | readonly [number, number]) {
    super();
    this.#size = size;
  }

  forward(input: Tensor): Tensor {
    return maxPool2d(input, this.#size);
  }
}
