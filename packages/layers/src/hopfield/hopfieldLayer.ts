import type { AssociativeMemory } from "modern-hopfield";
import type { Floats, Tensor } from "../autodiff/tensor.ts";
import { normalParameter, streamOf } from "../modules/initial.ts";
import { Module } from "../modules/module.ts";
import { Hopfield, type HopfieldCallOptions, type HopfieldResult } from "./hopfield.ts";
import type { HopfieldInputs } from "./inputs.ts";
import type { HopfieldOptions } from "./options.ts";

/** Options of a lookup layer: those of `Hopfield`, and its stored patterns. */
export interface HopfieldLayerOptions extends HopfieldOptions {
  readonly inputSize: number;
  /** How many patterns are stored; 1 by default. */
  readonly quantity?: number;
  /** Whether the stored patterns are trained; true by default. */
  readonly trainable?: boolean;
  /** Whether what is blended are patterns of their own (`target_weights`); false by default: the stored ones. */
  readonly lookupWeightsAsSeparated?: boolean;
  /** Whether those are trained; true by default. */
  readonly lookupTargetsAsTrainable?: boolean;
}

/**
 * A layer that remembers: states are associated with patterns that are parameters, `lookup_weights` (1 x quantity x
 * size), and blend these or `target_weights` (1 x quantity x size). The rest is `hopfield.`.
 *
 * @example
 * const layer = new HopfieldLayer({ inputSize: 8, quantity: 100 });
 * const output = layer.forward(states); // batch x L x 8
 * const memory = layer.toMemory(); // certificates, diagnosis, familiarity over the trained patterns
 */
export class HopfieldLayer extends Module {
  readonly hopfield: Hopfield;
  readonly lookupWeights: Tensor;
  /** What is blended; null for the lookup weights themselves. */
  readonly targetWeights: Tensor | null;

  constructor(options: HopfieldLayerOptions) {
    super();
    const {
      quantity = 1,
      trainable = true,
      lookupWeightsAsSeparated = false,
      lookupTargetsAsTrainable = true,
      ...rest
    } = options;
    const random = streamOf(options.seed ?? 0);
    this.hopfield = new Hopfield({ ...rest, seed: random.fork("hopfield") });
    const { plan, dtype } = this.hopfield;
    const size = plan.storedSize ?? options.inputSize;
    const shapeOf = (width: number): number[] =>
      (options.batchFirst ?? true) ? [1, quantity, width] : [quantity, 1, width];
    const make = (name: string, width: number, trained: boolean): Tensor => {
      const weights = normalParameter(shapeOf(width), dtype, 0.02, random.fork(name));
      weights.requiresGrad = trained;
      return this.own(name, weights);
    };
    this.lookupWeights = make("lookup_weights", size, trainable);
    const targetSize = options.patternProjection?.size ?? size;
    this.targetWeights = lookupWeightsAsSeparated
      ? make("target_weights", targetSize, lookupTargetsAsTrainable)
      : null;
    this.part("hopfield", this.hopfield);
  }

  /** @returns batch x L x outputSize, or set first as the input */
  forward(state: Tensor, options: HopfieldCallOptions = {}): Tensor {
    return this.run(state, options).output;
  }

  /** The association, batch x heads x L x quantity. */
  associationMatrix(state: Tensor, options: HopfieldCallOptions = {}): Tensor {
    return this.run(state, options).association;
  }

  /** What is blended, batch x heads x quantity x patternSize. */
  projectedPatterns(state: Tensor, options: HopfieldCallOptions = {}): Tensor {
    return this.run(state, options).projectedPatterns();
  }

  /** The output with all that led to it. */
  run(state: Tensor, options: HopfieldCallOptions = {}): HopfieldResult {
    return this.hopfield.run(this.#inputs(state), options);
  }

  /** The trained patterns as a memory of the core, in the space of a head. See `Hopfield.toMemory`. */
  toMemory(head = 0): AssociativeMemory {
    const { stored, projection } = this.#inputs(this.lookupWeights);
    return this.hopfield.toMemory({ stored, projection }, head);
  }

  /** States as queries of `toMemory`'s memory. */
  stateOf(state: Tensor, head = 0): Floats[] {
    return this.hopfield.stateOf(state, head);
  }

  #inputs(state: Tensor): HopfieldInputs {
    return { state, stored: this.lookupWeights, projection: this.targetWeights ?? this.lookupWeights };
  }
}
