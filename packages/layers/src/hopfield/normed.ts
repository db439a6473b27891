import { affine } from "../autodiff/affine.ts";
import { layerNorm } from "../autodiff/layerNorm.ts";
import { type NormedAffineWeights, normedAffine } from "../autodiff/normedAffine.ts";
import type { Tensor } from "../autodiff/tensor.ts";
import type { LayerNorm } from "../modules/layerNormModule.ts";

/** Patterns brought to mean 0 and variance 1, once for all roles of a call that have the same patterns and epsilon. */
export class Standardized {
  readonly #found = new Map<Tensor, Map<number, Tensor>>();

  of(patterns: Tensor, eps: number): Tensor {
    let byEps = this.#found.get(patterns);
    if (byEps === undefined) {
      byEps = new Map();
      this.#found.set(patterns, byEps);
    }
    let found = byEps.get(eps);
    if (found === undefined) {
      found = layerNorm(patterns, null, null, eps);
      byEps.set(eps, found);
    }
    return found;
  }
}

/** `count` rows of a weight from `weightStart` on, and as many numbers of a bias from `biasStart` on. */
export type MapRows = Pick<NormedAffineWeights, "weight" | "bias" | "weightStart" | "biasStart" | "count">;

/** Patterns of one role and the layer norm before them, which is folded into the projection behind it. */
export class Normed {
  readonly #patterns: Tensor;
  readonly #norm: LayerNorm | null;
  readonly #standardized: Standardized;

  constructor(patterns: Tensor, norm: LayerNorm | null, standardized: Standardized) {
    this.#patterns = patterns;
    this.#norm = norm;
    this.#standardized = standardized;
  }

  /** The patterns behind the norm, not projected. */
  whole(): Tensor {
    return this.#norm?.forward(this.#patterns) ?? this.#patterns;
  }

  /** The patterns behind the norm and some rows of a linear map. */
  into(rows: MapRows): Tensor {
    if (this.#norm === null) return affine(this.#patterns, rows.weight, rows.bias, rows);
    const { patterns, weights } = this.before(rows);
    return normedAffine(patterns, weights);
  }

  /** What `into` would map, and the norm's weights with the map's, for those who map something smaller later. */
  before(rows: MapRows): { patterns: Tensor; weights: NormedAffineWeights } {
    if (this.#norm === null) {
      return { patterns: this.#patterns, weights: { ...rows, normWeight: null, normBias: null } };
    }
    const { weight: normWeight, bias: normBias, eps } = this.#norm;
    return {
      patterns: this.#standardized.of(this.#patterns, eps),
      weights: { ...rows, normWeight, normBias },
    };
  }
}
