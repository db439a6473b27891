import { weightedSum } from "../sums.ts";
import type { Couplings, CouplingWalk } from "./couplings.ts";

/**
 * Symmetric weights through vectors: W = Σₖ gₖ rₖ rₖ', with a diagonal of its own. With qₖ = gₖ rₖ·s the field is
 * Σₖ rₖᵢ qₖ, corrected for the diagonal; a turn changes q alone. Both cost one pass over the vectors.
 */
export class FactorCouplings implements Couplings {
  readonly size: number;
  readonly form = "patterns";
  #rank = 0;
  #room = 0;
  /** Unit by unit: component `i` of vector `k` is `[i * room + k]`. */
  #vectors: Float64Array = new Float64Array(0);
  #factors: Float64Array = new Float64Array(0);
  /** Σₖ gₖ rₖᵢ², the diagonal that the vectors make. */
  readonly #inner: Float64Array;
  #diagonal: ArrayLike<number> | null = null;

  constructor(size: number) {
    this.size = size;
    this.#inner = new Float64Array(size);
  }

  /** The number of vectors. */
  get rank(): number {
    return this.#rank;
  }

  get room(): number {
    return this.#room;
  }

  /** The vectors unit by unit. Read it, do not write it. */
  get vectors(): Float64Array {
    return this.#vectors;
  }

  /** gₖ per vector. */
  get factors(): Float64Array {
    return this.#factors;
  }

  /** The diagonal that the vectors make. */
  get inner(): Float64Array {
    return this.#inner;
  }

  /** wᵢᵢ - what the vectors make of it, per unit. */
  correction(i: number): number {
    return this.#diagonal === null ? 0 : this.#diagonal[i] - this.#inner[i];
  }

  /** Puts other weights on the diagonal; null for those that the vectors make. */
  setDiagonal(weights: ArrayLike<number> | null): void {
    this.#diagonal = weights;
  }

  /** Multiplies all weights. */
  scale(factor: number): void {
    for (let k = 0; k < this.#rank; k++) this.#factors[k] *= factor;
    for (let i = 0; i < this.size; i++) this.#inner[i] *= factor;
  }

  /** Makes room for `more` vectors. */
  reserve(more: number): void {
    const wanted = this.#rank + more;
    if (wanted <= this.#room) return;
    const room = this.#room === 0 ? wanted : Math.max(wanted, 2 * this.#room);
    const vectors = new Float64Array(this.size * room);
    for (let i = 0; i < this.size; i++) {
      vectors.set(this.#vectors.subarray(i * this.#room, i * this.#room + this.#rank), i * room);
    }
    const factors = new Float64Array(room);
    factors.set(this.#factors);
    this.#vectors = vectors;
    this.#factors = factors;
    this.#room = room;
  }

  /** Adds g r r'. */
  append(factor: number, vector: ArrayLike<number>): void {
    this.reserve(1);
    for (let i = 0; i < this.size; i++) this.#vectors[i * this.#room + this.#rank] = vector[i];
    this.adopt(factor, 1);
  }

  /** Counts in `more` vectors that were written into the room behind the last. */
  adopt(factor: number, more: number): void {
    for (let k = this.#rank; k < this.#rank + more; k++) {
      this.#factors[k] = factor;
      for (let i = 0; i < this.size; i++) this.#inner[i] += factor * this.#vectors[i * this.#room + k] ** 2;
    }
    this.#rank += more;
  }

  begin(state: Int8Array): CouplingWalk {
    return new FactorWalk(this, state);
  }

  weights(): Float64Array {
    const { size } = this;
    const weights = new Float64Array(size * size);
    const left = new Float64Array(this.#rank);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < left.length; k++) left[k] = this.#factors[k] * this.#vectors[i * this.#room + k];
      for (let j = 0; j <= i; j++) {
        const w = weightedSum(this.#vectors, j * this.#room, left, left.length);
        weights[i * size + j] = w;
        weights[j * size + i] = w;
      }
      weights[i * (size + 1)] += this.correction(i);
    }
    return weights;
  }
}

class FactorWalk implements CouplingWalk {
  readonly #couplings: FactorCouplings;
  readonly #vectors: Float64Array;
  readonly #room: number;
  readonly #factors: Float64Array;
  readonly #state: Int8Array;
  /** qₖ = gₖ rₖ·s */
  readonly #pull: Float64Array;

  constructor(couplings: FactorCouplings, state: Int8Array) {
    this.#couplings = couplings;
    this.#vectors = couplings.vectors;
    this.#room = couplings.room;
    this.#factors = couplings.factors;
    this.#state = state;
    this.#pull = new Float64Array(couplings.rank);
    for (let i = 0; i < state.length; i++) this.#push(i, state[i]);
  }

  field(i: number): number {
    const sum = weightedSum(this.#vectors, i * this.#room, this.#pull, this.#pull.length);
    return sum + this.#couplings.correction(i) * this.#state[i];
  }

  turned(i: number): void {
    this.#push(i, 2 * this.#state[i]);
  }

  alignment(): number {
    let sum = 0;
    for (let k = 0; k < this.#pull.length; k++) sum += (this.#pull[k] * this.#pull[k]) / this.#factors[k];
    for (let i = 0; i < this.#state.length; i++) sum += this.#couplings.correction(i);
    return sum;
  }

  #push(i: number, times: number): void {
    const pull = this.#pull;
    const vectors = this.#vectors;
    const factors = this.#factors;
    const at = i * this.#room;
    for (let k = 0; k < pull.length; k++) pull[k] += times * factors[k] * vectors[at + k];
  }
}
