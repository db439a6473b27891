import { HopfieldError } from "modern-hopfield";
import { type ActivationName, activationOf } from "../autodiff/activations.ts";
import { add } from "../autodiff/arithmetic.ts";
import { dropout } from "../autodiff/dropout.ts";
import type { Tensor } from "../autodiff/tensor.ts";
import type { CallOptions } from "../modules/call.ts";
import { type Seed, streamOf } from "../modules/initial.ts";
import { LayerNorm } from "../modules/layerNormModule.ts";
import { Linear } from "../modules/linear.ts";
import { Hopfield } from "./hopfield.ts";

/** Options of the feed-forward part of an encoder or decoder layer. */
export interface TransformerOptions {
  /** Features of the hidden layer; 2048 by default. */
  readonly dimFeedforward?: number;
  /** Share dropped behind the association, the activation and the output, in training; 0.1 by default. */
  readonly dropout?: number;
  /** `relu` by default. */
  readonly activation?: ActivationName;
  /** What the first weights are drawn from; 0 by default. */
  readonly seed?: Seed;
  /** Begins with a new Hopfield of the given one's options, as hflayers does (D17), instead of keeping its weights. */
  readonly compat?: "hflayers";
}

/** The features of a Hopfield whose output can be added to its state. */
export function modelSize(hopfield: Hopfield): number {
  const { inputSize } = hopfield.plan;
  if (inputSize === null || hopfield.outputSize !== inputSize) {
    throw new HopfieldError(
      "ERR_OPTION",
      `the output of the Hopfield has ${hopfield.outputSize} features and its state ${inputSize}: they cannot be added; leave outputSize out`,
      { inputSize, outputSize: hopfield.outputSize },
    );
  }
  return inputSize;
}

/** The Hopfield itself, or a new one like it (D17). */
export function keptOrNew(hopfield: Hopfield, compat: "hflayers" | undefined): Hopfield {
  return compat === undefined ? hopfield : new Hopfield(hopfield.options);
}

/** x + dropout(y), with the stream of a call. */
export function residual(x: Tensor, y: Tensor, rate: number, { random }: CallOptions): Tensor {
  return add(x, random === undefined || rate === 0 ? y : dropout(y, rate, random));
}

/** The feed-forward part: linear_residual, activation, linear_output, added to its input and normalised. */
export class FeedForward {
  readonly linearResidual: Linear;
  readonly linearOutput: Linear;
  readonly norm: LayerNorm;
  readonly #activate: (input: Tensor) => Tensor;
  readonly rate: number;
  readonly size: number;

  constructor(hopfield: Hopfield, options: TransformerOptions) {
    const { dimFeedforward = 2048, dropout: rate = 0.1, activation = "relu", seed = 0 } = options;
    if (!(rate >= 0 && rate < 1)) {
      throw new HopfieldError("ERR_OPTION", `invalid dropout: ${rate} (expected at least 0 and below 1)`, {
        rate,
      });
    }
    const random = streamOf(seed);
    const { dtype } = hopfield;
    this.size = modelSize(hopfield);
    this.rate = rate;
    this.#activate = activationOf(activation);
    this.linearResidual = new Linear(this.size, dimFeedforward, {
      dtype,
      seed: random.fork("linear_residual"),
    });
    this.linearOutput = new Linear(dimFeedforward, this.size, { dtype, seed: random.fork("linear_output") });
    this.norm = new LayerNorm(this.size, { dtype });
  }

  forward(x: Tensor, options: CallOptions): Tensor {
    const { random } = options;
    const hidden = this.#activate(this.linearResidual.forward(x));
    const kept = random === undefined || this.rate === 0 ? hidden : dropout(hidden, this.rate, random);
    return this.norm.forward(residual(x, this.linearOutput.forward(kept), this.rate, options));
  }
}
