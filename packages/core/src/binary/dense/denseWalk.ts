import type { SignStore } from "../signStore.ts";
import { signedSum } from "../sums.ts";
import type { Walk } from "../walk.ts";
import type { Interaction } from "./interaction.ts";

/** A force below this share of its terms is summed again, overlap by overlap, so that rounding decides nothing. */
const doubtful = 1e-9;

/** What a dense memory needs to follow states: one per retrieval. */
export class DenseScene {
  readonly store: SignStore;
  readonly interaction: Interaction;
  readonly counts: Int32Array;
  readonly touched: Int32Array;

  constructor(store: SignStore, interaction: Interaction) {
    this.store = store;
    this.interaction = interaction;
    this.counts = new Int32Array(interaction.exact ? 0 : 2 * store.size + 1);
    this.touched = new Int32Array(interaction.exact ? 0 : store.count);
  }

  begin(state: Int8Array): Walk {
    return new DenseWalk(this, state);
  }
}

/** A state seen by a dense memory: overlaps with all patterns, kept up to date. A force and a turn cost N each. */
class DenseWalk implements Walk {
  readonly #scene: DenseScene;
  readonly #columns: Int8Array;
  readonly #room: number;
  readonly #state: Int8Array;
  readonly #overlaps: Float64Array;
  readonly #terms: Float64Array;
  #own = 0;
  #scale = 0;

  constructor(scene: DenseScene, state: Int8Array) {
    const { store } = scene;
    this.#scene = scene;
    this.#columns = store.columns;
    this.#room = store.room;
    this.#state = state;
    this.#overlaps = new Float64Array(store.count);
    this.#terms = new Float64Array(store.count);
    store.overlaps(state, this.#overlaps);
    this.#refresh();
  }

  force(i: number): number {
    const count = this.#terms.length;
    const sum = signedSum(this.#columns, i * this.#room, this.#terms, count) + this.#state[i] * this.#own;
    if (this.#scene.interaction.exact || Math.abs(sum) > doubtful * this.#scale) return sum;
    return this.#careful(i);
  }

  turned(i: number): void {
    const overlaps = this.#overlaps;
    const columns = this.#columns;
    const at = i * this.#room;
    const change = 2 * this.#state[i];
    for (let m = 0; m < overlaps.length; m++) overlaps[m] += change * columns[at + m];
    this.#refresh();
  }

  energy(): number {
    return this.#scene.interaction.energy(this.#overlaps);
  }

  #refresh(): void {
    this.#own = this.#scene.interaction.terms(this.#overlaps, this.#terms);
    if (this.#scene.interaction.exact) return;
    this.#scale = Math.abs(this.#own);
    for (const term of this.#terms) this.#scale += Math.abs(term);
  }

  /** Equal overlaps cancel as whole numbers before anything is rounded. */
  #careful(i: number): number {
    const { counts, touched, store, interaction } = this.#scene;
    const at = i * this.#room;
    for (let m = 0; m < touched.length; m++) {
      const sign = this.#columns[at + m];
      const c = this.#overlaps[m] - sign * this.#state[i];
      touched[m] = c;
      counts[c + store.size] += sign;
    }
    return interaction.sum(counts, touched);
  }
}
