import { type Couplings, type Form, throughPatterns } from "../couplings/couplings.ts";
import { FactorCouplings } from "../couplings/factorCouplings.ts";
import { MatrixCouplings } from "../couplings/matrixCouplings.ts";
import type { SignStore } from "../signStore.ts";
import { signedSum } from "../sums.ts";
import type { Diagonal, Rule } from "./rule.ts";

/** Patterns that are learned together. */
const together = 16;

/**
 * wᵢⱼ += (xᵢ xⱼ - xᵢ hⱼᵢ - hᵢⱼ xⱼ) / d with hᵢⱼ = Σ_{k ≠ i,j} wᵢₖ xₖ, pattern after pattern, so their order matters.
 *
 * With aᵢ = Σ_{k ≠ i} wᵢₖ xₖ this is, off the diagonal, W <- (1 + 2/d) W + ((x - a)(x - a)' - a a') / d: two vectors per
 * pattern say all, and few patterns need no matrix. A kept diagonal is wᵢᵢ += (1 - 2 xᵢ aᵢ) / d, which may be negative.
 *
 * @see Storkey 1997, "Increasing the capacity of a Hopfield network without sacrificing functionality"
 */
export class StorkeyRule implements Rule {
  readonly name = "storkey";
  readonly symmetric = true;
  readonly training = null;
  readonly rank = null;
  readonly diagonal: Diagonal;
  readonly form: Form;
  readonly #store: SignStore;
  readonly #own: Float64Array;
  #couplings: FactorCouplings | MatrixCouplings;

  constructor(store: SignStore, diagonal: Diagonal, form: Form) {
    this.#store = store;
    this.diagonal = diagonal;
    this.form = form;
    this.#own = new Float64Array(store.size);
    this.#couplings = this.#vectors();
  }

  get leastDiagonal(): number {
    return this.#own.reduce((least, w) => Math.min(least, w), 0);
  }

  learn(from: number): void {
    const { count, size } = this.#store;
    if (this.#couplings.form === "patterns" && !throughPatterns(this.form, 2 * count, size)) {
      this.#couplings = new MatrixCouplings(size, this.#couplings.weights());
    }
    for (let m = from; m < count; m += together) this.#learn(m, Math.min(together, count - m));
  }

  couplings(): Couplings {
    return this.#couplings;
  }

  #vectors(): FactorCouplings {
    const vectors = new FactorCouplings(this.#store.size);
    vectors.setDiagonal(this.#own);
    return vectors;
  }

  /**
   * Learns `count` patterns. What the weights before them draw each of them to is asked at once, so that the weights are
   * read once; what the patterns of the group add to that is added pattern by pattern.
   */
  #learn(from: number, count: number): void {
    const { size } = this.#store;
    const own = this.#own;
    const patterns = Array.from({ length: count }, (_, b) => this.#store.row(from + b));
    const growth = 1 + 2 / size;
    const drawn = this.#drawn(patterns);
    const left: Float64Array[] = [];
    patterns.forEach((x, b) => {
      const a = drawn[b];
      for (let i = 0; i < size; i++) a[i] *= growth ** b;
      for (let s = 0; s < b; s++) {
        const factor = growth ** (b - 1 - s) / size;
        addOuterTimes(a, factor, left[s], x);
        addOuterTimes(a, -factor, drawn[s], x);
      }
      left.push(a.map((value, i) => x[i] - value));
    });
    if (this.diagonal === "kept") {
      patterns.forEach((x, b) => {
        for (let i = 0; i < size; i++) own[i] += (1 - 2 * x[i] * drawn[b][i]) / size;
      });
    }
    this.#couplings.scale(growth ** count);
    for (let b = 0; b < count; b++) {
      const factor = growth ** (count - 1 - b) / size;
      this.#couplings.addOuter(factor, left[b]);
      if (drawn[b].some((value) => value !== 0)) this.#couplings.addOuter(-factor, drawn[b]);
    }
    this.#couplings.setDiagonal(own);
  }

  /** aᵢ = Σ_{k ≠ i} wᵢₖ xₖ for each pattern by the weights as they are. */
  #drawn(patterns: readonly Int8Array[]): Float64Array[] {
    const { size } = this.#store;
    const walks = this.#couplings.begin(patterns);
    const drawn = patterns.map(() => new Float64Array(size));
    for (let i = 0; i < size; i++) {
      for (let b = 0; b < walks.length; b++) drawn[b][i] = walks[b].field(i) - this.#own[i] * patterns[b][i];
    }
    return drawn;
  }
}

/** Adds factor (v v' without its diagonal) x to `sums`. */
function addOuterTimes(sums: Float64Array, factor: number, v: Float64Array, x: Int8Array): void {
  const along = factor * signedSum(x, 0, v, x.length);
  for (let i = 0; i < sums.length; i++) sums[i] += v[i] * (along - factor * v[i] * x[i]);
}
