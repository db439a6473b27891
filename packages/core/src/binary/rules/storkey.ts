import { type Couplings, type Form, throughPatterns } from "../couplings/couplings.ts";
import { FactorCouplings } from "../couplings/factorCouplings.ts";
import { MatrixCouplings } from "../couplings/matrixCouplings.ts";
import type { SignStore } from "../signStore.ts";
import type { Diagonal, Rule } from "./rule.ts";

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
    for (let m = from; m < count; m++) this.#learnOne(this.#store.row(m));
  }

  couplings(): Couplings {
    return this.#couplings;
  }

  #vectors(): FactorCouplings {
    const vectors = new FactorCouplings(this.#store.size);
    vectors.setDiagonal(this.#own);
    return vectors;
  }

  #learnOne(x: Int8Array): void {
    const { size } = this.#store;
    const walk = this.#couplings.begin(x);
    const drawn = Float64Array.from(x, (sign, i) => walk.field(i) - this.#own[i] * sign);
    const left = drawn.map((a, i) => x[i] - a);
    const growth = 1 + 2 / size;
    if (this.diagonal === "kept") {
      for (let i = 0; i < size; i++) this.#own[i] += (1 - 2 * x[i] * drawn[i]) / size;
    }
    if (this.#couplings instanceof FactorCouplings) {
      this.#couplings.scale(growth);
      this.#couplings.append(1 / size, left);
      if (drawn.some((a) => a !== 0)) this.#couplings.append(-1 / size, drawn);
      return;
    }
    const { columns } = this.#couplings;
    for (let k = 0; k < columns.length; k++) columns[k] *= growth;
    this.#couplings.addOuter(1 / size, left);
    this.#couplings.addOuter(-1 / size, drawn);
    this.#couplings.setDiagonal(this.#own);
  }
}
