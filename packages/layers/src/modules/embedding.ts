import { gather } from "../autodiff/gather.ts";
import type { Dtype, Tensor } from "../autodiff/tensor.ts";
import { normalParameter, type Seed, streamOf } from "./initial.ts";
import { Module } from "./module.ts";

/** A learned row for each symbol: parameter `weight` (symbols x size), normal at first. */
export class Embedding extends Module {
  readonly weight: Tensor;

  constructor(
    symbols: number,
    size: number,
    { dtype = "float32", seed = 0 }: { readonly dtype?: Dtype; readonly seed?: Seed } = {},
  ) {
    super();
    this.weight = this.own("weight", normalParameter([symbols, size], dtype, 1, streamOf(seed)));
  }

  /** @param shape  that of the symbols; flat by default. The result has it, and the size behind. */
  forward(symbols: ArrayLike<number>, shape?: readonly number[]): Tensor {
    return gather(this.weight, symbols, shape);
  }
}
