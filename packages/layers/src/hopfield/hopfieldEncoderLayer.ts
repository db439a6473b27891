import type { Tensor } from "../autodiff/tensor.ts";
import type { Layer } from "../modules/call.ts";
import { LayerNorm } from "../modules/layerNormModule.ts";
import { Module } from "../modules/module.ts";
import { FeedForward, keptOrNew, residual, type TransformerOptions } from "./feedForward.ts";
import type { Hopfield, HopfieldCallOptions } from "./hopfield.ts";

/**
 * A transformer encoder layer whose attention is a Hopfield association: x + hopfield(x), layer norm, feed-forward, layer
 * norm (post-norm). The given Hopfield becomes a part of it, with its weights.
 *
 * @see Vaswani et al. 2017 (arXiv 1706.03762); hflayers' HopfieldEncoderLayer
 */
export class HopfieldEncoderLayer extends Module implements Layer {
  readonly hopfield: Hopfield;
  readonly #feedForward: FeedForward;
  readonly #norm: LayerNorm;

  constructor(hopfield: Hopfield, options: TransformerOptions = {}) {
    super();
    this.hopfield = this.part("hopfield_association", keptOrNew(hopfield, options.compat));
    this.#feedForward = new FeedForward(this.hopfield, options);
    this.part("linear_residual", this.#feedForward.linearResidual);
    this.part("linear_output", this.#feedForward.linearOutput);
    this.#norm = this.part("norm_residual", new LayerNorm(this.#feedForward.size, { dtype: hopfield.dtype }));
    this.part("norm_output", this.#feedForward.norm);
  }

  /** Features of the output. */
  get outputSize(): number {
    return this.#feedForward.size;
  }

  forward(input: Tensor, options: HopfieldCallOptions = {}): Tensor {
    const found = this.hopfield.forward(input, options);
    const x = this.#norm.forward(residual(input, found, this.#feedForward.rate, options));
    return this.#feedForward.forward(x, options);
  }
}
