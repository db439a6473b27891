import { affine } from "../autodiff/affine.ts";
import { layerNorm } from "../autodiff/layerNorm.ts";
import { normedAffine } from "../autodiff/normedAffine.ts";
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

  /** The patterns behind the norm and a linear map: `count` rows of a weight, and as many numbers of a bias. */
  into(weight: Tensor, bias: Tensor | null, weightStart: number, biasStart: number, count: number): Tensor {
    if (this.#norm === null) return affine(this.#patterns, weight, bias, { weightStart, biasStart, count });
    const { weight: normWeight, bias: normBias, eps } = this.#norm;
    return normedAffine(this.#standardized.of(this.#patterns, eps), {
      normWeight,
      normBias,
      weight,
      bias,
      weightStart,
      biasStart,
      count,
    });
  }
}
