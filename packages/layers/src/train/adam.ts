import { HopfieldError } from "modern-hopfield";
import type { Floats, Tensor } from "../autodiff/tensor.ts";
import type { Module } from "../modules/module.ts";
import { flushed, Optimizer } from "./optimizer.ts";

/** Options of Adam. */
export interface AdamOptions {
  /** 1e-3 by default. */
  readonly learningRate?: number;
  /** How much of the means of gradients and of their squares stays at each step; [0.9, 0.999] by default. */
  readonly betas?: readonly [number, number];
  /** Added to the root; 1e-8 by default. */
  readonly eps?: number;
  /** Pulls weights to 0; 0 by default, 0.01 for AdamW. */
  readonly weightDecay?: number;
}

/**
 * m ← β₁ m + (1 - β₁) g, v ← β₂ v + (1 - β₂) g², w ← w - lr m̂ / (√v̂ + eps), with the decay added to the gradient.
 * @see Kingma and Ba 2015 (arXiv 1412.6980)
 */
export class Adam extends Optimizer {
  readonly name: string = "adam";
  protected readonly kinds: readonly string[] = ["mean", "square"];
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly weightDecay: number;
  /** Whether the decay acts on the weights themselves, apart from the gradient. */
  protected readonly decoupled: boolean = false;

  constructor(module: Module, options: AdamOptions = {}) {
    const { learningRate = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0 } = options;
    super(module, learningRate);
    if (!betas.every((beta) => beta >= 0 && beta < 1) || !(eps > 0) || !(weightDecay >= 0)) {
      throw new HopfieldError(
        "ERR_OPTION",
        `invalid options: betas ${betas.join(", ")}, eps ${eps}, weightDecay ${weightDecay} (expected 0 <= beta < 1, eps above 0, a decay of at least 0)`,
        { betas, eps, weightDecay },
      );
    }
    this.betas = betas;
    this.eps = eps;
    this.weightDecay = weightDecay;
  }

  protected override update(name: string, { data }: Tensor, grad: Floats, rate: number): void {
    const [a, b] = this.betas;
    const mean = this.moment("mean", name);
    const squares = this.moment("square", name);
    const pace = rate / (1 - a ** this.steps);
    const scale = 1 / Math.sqrt(1 - b ** this.steps);
    const pull = this.decoupled ? 0 : this.weightDecay;
    const keep = this.decoupled ? 1 - rate * this.weightDecay : 1;
    for (let k = 0; k < data.length; k++) {
      const g = grad[k] + pull * data[k];
      const m = flushed(a * mean[k] + (1 - a) * g);
      const v = flushed(b * squares[k] + (1 - b) * g * g);
      mean[k] = m;
      squares[k] = v;
      data[k] = keep * data[k] - (pace * m) / (Math.sqrt(v) * scale + this.eps);
    }
  }
}

/** Adam whose decay shrinks the weights directly: w ← (1 - lr decay) w. @see Loshchilov and Hutter 2019 (arXiv 1711.05101) */
export class AdamW extends Adam {
  override readonly name: string = "adamw";
  protected override readonly decoupled: boolean = true;

  constructor(module: Module, options: AdamOptions = {}) {
    super(module, { weightDecay: 0.01, ...options });
  }
}
