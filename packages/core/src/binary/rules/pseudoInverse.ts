import { type Couplings, type Form, throughPatterns } from "../couplings/couplings.ts";
import { FactorCouplings } from "../couplings/factorCouplings.ts";
import { MatrixCouplings } from "../couplings/matrixCouplings.ts";
import type { SignStore } from "../signStore.ts";
import { addScaled, weightedSum } from "../sums.ts";
import type { Diagonal, Rule } from "./rule.ts";

/**
 * A pattern whose squared distance from the span of those before is at most this share of |x|² = d depends on them. What
 * rounding leaves of one that depends is below 1e-28 of it.
 */
const dependence = 1e-20;

/** A remainder below this share of what it was has lost digits, and is orthogonalised once more. */
const again = 0.5;

/**
 * W = X⁺X, the projection onto the span of the patterns: every stored pattern is a fixed point as long as they are
 * linearly independent (N <= d), and W changes nothing about those in the span.
 *
 * W = Y'Y with orthonormal rows Y by Gram and Schmidt, twice where once loses digits: the patterns themselves, not their
 * Gram matrix, whose condition is the square of theirs. A pattern that depends on earlier ones leaves no remainder and is
 * left out, which is what the pseudo-inverse does: it adds nothing to the span. Patterns can be added one by one; the
 * order does not matter beyond rounding.
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
  /** The rows of Y. */
  readonly #rows: Float64Array[] = [];
  #matrix: MatrixCouplings | null = null;

  constructor(store: SignStore, diagonal: Diagonal, form: Form) {
    this.#store = store;
    this.diagonal = diagonal;
    this.form = form;
    this.#vectors = new FactorCouplings(store.size);
    if (diagonal === "zero") this.#vectors.setDiagonal(new Float64Array(store.size));
  }

  get rank(): number {
    return this.#rows.length;
  }

  get leastDiagonal(): number {
    return this.diagonal === "zero"
      ? 0
      : this.#vectors.inner.reduce((least, w) => Math.min(least, w), Number.POSITIVE_INFINITY);
  }

  learn(from: number): void {
    const first = this.#rows.length;
    for (let m = from; m < this.#store.count; m++) this.#orthogonalise(Float64Array.from(this.#store.row(m)));
    this.#hand(first);
    this.#matrix = null;
  }

  couplings(): Couplings {
    const { size } = this.#store;
    if (throughPatterns(this.form, this.#rows.length, size)) return this.#vectors;
    this.#matrix ??= new MatrixCouplings(size, this.#vectors.weights());
    return this.#matrix;
  }

  /** Takes what the rows hold out of a pattern and keeps the rest as the next row, unless the pattern depends on them. */
  #orthogonalise(rest: Float64Array): void {
    let before = rest.length;
    let left = this.#takeOut(rest);
    while (left < again * before && left > dependence * rest.length) {
      before = left;
      left = this.#takeOut(rest);
    }
    if (left <= dependence * rest.length) return;
    const scale = 1 / Math.sqrt(left);
    this.#rows.push(rest.map((value) => value * scale));
  }

  /** rest -= (rest·y) y for each row y, one after the other; returns |rest|². */
  #takeOut(rest: Float64Array): number {
    const { length } = rest;
    for (const row of this.#rows) {
      const share = weightedSum(row, 0, rest, length);
      addScaled(rest, -share, row, 0);
    }
    return weightedSum(rest, 0, rest, length);
  }

  /** Hands the rows from `first` on to the couplings, which keep them unit by unit. */
  #hand(first: number): void {
    const rank = this.#rows.length;
    this.#vectors.reserve(rank - first);
    const { room, vectors } = this.#vectors;
    for (let k = first; k < rank; k++) {
      const row = this.#rows[k];
      for (let i = 0; i < row.length; i++) vectors[i * room + k] = row[i];
    }
    this.#vectors.adopt(1, rank - first);
  }
}
