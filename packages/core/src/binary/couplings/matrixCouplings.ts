import type { Couplings, CouplingWalk } from "./couplings.ts";

/**
 * Weights as a matrix. The fields of all units are kept up to date, so that a quiet unit costs nothing and a turn costs
 * `size` additions.
 */
export class MatrixCouplings implements Couplings {
  readonly size: number;
  readonly form = "matrix";
  /** Column after column: `[j * size + i]` is the weight from unit j to unit i, times `divisor`. */
  readonly columns: Float64Array;
  /** What all weights are divided by, so that they can be kept as whole numbers. */
  readonly divisor: number;

  constructor(size: number, columns: Float64Array = new Float64Array(size * size), divisor = 1) {
    this.size = size;
    this.columns = columns;
    this.divisor = divisor;
  }

  begin(state: Int8Array): CouplingWalk {
    return new MatrixWalk(this, state);
  }

  weights(): Float64Array {
    const { size, columns, divisor } = this;
    const weights = new Float64Array(size * size);
    for (let j = 0; j < size; j++) {
      for (let i = 0; i < size; i++) weights[i * size + j] = columns[j * size + i] / divisor;
    }
    return weights;
  }

  /** Adds `factor` v v' to the weights times `divisor`. */
  addOuter(factor: number, v: ArrayLike<number>): void {
    const { size, columns } = this;
    for (let j = 0; j < size; j++) {
      const f = factor * v[j];
      const at = j * size;
      for (let i = 0; i < size; i++) columns[at + i] += f * v[i];
    }
  }

  /** Puts other weights on the diagonal. */
  setDiagonal(weights: ArrayLike<number>): void {
    for (let i = 0; i < this.size; i++) this.columns[i * (this.size + 1)] = weights[i] * this.divisor;
  }
}

class MatrixWalk implements CouplingWalk {
  readonly #columns: Float64Array;
  readonly #divisor: number;
  readonly #state: Int8Array;
  readonly #fields: Float64Array;

  constructor({ size, columns, divisor }: MatrixCouplings, state: Int8Array) {
    this.#columns = columns;
    this.#divisor = divisor;
    this.#state = state;
    this.#fields = new Float64Array(size);
    for (let j = 0; j < size; j++) this.#push(j, state[j]);
  }

  field(i: number): number {
    return this.#fields[i] / this.#divisor;
  }

  turned(i: number): void {
    this.#push(i, 2 * this.#state[i]);
  }

  alignment(): number {
    let sum = 0;
    for (let i = 0; i < this.#fields.length; i++) sum += this.#state[i] * this.#fields[i];
    return sum / this.#divisor;
  }

  /** Adds `times` the weights that leave unit `j` to the fields. */
  #push(j: number, times: number): void {
    const fields = this.#fields;
    const columns = this.#columns;
    const at = j * fields.length;
    for (let i = 0; i < fields.length; i++) fields[i] += times * columns[at + i];
  }
}
