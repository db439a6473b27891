import type { Random } from "modern-hopfield";
import { affine } from "../autodiff/affine.ts";
import { layerNorm } from "../autodiff/layerNorm.ts";
import { reshape } from "../autodiff/shape.ts";
import type { Dtype, Tensor } from "../autodiff/tensor.ts";
import { constantParameter, normalParameter, uniformParameter } from "../modules/initial.ts";
import { Module } from "../modules/module.ts";
import type { MapRows, Normed } from "./normed.ts";
import type { HopfieldPlan } from "./plan.ts";

/** Deviation of first projection weights, as in hflayers. */
const deviation = 0.02;

/** The output projection: `weight`, and `bias` where projections have one. */
class OutProjection extends Module {
  readonly weight: Tensor;
  readonly bias: Tensor | null;

  constructor(from: number, to: number, bias: boolean, dtype: Dtype, random: Random) {
    super();
    this.weight = this.own("weight", normalParameter([to, from], dtype, deviation, random));
    this.bias = bias ? this.own("bias", constantParameter([to], dtype, 0)) : null;
  }
}

/** What `AssociationCore` is made of beside the plan. */
export interface CoreOptions {
  readonly dtype: Dtype;
  readonly random: Random;
  readonly inputBias: boolean;
  readonly concatBiasPattern: boolean;
  /** The first alpha per head where the separation's is learned. */
  readonly alpha: number | null;
  /** Whether learned bias values have hflayers' width, the stored patterns'. */
  readonly narrowBias: boolean;
}

/**
 * The weights of an association, under hflayers' names: `in_proj_weight` or `q_proj_weight`, `k_proj_weight`,
 * `v_proj_weight`; `in_proj_bias`; `out_proj`; `p_norm_weight` and `p_norm_bias`; `bias_k` and `bias_v`. Ours beside them:
 * `scaling` and `separation_alpha`, where they are learned.
 */
export class AssociationCore extends Module {
  readonly #plan: HopfieldPlan;
  readonly #together: Tensor | null = null;
  readonly #q: Tensor | null = null;
  readonly #k: Tensor | null = null;
  readonly #v: Tensor | null = null;
  readonly #bias: Tensor | null = null;
  readonly #out: OutProjection | null = null;
  readonly #normWeight: Tensor | null = null;
  readonly #normBias: Tensor | null = null;
  readonly biasK: Tensor | null = null;
  readonly biasV: Tensor | null = null;
  readonly scaling: Tensor;
  /** The logarithm of alpha - 1, per head, where it is learned. */
  readonly alpha: Tensor | null = null;

