import type { SignStore } from "../signStore.ts";
import { weightedSum } from "../sums.ts";
import type { Couplings, CouplingWalk } from "./couplings.ts";

/**
 * Weights wᵢⱼ = (1/d) Σ_m bᵢ_m x_mj for i ≠ j, 0 on the diagonal, through the patterns: unit i has learned pattern m
 * with a strength and a sign bᵢ_m of its own, so the weights need not be symmetric.
 */
export class StrengthCouplings implements Couplings {
  readonly size: number;
  readonly form = "patterns";
  readonly store: SignStore;
  /** Unit by unit: bᵢ_m is `[i * count + m]`. */
  readonly strengths: Float64Array;
  /** Σ_m bᵢ_m x_mi per unit: d times the diagonal that the sum would have. */
  readonly self: Float64Array;

  constructor(store: SignStore, strengths: Float64Array) {
    this.size = store.size;
    this.store = store;
    this.strengths = strengths;
    this.self = new Float64Array(store.size);
    for (let i = 0; i < store.size; i++) {
      for (let m = 0; m < store.count; m++) {
        this.self[i] += strengths[i * store.count + m] * store.columns[i * store.room + m];
      }
    }
  }

  begin(state: Int8Array): CouplingWalk {
    return new StrengthWalk(this, state);
  }

  weights(): Float64Array {
    const { store, strengths, size } = this;
    const weights = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      const row = weights.subarray(i * size, (i + 1) * size);
      for (let m = 0; m < store.count; m++) {
        const strength = strengths[i * store.count + m];
        if (strength === 0) continue;
        const x = store.row(m);
        for (let j = 0; j < size; j++) row[j] += strength * x[j];
      }
      row[i] = 0;
      for (let j = 0; j < size; j++) row[j] /= size;
    }
    return weights;
  }
}

class StrengthWalk implements CouplingWalk {
  readonly #couplings: StrengthCouplings;
  readonly #columns: Int8Array;
  readonly #room: number;
  readonly #strengths: Float64Array;
  readonly #self: Float64Array;
  readonly #state: Int8Array;
  readonly #overlaps: Float64Array;

  constructor(couplings: StrengthCouplings, state: Int8Array) {
    this.#couplings = couplings;
    this.#columns = couplings.store.columns;
    this.#room = couplings.store.room;
    this.#strengths = couplings.strengths;
    this.#self = couplings.self;
    this.#state = state;
    this.#overlaps = new Float64Array(couplings.store.count);
    couplings.store.overlaps(state, this.#overlaps);
  }

  field(i: number): number {
    const count = this.#overlaps.length;
    const sum = weightedSum(this.#strengths, i * count, this.#overlaps, count);
    return (sum - this.#self[i] * this.#state[i]) / this.#state.length;
  }

  turned(i: number): void {
    const overlaps = this.#overlaps;
    const columns = this.#columns;
    const at = i * this.#room;
    const change = 2 * this.#state[i];
    for (let m = 0; m < overlaps.length; m++) overlaps[m] += change * columns[at + m];
  }

  alignment(): number {
    let sum = 0;
    for (let i = 0; i < this.#couplings.size; i++) sum += this.#state[i] * this.field(i);
    return sum;
  }
}
