import { HopfieldError } from "modern-hopfield";
import type { Tensor } from "../autodiff/tensor.ts";
import type { CallOptions } from "../modules/call.ts";
import { LayerNorm } from "../modules/layerNormModule.ts";
import { Module } from "../modules/module.ts";
import { FeedForward, keptOrNew, modelSize, residual, type TransformerOptions } from "./feedForward.ts";
import type { Hopfield, HopfieldCallOptions } from "./hopfield.ts";

/** Masks of both associations of a decoder layer. */
export interface DecoderCallOptions extends CallOptions {
  /** Masks of the association of the target with itself. */
  readonly self?: Omit<HopfieldCallOptions, "random">;
  /** Masks of the association of the target with the memory. */
  readonly cross?: Omit<HopfieldCallOptions, "random">;
}

/**
 * A transformer decoder layer with Hopfield associations: the target with itself, then with the memory (stored patterns
 * and projection), then feed-forward; a layer norm behind each.
 */
export class HopfieldDecoderLayer extends Module {
  readonly hopfieldSelf: Hopfield;
  readonly hopfieldCross: Hopfield;
  readonly #feedForward: FeedForward;
  readonly #normSelf: LayerNorm;
  readonly #normCross: LayerNorm;

  constructor(self: Hopfield, cross: Hopfield, options: TransformerOptions = {}) {
    super();
    this.hopfieldSelf = this.part("hopfield_association_self", keptOrNew(self, options.compat));
    this.hopfieldCross = this.part("hopfield_association_cross", keptOrNew(cross, options.compat));
    this.#feedForward = new FeedForward(this.hopfieldSelf, options);
    const { size } = this.#feedForward;
    if (modelSize(cross) !== size) {
      throw new HopfieldError(
        "ERR_OPTION",
        `the two Hopfields have ${size} and ${cross.plan.inputSize} features`,
        {
          self: size,
          cross: cross.plan.inputSize,
        },
      );
    }
    this.part("linear_residual", this.#feedForward.linearResidual);
    this.part("linear_output", this.#feedForward.linearOutput);
    this.#normSelf = this.part("norm_residual_self", new LayerNorm(size, { dtype: self.dtype }));
    this.#normCross = this.part("norm_residual_cross", new LayerNorm(size, { dtype: self.dtype }));
    this.part("norm_output", this.#feedForward.norm);
  }

  /** Features of the output. */
  get outputSize(): number {
    return this.#feedForward.size;
  }

  forward(target: Tensor, memory: Tensor, options: DecoderCallOptions = {}): Tensor {
    const { random, self, cross } = options;
    const { rate } = this.#feedForward;
    const own = this.hopfieldSelf.forward(target, { ...self, random });
    const x = this.#normSelf.forward(residual(target, own, rate, options));
    const found = this.hopfieldCross.forward(
      { stored: memory, state: x, projection: memory },
      { ...cross, random },
    );
    const y = this.#normCross.forward(residual(x, found, rate, options));
    return this.#feedForward.forward(y, options);
  }
}