  constructor(plan: HopfieldPlan, options: CoreOptions) {
    super();
    this.#plan = plan;
    const { dtype, random, inputBias, concatBiasPattern, alpha, narrowBias } = options;
    const { heads } = plan;
    const [E, d, p] = [plan.inputSize ?? 0, plan.hiddenSize ?? 0, plan.patternSize ?? 0];
    const projection = (name: string, rows: number, columns: number): Tensor =>
      this.own(name, normalParameter([rows, columns], dtype, deviation, random.fork(name)));
    const [qRows, kRows, vRows] = [
      plan.stateStatic ? 0 : heads * d,
      plan.storedStatic ? 0 : heads * d,
      plan.projectionStatic ? 0 : heads * p,
    ];
    const some = qRows + kRows + vRows > 0;
    if (some && plan.together) this.#together = projection("in_proj_weight", qRows + kRows + vRows, E);
    else {
      if (qRows > 0) this.#q = projection("q_proj_weight", qRows, E);
      if (kRows > 0) this.#k = projection("k_proj_weight", kRows, plan.storedSize as number);
      if (vRows > 0) {
        const columns = plan.connected ? heads * d : (plan.projectionSize as number);
        this.#v = projection("v_proj_weight", vRows, columns);
      }
    }
    // hflayers keeps the values' part even where it is not used.
    if (some && inputBias) {
      this.#bias = this.own("in_proj_bias", constantParameter([qRows + kRows + heads * p], dtype, 0));
    }
    if (plan.outProjection) {
      const to = plan.outputSize as number;
      this.#out = this.part(
        "out_proj",
        new OutProjection(heads * p, to, inputBias, dtype, random.fork("out_proj")),
      );
    }
    if (plan.spaceNorm.affine) {
      this.#normWeight = this.own("p_norm_weight", constantParameter([d], dtype, 1));
      this.#normBias = this.own("p_norm_bias", constantParameter([d], dtype, 0));
    }
    if (concatBiasPattern) {
      const width = (isStatic: boolean, size: number): number =>
        isStatic && !narrowBias ? size : heads * size;
      const values = narrowBias ? heads * d : width(plan.projectionStatic, p);
      const shape = [1, 1, width(plan.storedStatic, d)];
      this.biasK = this.own("bias_k", normalParameter(shape, dtype, deviation, random.fork("bias_k")));
      this.biasV = this.own(
        "bias_v",
        normalParameter([1, 1, values], dtype, deviation, random.fork("bias_v")),
      );
    }
    const scaling = constantParameter([heads], dtype, 0);
    scaling.data.set(plan.scaling);
    scaling.requiresGrad = plan.scalingTrainable;
    this.scaling = plan.scalingTrainable ? this.own("scaling", scaling) : scaling;
    if (alpha !== null) {
      this.alpha = this.own("separation_alpha", uniformParameter([heads], dtype, 0, random));
      this.alpha.data.fill(Math.log(alpha - 1));
    }
  }

  get #biasParts(): { k: number; v: number } {
    const { heads, hiddenSize, stateStatic, storedStatic } = this.#plan;
    const rows = heads * (hiddenSize ?? 0);
    const k = stateStatic ? 0 : rows;
    return { k, v: k + (storedStatic ? 0 : rows) };
  }

  /** The states in the heads' spaces, or as they are. */
  projectState(state: Normed): Tensor {
    const { stateStatic, heads, hiddenSize } = this.#plan;
    if (stateStatic) return state.whole();
    return state.into({
      weight: (this.#q ?? this.#together) as Tensor,
      bias: this.#bias,
      weightStart: 0,
      biasStart: 0,
      count: heads * (hiddenSize as number),
    });
  }

  /** The map of the stored patterns into the heads' spaces, where they are not static. */
  storedMap(): MapRows {
    const { heads, hiddenSize } = this.#plan;
    const { k } = this.#biasParts;
    return {
      weight: (this.#k ?? this.#together) as Tensor,
      bias: this.#bias,
      weightStart: this.#k === null ? k : 0,
      biasStart: k,
      count: heads * (hiddenSize as number),
    };
  }

  /** The map to the values of each head, where they are neither static nor connected. */
  valuesMap(): MapRows {
    const { heads, patternSize } = this.#plan;
    const { v } = this.#biasParts;
    return {
      weight: (this.#v ?? this.#together) as Tensor,
      bias: this.#bias,
      weightStart: this.#v === null ? v : 0,
      biasStart: v,
      count: heads * (patternSize as number),
    };
  }

  /** The stored patterns in the heads' spaces, or as they are. */
  projectStored(stored: Normed): Tensor {
    return this.#plan.storedStatic ? stored.whole() : stored.into(this.storedMap());
  }

  /** The values of each head, or the patterns as they are. */
  projectValues(values: Normed): Tensor {
    const { projectionStatic, connected } = this.#plan;
    if (projectionStatic) return values.whole();
    const map = this.valuesMap();
    if (connected) {
      const { biasStart, count } = map;
      return affine(this.projectStored(values), map.weight, map.bias, { biasStart, count });
    }
    return values.into(map);
  }

  /** The layer norm of each head's part. */
  normalizeHeads(patterns: Tensor, shared: boolean): Tensor {
    const { spaceNorm, heads } = this.#plan;
    if (!spaceNorm.normalize) return patterns;
    const [samples, rows] = patterns.shape;
    const parts = reshape(patterns, [samples, rows, shared ? 1 : heads, -1]);
    return reshape(layerNorm(parts, this.#normWeight, this.#normBias, spaceNorm.eps), patterns.shape);
  }

  /** The heads' outputs brought together, where there is an output projection. */
  projectOut(heads: Tensor): Tensor {
    return this.#out === null ? heads : affine(heads, this.#out.weight, this.#out.bias);
  }
}
