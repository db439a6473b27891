import { HopfieldError } from "modern-hopfield";
import type { Floats, Tensor } from "../autodiff/tensor.ts";
import type { Module } from "../modules/module.ts";
import { flushed, Optimizer } from "./optimizer.ts";

/** Options of gradient descent. */
export interface SgdOptions {
  /** 0.05 by default. */
  readonly learningRate?: number;
  /** How much of the velocity stays at each step; 0 by default. */
  readonly momentum?: number;
  /** Added to the gradient, times the weights; 0 by default. */
  readonly weightDecay?: number;
}

/** v ← momentum v + g, w ← w - lr v: gradient descent on batches, as PyTorch has it. */
export class Sgd extends Optimizer {
  readonly name = "sgd";
  protected readonly kinds: readonly string[];
  readonly momentum: number;
  readonly weightDecay: number;

  constructor(module: Module, options: SgdOptions = {}) {
    const { learningRate = 0.05, momentum = 0, weightDecay = 0 } = options;
    super(module, learningRate);
    if (!(momentum >= 0 && momentum < 1) || !(weightDecay >= 0)) {
      throw new HopfieldError(
        "ERR_OPTION",
        `invalid options: momentum ${momentum}, weightDecay ${weightDecay} (expected 0 <= momentum < 1, a decay of at least 0)`,
        { momentum, weightDecay },
      );
    }
    this.momentum = momentum;
    this.weightDecay = weightDecay;
    this.kinds = momentum === 0 ? [] : ["velocity"];
  }

  protected override update(name: string, { data }: Tensor, grad: Floats, rate: number): void {
    const velocity = this.momentum === 0 ? null : this.moment("velocity", name);
    for (let k = 0; k < data.length; k++) {
      let g = grad[k] + this.weightDecay * data[k];
      if (velocity !== null) {
        g = flushed(this.momentum * velocity[k] + g);
        velocity[k] = g;
      }
      data[k] -= rate * g;
    }
  }
}
