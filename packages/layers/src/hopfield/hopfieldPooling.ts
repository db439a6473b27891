import { reshape, transpose } from "../autodiff/shape.ts";
import { Tensor } from "../autodiff/tensor.ts";
import { type Defect, uniqueDefects } from "../modules/defects.ts";
import { normalParameter, streamOf } from "../modules/initial.ts";
import { Module } from "../modules/module.ts";
import { Hopfield, type HopfieldCallOptions, type HopfieldResult } from "./hopfield.ts";
import type { HopfieldOptions } from "./options.ts";

/** Options of a pooling: those of `Hopfield`, and how many queries there are. */
export interface HopfieldPoolingOptions extends HopfieldOptions {
  readonly inputSize: number;
  /** How many queries look at a bag; 1 by default. */
  readonly quantity?: number;
  /** Whether the queries are trained; true by default. */
  readonly trainable?: boolean;
}

/** A bag in both roles, or what is compared with and what is blended. */
export type PoolingInput = Tensor | { readonly stored: Tensor; readonly projection: Tensor };

/**
 * Bags of any size become one vector each: learned queries look for the instances that matter. The queries are
 * parameter `pooling_weights` (1 x quantity x inputSize), the rest is `hopfield.`.
 *
 * @example
 * const pooling = new HopfieldPooling({ inputSize: 8, numHeads: 4 });
 * const vectors = pooling.forward(bags, { storedPatternPaddingMask }); // batch x 8
 * const weights = pooling.associationMatrix(bags); // which instance mattered
 */
export class HopfieldPooling extends Module {
  readonly hopfield: Hopfield;
  readonly poolingWeights: Tensor;
  readonly #quantity: number;

  constructor({ quantity = 1, trainable = true, ...options }: HopfieldPoolingOptions) {
    super();
    this.#quantity = quantity;
    const random = streamOf(options.seed ?? 0);
    this.hopfield = new Hopfield({ ...options, seed: random.fork("hopfield") });
    const { stateSize } = this.hopfield.plan;
    const size = stateSize ?? options.inputSize;
    const shape = (options.batchFirst ?? true) ? [1, quantity, size] : [quantity, 1, size];
    const weights = normalParameter(shape, this.hopfield.dtype, 0.02, random.fork("pooling_weights"));
    weights.requiresGrad = trainable;
    this.poolingWeights = this.own("pooling_weights", weights);
    this.part("hopfield", this.hopfield);
  }

  override defects(): readonly Defect[] {
    const { batchFirst = true } = this.hopfield.options;
    const own: Defect[] = batchFirst
      ? []
      : [
          {
            id: "D10",
            what: "batchFirst: false: hflayers flattens samples and features together (quantity x batch·features); here the output is batch x quantity·features",
          },
        ];
    return uniqueDefects([...super.defects(), ...own]);
  }

  /** @returns batch x (quantity · outputSize) */
  forward(input: PoolingInput, options: HopfieldCallOptions = {}): Tensor {
    return this.run(input, options).output;
  }

  /** The association, batch x heads x quantity x S: how much each instance of a bag counted. */
  associationMatrix(input: PoolingInput, options: HopfieldCallOptions = {}): Tensor {
    return this.run(input, options).association;
  }

  /** What is blended, batch x heads x S x patternSize. */
  projectedPatterns(input: PoolingInput, options: HopfieldCallOptions = {}): Tensor {
    return this.run(input, options).projectedPatterns();
  }

  /** The output with all that led to it. */
  run(input: PoolingInput, options: HopfieldCallOptions = {}): HopfieldResult {
    const roles = input instanceof Tensor ? { stored: input, projection: input } : input;
    const { batchFirst = true, compat } = this.hopfield.options;
    const found = this.hopfield.run({ ...roles, state: this.poolingWeights }, options);
    const { output } = found;
    if (!batchFirst && compat !== undefined) {
      return { ...found, output: reshape(output, [this.#quantity, -1]) };
    }
    if (batchFirst) return { ...found, output: reshape(output, [output.shape[0], -1]) };
    return { ...found, output: bySample(output) };
  }
}

/** quantity x batch x features as batch x (quantity · features). */
function bySample(output: Tensor): Tensor {
  const [, batch] = output.shape;
  return reshape(transpose(output, [1, 0, 2]), [batch, -1]);
}
