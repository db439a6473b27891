import type { SignStore } from "../signStore.ts";
import { signedSum } from "../sums.ts";
import type { Couplings, CouplingWalk } from "./couplings.ts";

/**
 * The Hebbian weights wᵢⱼ = (1/d) Σ_m x_mi x_mj through the patterns: with the overlaps c_m = x_m·s the field is
 * (1/d) (Σ_m x_mi c_m - N sᵢ), or without the last term where the diagonal is kept. All sums are of whole numbers,
 * so they are exact.
 */
export class HebbCouplings implements Couplings {
  readonly size: number;
  readonly form = "patterns";
  readonly store: SignStore;
  /** d wᵢᵢ as it should not be: what is subtracted from the sum over the patterns. */
  readonly self: number;

  constructor(store: SignStore, diagonal: "zero" | "kept") {
    this.size = store.size;
    this.store = store;
    this.self = diagonal === "zero" ? store.count : 0;
  }

  begin(state: Int8Array): CouplingWalk {
    return new HebbWalk(this, state);
  }

  weights(): Float64Array {
    const { store, size, self } = this;
    const weights = new Float64Array(size * size);
    for (let m = 0; m < store.count; m++) {
      const x = store.row(m);
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) weights[i * size + j] += x[i] * x[j];
      }
    }
    for (let i = 0; i < size; i++) weights[i * (size + 1)] -= self;
    return weights.map((w) => w / size);
  }
}

class HebbWalk implements CouplingWalk {
  readonly #columns: Int8Array;
  readonly #room: number;
  readonly #count: number;
  readonly #self: number;
  readonly #state: Int8Array;
  readonly #overlaps: Float64Array;

  constructor({ store, self }: HebbCouplings, state: Int8Array) {
    this.#columns = store.columns;
    this.#room = store.room;
    this.#count = store.count;
    this.#self = self;
    this.#state = state;
    this.#overlaps = new Float64Array(store.count);
    store.overlaps(state, this.#overlaps);
  }

  field(i: number): number {
    const sum = signedSum(this.#columns, i * this.#room, this.#overlaps, this.#count);
    return (sum - this.#self * this.#state[i]) / this.#state.length;
  }

  turned(i: number): void {
    const overlaps = this.#overlaps;
    const columns = this.#columns;
    const at = i * this.#room;
    const change = 2 * this.#state[i];
    for (let m = 0; m < this.#count; m++) overlaps[m] += change * columns[at + m];
  }

  alignment(): number {
    let sum = 0;
    for (let m = 0; m < this.#count; m++) sum += this.#overlaps[m] * this.#overlaps[m];
    return sum / this.#state.length - this.#self;
  }
}
