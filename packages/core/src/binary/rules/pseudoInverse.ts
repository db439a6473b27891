import { type Couplings, type Form, throughPatterns } from "../couplings/couplings.ts";
import { FactorCouplings } from "../couplings/factorCouplings.ts";
import { MatrixCouplings } from "../couplings/matrixCouplings.ts";
import type { SignStore } from "../signStore.ts";
import type { Diagonal, Rule } from "./rule.ts";

/** A pattern whose squared distance from the span of those before is at most this share of |x|² = d depends on them. */
const dependence = 1e-8;

/**
 * W = X⁺X, the projection onto the span of the patterns: every stored pattern is a fixed point as long as they are
 * linearly independent (N <= d), and W changes nothing about those in the span.
 *
 * The Gram matrix X X' is made of whole numbers; its Cholesky factor L gives the orthonormal rows Y = L⁻¹X with W = Y'Y.
 * A pattern that depends on earlier ones has no pivot and is left out, which is what the pseudo-inverse does: it adds
 * nothing to the span. Patterns can be added one by one; the order does not matter beyond rounding.
 *
 * @see Personnaz, Guyon and Dreyfus 1985, "Information storage and retrieval in spin-glass like neural networks"
 */
export class PseudoInverseRule implements Rule {
  readonly name = "pseudoInverse";
  readonly symmetric = true;
  readonly training = null;
  readonly diagonal: Diagonal;
  readonly form: Form;
  readonly #store: SignStore;
  readonly #vectors: FactorCouplings;
  /** The independent patterns. */
  readonly #kept: number[] = [];
  /** L, row by row: row k has k + 1 numbers. */
  readonly #lower: Float64Array[] = [];
  #matrix: MatrixCouplings | null = null;

  constructor(store: SignStore, diagonal: Diagonal, form: Form) {
    this.#store = store;
    this.diagonal = diagonal;
    this.form = form;
    this.#vectors = new FactorCouplings(store.size);
    if (diagonal === "zero") this.#vectors.setDiagonal(new Float64Array(store.size));
  }

  get rank(): number {
    return this.#kept.length;
  }

  get leastDiagonal(): number {
    return this.diagonal === "zero"
      ? 0
      : this.#vectors.inner.reduce((least, w) => Math.min(least, w), Number.POSITIVE_INFINITY);
  }

  learn(from: number): void {
    const first = this.#kept.length;
    for (let m = from; m < this.#store.count; m++) this.#factorise(m);
    this.#solve(first);
    this.#matrix = null;
  }

  couplings(): Couplings {
    const { size } = this.#store;
    if (throughPatterns(this.form, this.#kept.length, size)) return this.#vectors;
    this.#matrix ??= new MatrixCouplings(size, this.#vectors.weights());
    return this.#matrix;
  }

  /** The next row of L, unless pattern `m` depends on those before. */
  #factorise(m: number): void {
    const { size } = this.#store;
    const rank = this.#kept.length;
    const row = new Float64Array(rank + 1);
    let rest = size;
    for (let k = 0; k < rank; k++) {
      const lower = this.#lower[k];
      let sum = this.#store.pair(m, this.#kept[k]);
      for (let j = 0; j < k; j++) sum -= row[j] * lower[j];
      row[k] = sum / lower[k];
      rest -= row[k] * row[k];
    }
    if (rest <= dependence * size) return;
    row[rank] = Math.sqrt(rest);
    this.#lower.push(row);
    this.#kept.push(m);
  }

  /** Y = L⁻¹X for the rows from `first` on, four units at a time: each number of L is read once for the four. */
  #solve(first: number): void {
    const { columns, room, size } = this.#store;
    const rank = this.#kept.length;
    this.#vectors.reserve(rank - first);
    const width = this.#vectors.room;
    const y = this.#vectors.vectors;
    for (let i = 0; i < size; i += 4) {
      const a = i * width;
      const b = Math.min(i + 1, size - 1) * width;
      const c = Math.min(i + 2, size - 1) * width;
      const d = Math.min(i + 3, size - 1) * width;
      for (let k = first; k < rank; k++) {
        const lower = this.#lower[k];
        let sumA = 0;
        let sumB = 0;
        let sumC = 0;
        let sumD = 0;
        for (let j = 0; j < k; j++) {
          const l = lower[j];
          sumA += l * y[a + j];
          sumB += l * y[b + j];
          sumC += l * y[c + j];
          sumD += l * y[d + j];
        }
        const m = this.#kept[k];
        const sign = (at: number): number => columns[(at / width) * room + m];
        y[a + k] = (sign(a) - sumA) / lower[k];
        y[b + k] = (sign(b) - sumB) / lower[k];
        y[c + k] = (sign(c) - sumC) / lower[k];
        y[d + k] = (sign(d) - sumD) / lower[k];
      }
    }
    this.#vectors.adopt(1, rank - first);
  }
}
