import type { Couplings } from "../couplings/couplings.ts";
import { MatrixCouplings } from "../couplings/matrixCouplings.ts";
import type { SignStore } from "../signStore.ts";
import { signedSum } from "../sums.ts";
import { kappaFor, type PerceptronOptions } from "./perceptronOptions.ts";
import { type Rule, type Training, untrained } from "./rule.ts";
import { marginOf } from "./trainUnit.ts";

/**
 * The perceptron with symmetric weights, which have an energy: a bit i of a pattern without the margin makes
 * wᵢⱼ += xᵢ xⱼ / d and wⱼᵢ the same, for all j ≠ i. With kappa 0 it converges wherever symmetric weights exist that keep
 * all patterns. It always makes the matrix; the weights times d are whole numbers.
 *
 * @see Gardner 1988, "The space of interactions in neural network models"; Diederich and Opper 1987, "Learning of
 *   correlated patterns in spin-glass networks by local learning rules"
 */
export class SymmetricPerceptronRule implements Rule {
  readonly name = "perceptron";
  readonly diagonal = "zero";
  readonly symmetric = true;
  readonly leastDiagonal = 0;
  readonly rank = null;
  readonly form = "matrix";
  readonly #store: SignStore;
  readonly #thresholds: Float64Array;
  readonly #options: PerceptronOptions;
  readonly #matrix: MatrixCouplings;
  readonly #rows: Float64Array[];
  /** d² |wᵢ|² per unit. */
  readonly #squares: Float64Array;
  #training: Training = untrained;
  #kappa = 0;

  constructor(store: SignStore, thresholds: Float64Array, options: PerceptronOptions) {
    const { size } = store;
    this.#store = store;
    this.#thresholds = thresholds;
    this.#options = options;
    this.#matrix = new MatrixCouplings(size, new Float64Array(size * size), size);
    this.#rows = Array.from({ length: size }, (_, i) =>
      this.#matrix.columns.subarray(i * size, (i + 1) * size),
    );
    this.#squares = new Float64Array(size);
  }

  get training(): Training {
    return this.#training;
  }

  couplings(): Couplings {
    return this.#matrix;
  }

  learn(): void {
    const { count, size } = this.#store;
    const { maxEpochs, onUnit } = this.#options;
    if (count === 0) return;
    this.#kappa = kappaFor(this.#options, size, count);
    let epochs = 0;
    let quiet = false;
    while (!quiet && epochs < maxEpochs) {
      quiet = true;
      for (let m = 0; m < count; m++) {
        const x = this.#store.row(m);
        const weak = this.#weak(x);
        if (weak.length > 0) quiet = false;
        for (const i of weak) this.#reinforce(i, x);
      }
      epochs++;
      onUnit?.(epochs, maxEpochs);
    }
    this.#training = this.#examine(epochs);
  }

  /** d xᵢ (fᵢ - θᵢ) of a pattern. */
  #margin(i: number, x: Int8Array): number {
    return x[i] * (signedSum(x, 0, this.#rows[i], x.length) - x.length * this.#thresholds[i]);
  }

  #reaches(margin: number, i: number): boolean {
    return margin > 0 && margin >= this.#kappa * Math.sqrt(this.#squares[i]);
  }

  /** The units of a pattern without the margin. */
  #weak(x: Int8Array): number[] {
    const weak: number[] = [];
    for (let i = 0; i < x.length; i++) if (!this.#reaches(this.#margin(i, x), i)) weak.push(i);
    return weak;
  }

  #reinforce(i: number, x: Int8Array): void {
    const rows = this.#rows;
    const squares = this.#squares;
    for (let j = 0; j < x.length; j++) {
      if (j === i) continue;
      const old = rows[i][j];
      const next = old + x[i] * x[j];
      rows[i][j] = next;
      rows[j][i] = next;
      squares[i] += next * next - old * old;
      squares[j] += next * next - old * old;
    }
  }

  /** The margins of all bits in the end. */
  #examine(epochs: number): Training {
    const { size, count } = this.#store;
    const kappa = this.#kappa;
    const failed = new Uint8Array(size);
    let leastMargin = Number.POSITIVE_INFINITY;
    for (let m = 0; m < count; m++) {
      const x = this.#store.row(m);
      for (let i = 0; i < size; i++) {
        const margin = this.#margin(i, x);
        const length = Math.sqrt(this.#squares[i]);
        if (!this.#reaches(margin, i)) failed[i] = 1;
        leastMargin = Math.min(leastMargin, marginOf(margin, length));
      }
    }
    const failedUnits = failed.reduce((sum, f) => sum + f, 0);
    return { converged: failedUnits === 0, kappa, epochs, leastMargin, failedUnits };
  }
}
