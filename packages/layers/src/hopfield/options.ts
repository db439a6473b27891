import type { LayerSimilarity } from "../association/problem.ts";
import type { SeparationChoice } from "../association/separations.ts";
import type { ActivationName } from "../autodiff/activations.ts";
import type { Dtype } from "../autodiff/tensor.ts";
import type { Seed } from "../modules/initial.ts";

/** How patterns of one role enter. */
export interface PatternOptions {
  /** Taken as they are instead of being projected into each head's space; false by default. */
  readonly static?: boolean;
  /** Layer norm before anything else; true by default. */
  readonly normalize?: boolean;
  /** Whether that norm has a weight and a bias; by default if there is a norm. */
  readonly affine?: boolean;
  /** Added to the norm's variance; 1e-5 by default. */
  readonly eps?: number;
}

/** How stored patterns enter (keys; hflayers' `stored_pattern`). */
export interface StoredPatternOptions extends PatternOptions {
  /** Features of a stored pattern; `inputSize` by default. */
  readonly size?: number;
}

/** How the patterns enter that are blended into the output (values; hflayers' `pattern_projection`). */
export interface PatternProjectionOptions extends StoredPatternOptions {
  /** They go through the stored patterns' projection first, then through their own; false by default. */
  readonly connected?: boolean;
}

/** The layer norm of each head's projected states and stored patterns, before the first association. */
export interface HopfieldSpaceOptions {
  /** false by default. */
  readonly normalize?: boolean;
  readonly affine?: boolean;
  readonly eps?: number;
}

/** An inverse temperature that is learned, one per head; it begins as `initial`. */
export interface TrainableScaling {
  readonly trainable: true;
  readonly initial?: number | readonly number[];
}

/** Options of a Hopfield layer: hflayers' arguments in camelCase, those of a role together, and ours at the end. */
export interface HopfieldOptions {
  /** Features of a state; by default those of stored and projected patterns too. Needed unless all three are static. */
  readonly inputSize?: number;
  /** Features of a head's association space; `inputSize / numHeads` by default. */
  readonly hiddenSize?: number;
  /** Features of the output; `inputSize` by default. */
  readonly outputSize?: number;
  /** Features of a head's projected patterns; `hiddenSize` by default. */
  readonly patternSize?: number;
  /** 1 by default. */
  readonly numHeads?: number;
  /** The inverse temperature β, one for all heads or one each; 1/√hiddenSize by default, 1 where all is static. */
  readonly scaling?: number | readonly number[] | TrainableScaling;
  /** Updates of the state after the first association: 0 by default (attention); null for as many as are needed. */
  readonly updateStepsMax?: number | null | readonly (number | null)[];
  /** When a state rests: |q' - q|₂ at most this; 1e-4 by default. Under `compat` the change of the association. */
  readonly updateStepsEps?: number | readonly number[];
  readonly storedPattern?: StoredPatternOptions;
  readonly statePattern?: PatternOptions;
  readonly patternProjection?: PatternProjectionOptions;
  readonly hopfieldSpace?: HopfieldSpaceOptions;
  /** Whether tensors are batch x set x features (true by default) or set x batch x features. */
  readonly batchFirst?: boolean;
  /** Applied to the output; none by default. */
  readonly associationActivation?: ActivationName;
  /** The share of the association that is dropped in training; 0 by default. */
  readonly dropout?: number;
  /** Whether projections, that of the output too, add a bias; true by default. */
  readonly inputBias?: boolean;
  /** Adds a learned stored pattern with a learned value; false by default. */
  readonly concatBiasPattern?: boolean;
  /** Adds a stored pattern and a value of zeros, which no mask hides; false by default. */
  readonly addZeroAssociation?: boolean;
  /** Leaves the heads' outputs side by side; false by default. */
  readonly disableOutProjection?: boolean;

  /** `dot` by default. */
  readonly similarity?: LayerSimilarity;
  /** `softmax` by default. */
  readonly separation?: SeparationChoice;
  /** Gradients through every update (`unrolled`, by default) or at the fixed point alone (`implicit`). */
  readonly gradient?: "unrolled" | "implicit";
  /** Computes what hflayers 1.0.2 computes, its defects and its stopping rule included. */
  readonly compat?: "hflayers";
  /** `float32` by default. */
  readonly dtype?: Dtype;
  /** What the first weights are drawn from; 0 by default. */
  readonly seed?: Seed;
}
