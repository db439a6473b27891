import { AssociativeMemory, HopfieldError, Patterns } from "modern-hopfield";
import { type Associated, associate } from "../association/associate.ts";
import { associateLate } from "../association/associateLate.ts";
import { blend, valuesPerHead } from "../association/blend.ts";
import { blendLate } from "../association/lateBlend.ts";
import type { AssociationMask, PaddingMask } from "../association/masks.ts";
import type { AssociationProblem } from "../association/problem.ts";
import { placeOf, type Role, sizePerHead } from "../association/roles.ts";
import type { Separation } from "../association/separation.ts";
import { entmaxSeparation, separationOf } from "../association/separations.ts";
import { activationOf } from "../autodiff/activations.ts";
import { add } from "../autodiff/arithmetic.ts";
import { dropout } from "../autodiff/dropout.ts";
import { exp } from "../autodiff/pointwise.ts";
import { broadcastTo, concat, transpose } from "../autodiff/shape.ts";
import {
  allocate,
  type Dtype,
  type Floats,
  filled,
  type Tensor,
  withoutGradients,
} from "../autodiff/tensor.ts";
import type { CallOptions } from "../modules/call.ts";
import { type Defect, uniqueDefects } from "../modules/defects.ts";
import { streamOf } from "../modules/initial.ts";
import { LayerNorm } from "../modules/layerNormModule.ts";
import { Module } from "../modules/module.ts";
import { AssociationCore } from "./associationCore.ts";
import { hopfieldDefects } from "./hopfieldDefects.ts";
import { batchOf, type HopfieldInput, type HopfieldInputs, rolesOf } from "./inputs.ts";
import { storedStayApart, valuesBlendFirst } from "./late.ts";
import { Normed, Standardized } from "./normed.ts";
import type { HopfieldOptions } from "./options.ts";
import { type HopfieldPlan, type NormPlan, planOf } from "./plan.ts";

/** Options of a call of a Hopfield layer. */
export interface HopfieldCallOptions extends CallOptions {
  /** Padding of the stored patterns: batch x S, not 0 is ignored. */
  readonly storedPatternPaddingMask?: PaddingMask | undefined;
  /** L x S or (batch x heads) x L x S: bytes forbid, floats are added to the scores; a tensor can be learned. */
  readonly associationMask?: AssociationMask | undefined;
}

/** Everything a call found. */
export interface HopfieldResult {
  readonly output: Tensor;
  /** batch x heads x L x S, before dropout; S counts added patterns. */
  readonly association: Tensor;
  /** batch x heads x S x patternSize: what is blended. */
  readonly projectedPatterns: () => Tensor;
  /** Updates of each state, sample after sample, head after head. */
  readonly steps: Int32Array;
  /** 1 where a state came to rest, 0 where updateStepsMax (or the cap of 1000) stopped it. */
  readonly settled: Uint8Array;
  /** 1 where a state may be associated with nothing; its output is that of zeros. */
  readonly empty: Uint8Array;
}

/** The roles as the heads read them. */
interface Projected {
  readonly batch: number;
  readonly states: Role;
  readonly stored: Role;
}

/**
 * The association of state patterns with stored patterns: projections into each head's space, updates of the states
 * until they rest, projected patterns blended by the association, an output projection. Without updates it is
 * multi-head attention with layer norms.
 *
 * Parameters have hflayers' names, so weights trained there can be loaded (`loadStateDict`).
 *
 * @example
 * const hopfield = new Hopfield({ inputSize: 8, numHeads: 2, updateStepsMax: 3 });
 * const output = hopfield.forward(tensor(features, { shape: [batch, set, 8] }));
 * @see Ramsauer et al. 2020 (arXiv 2008.02217); https://github.com/ml-jku/hopfield-layers
 */
