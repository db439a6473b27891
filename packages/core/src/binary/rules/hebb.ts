import { type Couplings, type Form, throughPatterns } from "../couplings/couplings.ts";
import { HebbCouplings } from "../couplings/hebbCouplings.ts";
import { MatrixCouplings } from "../couplings/matrixCouplings.ts";
import { packedDot, wordsOf } from "../packed.ts";
import type { SignStore } from "../signStore.ts";
import type { Diagonal, Rule } from "./rule.ts";

/**
 * W = (1/d) Σ_m x_m x_m', the diagonal 0 or N/d. Adding a pattern adds to the weights; order does not matter.
 * @see Hopfield 1982, "Neural networks and physical systems with emergent collective computational abilities"
 */
export class HebbRule implements Rule {
  readonly name = "hebb";
  readonly symmetric = true;
  readonly training = null;
  readonly rank = null;
  readonly diagonal: Diagonal;
  readonly form: Form;
  readonly #store: SignStore;
  #matrix: MatrixCouplings | null = null;

  constructor(store: SignStore, diagonal: Diagonal, form: Form) {
    this.#store = store;
    this.diagonal = diagonal;
    this.form = form;
  }

  get leastDiagonal(): number {
    return this.diagonal === "zero" ? 0 : this.#store.count / this.#store.size;
  }

  learn(from: number): void {
    if (this.#matrix === null) return;
    for (let m = from; m < this.#store.count; m++) this.#matrix.addOuter(1, this.#store.row(m));
    this.#matrix.setDiagonal(new Float64Array(this.#store.size).fill(this.leastDiagonal));
  }

  couplings(): Couplings {
    const { count, size } = this.#store;
    if (throughPatterns(this.form, count, size)) return new HebbCouplings(this.#store, this.diagonal);
    this.#matrix ??= hebbMatrix(this.#store, this.diagonal);
    return this.#matrix;
  }
}

/** d W in whole numbers: d wᵢⱼ counts in how many patterns the two units agree, 32 patterns a word. */
export function hebbMatrix(store: SignStore, diagonal: Diagonal): MatrixCouplings {
  const { size, count } = store;
  const words = wordsOf(count);
  const packed = store.packedColumns();
  const columns = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    columns[i * (size + 1)] = diagonal === "zero" ? 0 : count;
    for (let j = 0; j < i; j++) {
      const agree = packedDot(packed, i * words, packed, j * words, words, count);
      columns[i * size + j] = agree;
      columns[j * size + i] = agree;
    }
  }
  return new MatrixCouplings(size, columns, size);
}
