import type { BinaryOutcome } from "./options.ts";
import type { Settled } from "./settle.ts";

/** A stored pattern beside a state: x·s / d, 1 for equal, -1 for turned over. */
export interface PatternOverlap {
  readonly index: number;
  readonly overlap: number;
}

/** One query of a batch, with all that is known of it. */
export interface RetrievedState {
  readonly state: Int8Array;
  readonly energy: number;
  readonly energies: readonly number[];
  readonly sweeps: number;
  readonly outcome: BinaryOutcome;
  readonly top: readonly PatternOverlap[];
}

/** What came back for a batch of queries: states of +1 and -1, query after query. */
export class BinaryRetrieval {
  readonly count: number;
  readonly size: number;
  /** count x size */
  readonly state: Int8Array;
  /** E of each last state. */
  readonly energy: Float64Array;
  /** Sweeps made for each query; the last one of a converged query moved nothing. */
  readonly sweeps: Int32Array;
  readonly outcome: readonly BinaryOutcome[];
  readonly #settled: readonly Settled[];
  readonly #overlaps: (state: Int8Array) => Float64Array;

  constructor(
    state: Int8Array,
    size: number,
    settled: readonly Settled[],
    overlaps: (state: Int8Array) => Float64Array,
  ) {
    this.count = settled.length;
    this.size = size;
    this.state = state;
    this.energy = Float64Array.from(settled, ({ energies }) => energies[energies.length - 1]);
    this.sweeps = Int32Array.from(settled, ({ sweeps }) => sweeps);
    this.outcome = settled.map(({ outcome }) => outcome);
    this.#settled = settled;
    this.#overlaps = overlaps;
  }

  /** All about query `i` in one object. */
  at(i: number): RetrievedState {
    return {
      state: this.stateOf(i),
      energy: this.energy[i],
      energies: this.energies(i),
      sweeps: this.sweeps[i],
      outcome: this.outcome[i],
      top: this.top(i),
    };
  }

  /** The last state of query `i`, a view. */
  stateOf(i: number): Int8Array {
    return this.state.subarray(i * this.size, (i + 1) * this.size);
  }

  /** The state that takes turns with `stateOf(i)`; null unless the outcome is "cycle". */
  otherOf(i: number): Int8Array | null {
    return this.#settled[i].other;
  }

  /** E of the query and of the state after each sweep. */
  energies(i: number): readonly number[] {
    return this.#settled[i].energies;
  }

  /** Sweeps after which the energy was higher than before, by more than rounding (1e-9 of its size). */
  energyRises(i: number): number {
    const energies = this.energies(i);
    let rises = 0;
    for (let t = 1; t < energies.length; t++) {
      if (energies[t] > energies[t - 1] + 1e-9 * (1 + Math.abs(energies[t - 1]))) rises++;
    }
    return rises;
  }

  /** x·s / d of the last state of query `i` with each stored pattern. */
  overlap(i: number): Float64Array {
    return this.#overlaps(this.stateOf(i));
  }

  /** The `k` stored patterns most like the last state of query `i` (5 by default), the lower number first on ties. */
  top(i: number, k = 5): readonly PatternOverlap[] {
    const overlaps = this.overlap(i);
    const order = Array.from(overlaps.keys()).sort((a, b) => overlaps[b] - overlaps[a] || a - b);
    return order.slice(0, k).map((index) => ({ index, overlap: overlaps[index] }));
  }

  /** The query and the state after each sweep of query `i`; empty unless asked for by `trace: true`. */
  trace(i: number): readonly Int8Array[] {
    return this.#settled[i].trace;
  }
}