export class Hopfield extends Module {
  readonly options: HopfieldOptions;
  readonly plan: HopfieldPlan;
  readonly dtype: Dtype;
  readonly #core: AssociationCore;
  readonly #norms: {
    readonly stored: LayerNorm | null;
    readonly state: LayerNorm | null;
    readonly projection: LayerNorm | null;
  };
  readonly #fixedSeparation: Separation | null;

  /** @throws HopfieldError ERR_OPTION for options that contradict each other, with what to change */
  constructor(options: HopfieldOptions = {}) {
    super();
    this.options = options;
    const plan = planOf(options);
    this.plan = plan;
    this.dtype = options.dtype ?? "float32";
    const { separation = "softmax", concatBiasPattern = false, inputBias = true } = options;
    const learned =
      typeof separation === "object" && separation.name === "entmax" && separation.trainable === true;
    this.#fixedSeparation = learned ? null : separationOf(separation);
    if (this.#fixedSeparation?.scaleOf !== undefined && options.similarity === "squaredEuclidean") {
      throw new HopfieldError(
        "ERR_OPTION",
        `${this.#fixedSeparation.name} needs scores that are not negative, squaredEuclidean has none: use softmax, or dot`,
        { separation, similarity: options.similarity },
      );
    }
    this.#core = this.part(
      "association_core",
      new AssociationCore(plan, {
        dtype: this.dtype,
        random: streamOf(options.seed ?? 0),
        inputBias,
        concatBiasPattern,
        alpha: learned ? (separation.alpha ?? 1.5) : null,
        narrowBias: options.compat !== undefined,
      }),
    );
    const norm = (
      name: string,
      { normalize, affine, eps }: NormPlan,
      size: number | null,
    ): LayerNorm | null =>
      normalize ? this.part(name, new LayerNorm(size ?? 0, { affine, eps, dtype: this.dtype })) : null;
    this.#norms = {
      stored: norm("norm_stored_pattern", plan.storedNorm, plan.storedSize),
      state: norm("norm_state_pattern", plan.stateNorm, plan.stateSize),
      projection: norm("norm_pattern_projection", plan.projectionNorm, plan.projectionSize),
    };
  }

  override defects(): readonly Defect[] {
    const own = hopfieldDefects(this.plan, this.options.concatBiasPattern ?? false);
    return uniqueDefects([...own, ...super.defects()]);
  }

  /** Features of the output; null where the patterns decide. */
  get outputSize(): number | null {
    const { outProjection, outputSize, heads, patternSize } = this.plan;
    if (outProjection) return outputSize;
    return patternSize === null ? null : heads * patternSize;
  }

  /**
   * @returns batch x L x outputSize, or set first as the input
   * @throws HopfieldError ERR_SIZE for patterns and masks that do not fit
   */
  forward(input: HopfieldInput, options: HopfieldCallOptions = {}): Tensor {
    return this.run(input, options).output;
  }

  /** The association, batch x heads x L x S, before dropout. */
  associationMatrix(input: HopfieldInput, options: HopfieldCallOptions = {}): Tensor {
    return this.run(input, options).association;
  }

  /** What is blended, batch x heads x S x patternSize. */
  projectedPatterns(input: HopfieldInput, options: HopfieldCallOptions = {}): Tensor {
    return this.run(input, options).projectedPatterns();
  }

  /** The output with all that led to it. */
  run(input: HopfieldInput, options: HopfieldCallOptions = {}): HopfieldResult {
    const { batchFirst = true, dropout: rate = 0, associationActivation } = this.options;
    const roles = rolesOf(input, this.options.batchFirst ?? true);
    const batch = batchOf(roles);
    const standardized = new Standardized();
    const values = (): Role => this.#valuesRole(roles.projection, standardized);
    const { association, steps, settled, empty } = this.#associate(roles, batch, options, standardized);
    const { random } = options;
    const kept = random === undefined || rate === 0 ? association : dropout(association, rate, random);
    let output = this.#core.projectOut(this.#blend(kept, roles, values, standardized));
    if (!batchFirst) output = transpose(output, [1, 0, 2]);
    if (associationActivation !== undefined) output = activationOf(associationActivation)(output);
    const projectedPatterns = (): Tensor => valuesPerHead(values(), batch, this.plan.heads);
    return { output, association, projectedPatterns, steps, settled, empty };
  }

  /**
   * The stored patterns of one sample as a memory of the core: `memory.retrieve(this.stateOf(...), { maxSteps:
   * updateStepsMax + 1 })` gives the head's states and, in `output`, its blended values.
   *
   * @param input   stored patterns and projection of one sample, 1 x S x features
   * @param head    whose space; 0 by default
   */
  toMemory(
    { stored, projection = stored }: { readonly stored: Tensor; readonly projection?: Tensor },
    head = 0,
  ): AssociativeMemory {
    this.#requireHead(head);
    return withoutGradients(() => {
      const standardized = new Standardized();
      const storedRole = this.#storedRole(stored, standardized);
      const valuesRole = this.#valuesRole(projection, standardized);
      const separation = this.#separation();
      const alpha = separation.parameter?.data[head];
      return new AssociativeMemory(patternsOf(storedRole, head, this.plan.heads), {
        similarity: this.options.similarity ?? "dot",
        separation: alpha === undefined ? separation.name : `entmax/alpha=${alpha}`,
        beta: this.#core.scaling.data[head],
        duplicates: "allow",
        values: patternsOf(valuesRole, head, this.plan.heads),
      });
    });
  }

  /** States in the space of a head, as queries of `toMemory`'s memory: rows of hiddenSize. */
  stateOf(state: Tensor, head = 0): Floats[] {
    this.#requireHead(head);
    return withoutGradients(() => {
      const role = this.#stateRole(
        rolesOf({ stored: state, state, projection: state }, this.options.batchFirst ?? true).state,
      );
      const [samples, rows, width] = role.tensor.shape;
      const size = sizePerHead(role, this.plan.heads);
      return Array.from({ length: samples * rows }, (_, r) => {
        const from = r * width + (role.shared ? 0 : head * size);
        return role.tensor.data.slice(from, from + size);
      });
    });
  }

  #requireHead(head: number): void {
    if (!Number.isInteger(head) || head < 0 || head >= this.plan.heads) {
      throw new HopfieldError("ERR_RANGE", `no head ${head} (expected 0..${this.plan.heads - 1})`, { head });
    }
  }

  #separation(): Separation {
    if (this.#fixedSeparation !== null) return this.#fixedSeparation;
    // Learned as ln(α - 1), so that α stays above 1.
    return entmaxSeparation(add(exp(this.#core.alpha as Tensor), 1));
  }

  #stateRole(state: Tensor, standardized: Standardized = new Standardized()): Role {
    const { stateStatic } = this.plan;
    const normed = new Normed(state, this.#norms.state, standardized);
    const tensor = this.#core.normalizeHeads(this.#core.projectState(normed), stateStatic);
    return { tensor, shared: stateStatic, mixed: stateStatic && this.options.compat !== undefined };
  }

  #normedStored(stored: Tensor, standardized: Standardized): Normed {
    return new Normed(stored, this.#norms.stored, standardized);
  }

  #storedRole(stored: Tensor, standardized: Standardized): Role {
    const { storedStatic } = this.plan;
    const compat = this.options.compat !== undefined;
    const { biasK } = this.#core;
    let keys = this.#core.projectStored(this.#normedStored(stored, standardized));
    if (!compat && biasK !== null) keys = withRow(keys, biasK);
    keys = this.#core.normalizeHeads(keys, storedStatic);
    if (this.options.addZeroAssociation) {
      keys = withRow(keys, filled([1, 1, keys.shape[2]], 0, this.dtype));
    }
    return { tensor: keys, shared: storedStatic, mixed: storedStatic && compat };
  }

  #normedValues(projection: Tensor, standardized: Standardized): Normed {
    return new Normed(projection, this.#norms.projection, standardized);
  }

  #valuesRole(projection: Tensor, standardized: Standardized): Role {
    const { projectionStatic } = this.plan;
    const compat = this.options.compat !== undefined;
    const { biasV } = this.#core;
    let values = this.#core.projectValues(this.#normedValues(projection, standardized));
    if (!compat && biasV !== null) values = withRow(values, biasV);
    if (this.options.addZeroAssociation) {
      values = withRow(values, filled([1, 1, values.shape[2]], 0, this.dtype));
    }
    return { tensor: values, shared: projectionStatic, mixed: projectionStatic && compat };
  }

  #associate(
    roles: HopfieldInputs,
    batch: number,
    options: HopfieldCallOptions,
    standardized: Standardized,
  ): Associated {
    const { plan } = this;
    const states = this.#stateRole(roles.state, standardized);
    if (options.associationMask === undefined && storedStayApart(plan, this.options, roles, batch)) {
      const normed = this.#normedStored(roles.stored, standardized);
      return associateLate({
        ...normed.before(this.#core.storedMap()),
        batch,
        heads: plan.heads,
        states: states.tensor,
        padding: options.storedPatternPaddingMask,
        beta: this.#core.scaling,
        separation: this.#separation(),
        stopping: { rule: "state", maxSteps: plan.maxSteps, epsilon: plan.epsilon },
      });
    }
    const stored = this.#storedRole(roles.stored, standardized);
    const [ours, theirs] = [states, stored].map((role) => sizePerHead(role, plan.heads));
    if (ours !== theirs) {
      throw new HopfieldError(
        "ERR_SIZE",
        `states have ${ours} features in a head's space and stored patterns ${theirs}; static patterns must have hiddenSize features`,
        { states: ours, stored: theirs },
      );
    }
    return associate(this.#problem({ batch, states, stored }, options));
  }

  /** The values blended; they are projected before or after that. */
  #blend(association: Tensor, roles: HopfieldInputs, values: () => Role, standardized: Standardized): Tensor {
    if (!valuesBlendFirst(this.plan, this.options, roles, association.shape[0])) {
      return blend(association, values());
    }
    const normed = this.#normedValues(roles.projection, standardized);
    const { patterns, weights } = normed.before(this.#core.valuesMap());
    return blendLate(association, patterns, weights);
  }

  #problem(
    { batch, states, stored }: Projected,
    { associationMask, storedPatternPaddingMask }: HopfieldCallOptions,
  ): AssociationProblem {
    const { heads, maxSteps, epsilon } = this.plan;
    const { compat, similarity = "dot", gradient = "unrolled", addZeroAssociation = false } = this.options;
    const added = (addZeroAssociation ? 1 : 0) + (compat === undefined && this.#core.biasK !== null ? 1 : 0);
    return {
      batch,
      heads,
      states,
      stored,
      unmasked: added,
      masks: { association: associationMask, padding: storedPatternPaddingMask },
      beta: this.#core.scaling,
      tiled: compat === undefined ? null : this.#tiled(sizePerHead(stored, heads)),
      similarity,
      separation: this.#separation(),
      stopping: { rule: compat === undefined ? "state" : "association", maxSteps, epsilon },
      gradient,
      empty: compat === undefined ? "zero" : "nan",
    };
  }

  /** hflayers' tiling of a scaling per head over the features (D2). */
  #tiled(size: number): AssociationProblem["tiled"] {
    const { heads, scaling, scalingPerHead, maxSteps } = this.plan;
    if (!scalingPerHead) return null;
    if (maxSteps.some((n) => n > 0) && size % heads !== 0) {
      throw new HopfieldError(
        "ERR_OPTION",
        `hflayers cannot update states of ${size} features with a scaling for each of ${heads} heads; drop compat, or give one scaling`,
        { size, heads },
      );
    }
    const first = allocate(this.dtype, heads * size);
    for (let j = 0; j < first.length; j++) first[j] = scaling[j % heads];
    return { first, later: first.subarray(0, size) as Floats };
  }
}

/** Patterns with one more row, the same in every sample. */
function withRow(patterns: Tensor, row: Tensor): Tensor {
  const [samples, , width] = patterns.shape;
  return concat([patterns, broadcastTo(row, [samples, 1, width])], 1);
}

/** What a head reads of the first sample, as patterns of the core. */
function patternsOf(role: Role, head: number, heads: number): Patterns {
  const [, rows, width] = role.tensor.shape;
  const size = sizePerHead(role, heads);
  const from = placeOf(role, 0, head, heads);
  const data = allocate(role.tensor.dtype, rows * size);
  for (let s = 0; s < rows; s++) {
    data.set(role.tensor.data.subarray(from + s * width, from + s * width + size), s * size);
  }
  return new Patterns(data, { size });
}
