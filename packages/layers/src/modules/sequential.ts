import { type ActivationName, activationOf } from "../autodiff/activations.ts";
import { dropout } from "../autodiff/dropout.ts";
import { reshape } from "../autodiff/shape.ts";
import type { Tensor } from "../autodiff/tensor.ts";
import type { CallOptions, Layer } from "./call.ts";
import { Module } from "./module.ts";

/** An activation as a module, for `Sequential`. */
export class Activation extends Module implements Layer {
  readonly #run: (input: Tensor) => Tensor;

  constructor(name: ActivationName) {
    super();
    this.#run = activationOf(name);
  }

  forward(input: Tensor): Tensor {
    return this.#run(input);
  }
}

/** Dropout as a module: active in calls that bring a random stream. */
export class Dropout extends Module implements Layer {
  readonly rate: number;

  constructor(rate: number) {
    super();
    this.rate = rate;
  }

  forward(input: Tensor, { random }: CallOptions = {}): Tensor {
    return random === undefined ? input : dropout(input, this.rate, random);
  }
}

/** Everything behind the first axis as one. */
export class Flatten extends Module implements Layer {
  forward(input: Tensor): Tensor {
    return reshape(input, [input.shape[0], -1]);
  }
}

/** Modules one after another; their parameters are named `0.`, `1.`, ... */
export class Sequential extends Module implements Layer {
  readonly layers: readonly (Module & Layer)[];

  constructor(...layers: (Module & Layer)[]) {
    super();
    this.layers = layers;
    layers.forEach((layer, n) => {
      this.part(String(n), layer);
    });
  }

  forward(input: Tensor, options: CallOptions = {}): Tensor {
    return this.layers.reduce((x, layer) => layer.forward(x, options), input);
  }
}
