import { HopfieldError } from "../errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Patterns } from "../patterns/patterns.ts";
import { certifiedBeta } from "../theory/bounds.ts";
import { largestNorm } from "./pairNorm.ts";
import { rivalsOf, separationsOf } from "./pairRivals.ts";
import { eachPairScores, separationFrom } from "./pairScores.ts";
import type { BoundSimilarity, Similarity } from "./similarity.ts";

/** Facts about stored patterns as they are now, each found when first asked for. A change needs a new one. */
export class StoredFacts {
  readonly #stored: Patterns;
  readonly #similarity: Similarity;
  readonly #bind: () => BoundSimilarity;
  readonly #kernels: Kernels | undefined;
  readonly #separations = new Map<number, number>();
  #allSeparations: Float64Array | undefined;
  #norm: number | undefined;
  #certified: number | undefined;
  #storageError: number | undefined;

  /**
   * @param bind  the similarity tied to all patterns
   * @param kernels  for scoring each pair once, in tiles; without them every pattern is asked for by itself
   */
  constructor(stored: Patterns, similarity: Similarity, bind: () => BoundSimilarity, kernels?: Kernels) {
    this.#stored = stored;
    this.#similarity = similarity;
    this.#bind = bind;
    this.#kernels = kernels;
  }

  /** M, the largest norm of a pattern; about their centre where the origin does not matter (all but dot). */
  get norm(): number {
    this.#norm ??= largestNorm(this.#stored, this.#similarity.name !== "dot");
    return this.#norm;
  }

  /** The largest distance of a stored pattern from what was given to be stored; 0 for exact stores. */
  get storageError(): number {
    this.#storageError ??= this.#stored.storageError;
    return this.#storageError;
  }

  /** Δᵢ = s(xᵢ, xᵢ) - max over j ≠ i of s(xⱼ, xᵢ), by one pass over the patterns. */
  separationOf(i: number): number {
    const found = this.#allSeparations?.[i] ?? this.#separations.get(i);
    if (found !== undefined) return found;
    this.#stored.at(i);
    let separation = Number.NaN;
    const visit = (_: number, scores: Float64Array): void => {
      separation = separationFrom(i, scores).separation;
    };
    eachPairScores(this.#stored, this.#bind(), visit, [i]);
    this.#separations.set(i, separation);
    return separation;
  }

  /** The smallest beta from which on pattern `i` is stored for certain; Infinity when Δᵢ <= 0. */
  certifiedBetaOf(i: number): number {
    return certifiedBeta(this.#stored.count, this.norm, this.separationOf(i));
  }

  /**
   * The smallest beta that stores every pattern that can be stored, by N passes over the patterns (half as many where a pair has
   * one score and the kernels are known).
   * @throws HopfieldError ERR_BETA when no pattern stands out
   */
  certifiedBeta(): number {
    this.#certified ??= this.#largestCertifiedBeta();
    if (this.#certified === 0) {
      throw new HopfieldError(
        "ERR_BETA",
        `no pattern stands out under ${this.#similarity.name} (every Δ is 0 or less), so no beta can be certified; use squaredEuclidean or layer norm`,
      );
    }
    return this.#certified;
  }

  /** The largest finite certified beta of a pattern, 0 where none has one. */
  #largestCertifiedBeta(): number {
    this.#allSeparations = this.#separationsOfAll();
    let largest = 0;
    for (const separation of this.#allSeparations) {
      const beta = certifiedBeta(this.#stored.count, this.norm, separation);
      if (Number.isFinite(beta)) largest = Math.max(largest, beta);
    }
    return largest;
  }

  #separationsOfAll(): Float64Array {
    const stored = this.#stored;
    if (this.#kernels !== undefined) {
      return separationsOf(rivalsOf({ stored, similarity: this.#similarity, kernels: this.#kernels }));
    }
    const all = new Float64Array(stored.count);
    eachPairScores(stored, this.#bind(), (i, scores) => {
      all[i] = separationFrom(i, scores).separation;
    });
    return all;
  }
}
