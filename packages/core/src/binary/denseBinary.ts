import { unknownName } from "../errors.ts";
import type { BinaryRetrieval } from "./binaryRetrieval.ts";
import { DenseScene } from "./dense/denseWalk.ts";
import { exponentialInteraction } from "./dense/exponential.ts";
import { type Interaction, type InteractionName, interactionNames } from "./dense/interaction.ts";
import { powerInteraction } from "./dense/power.ts";
import type { BinaryNetwork } from "./network.ts";
import type { BinaryRetrieveOptions } from "./options.ts";
import { readState, requireStored } from "./requireStored.ts";
import { fixedPatterns, overlapsWith, retrieveStates } from "./retrieveStates.ts";
import { SignStore } from "./signStore.ts";
import { readSigns, type SignInput } from "./signs.ts";

/** Options of a dense memory. */
export interface DenseBinaryOptions {
  /** F: `power` cⁿ (default), `rectifiedPower` max(c, 0)ⁿ, or `exponential` exp(c). */
  readonly interaction?: InteractionName;
  /** n of the powers, 3 by default. */
  readonly degree?: number;
  /** The units of a pattern; needed for flat arrays and for a memory that begins empty. */
  readonly size?: number;
}

/**
 * The dense associative memory: E(s) = -Σ_m F(x_m·s) with units of +1 and -1. A unit is set to the sign of
 * Σ_m F(c_m + x_mi) - F(c_m - x_mi), c_m the overlap without it, and keeps its state on 0: the choice with the lower
 * energy, so one unit at a time E cannot rise, whatever F. The steeper F is, the more patterns can be told apart.
 *
 * A sweep costs N x size: the overlaps follow a unit that turns by +-2. With the exponential E is the logarithm,
 * -ln Σ_m exp(x_m·s), which is finite at any size.
 *
 * @see Krotov and Hopfield 2016 (arXiv 1606.01164), Demircigil et al. 2017 (arXiv 1702.01929)
 */
export class DenseBinary implements BinaryNetwork {
  readonly interaction: InteractionName;
  /** n; null for the exponential. */
  readonly degree: number | null;
  readonly size: number;
  /** The energy can never rise when one unit is updated at a time. */
  readonly descends = true;
  readonly #store: SignStore;
  #prepared: Interaction;

  /**
   * @param patterns  +1 and -1 (or booleans, true = +1): rows, or one flat array with the option `size`; may be empty
   * @throws HopfieldError ERR_SIZE, ERR_RANGE for values that are neither +1 nor -1, ERR_OPTION for an unknown
   *   interaction or a degree that leaves float64
   */
  constructor(patterns: SignInput, options: DenseBinaryOptions = {}) {
    const { interaction = "power", degree = 3 } = options;
    if (!interactionNames.includes(interaction)) {
      throw unknownName("interaction", interaction, interactionNames);
    }
    const signs = readSigns(patterns, options.size, "pattern");
    this.size = requireStored(signs);
    this.interaction = interaction;
    this.degree = interaction === "exponential" ? null : degree;
    this.#store = new SignStore(this.size);
    this.#prepared = this.#prepare(signs.count);
    this.#store.add(signs.data);
  }

  get count(): number {
    return this.#store.count;
  }

  /**
   * Adds patterns; returns the number of the first.
   * @throws HopfieldError ERR_SIZE, ERR_RANGE
   */
  add(patterns: SignInput): number {
    const { data, count } = readSigns(patterns, this.size, "pattern");
    const from = this.#store.count;
    this.#prepared = this.#prepare(from + count);
    this.#store.add(data);
    return from;
  }

  at(m: number): Int8Array {
    return this.#store.row(m).slice();
  }

  /**
   * Updates the units of each query until nothing moves. Synchronous updates may raise the energy.
   * @throws HopfieldError ERR_EMPTY_MEMORY, ERR_SIZE, ERR_RANGE for values that are neither +1 nor -1, ERR_OPTION
   */
  retrieve(queries: SignInput, options: BinaryRetrieveOptions = {}): BinaryRetrieval {
    const scene = new DenseScene(this.#store, this.#prepared);
    return retrieveStates(this.#store, (state) => scene.begin(state), queries, options);
  }

  /** E(s) = -Σ_m F(x_m·s) of each state; for the exponential -ln Σ_m exp(x_m·s). */
  energy(states: SignInput): Float64Array {
    const { data, count } = readSigns(states, this.size, "state");
    const overlaps = new Float64Array(this.#store.count);
    return Float64Array.from({ length: count }, (_, q) => {
      this.#store.overlaps(data.subarray(q * this.size, (q + 1) * this.size), overlaps);
      return this.#prepared.energy(overlaps);
    });
  }

  overlap(state: SignInput): Float64Array {
    return overlapsWith(this.#store, readState(state, this.size));
  }

  fixedPatterns(): Uint8Array {
    const scene = new DenseScene(this.#store, this.#prepared);
    return fixedPatterns(this.#store, (state) => scene.begin(state));
  }

  #prepare(count: number): Interaction {
    return this.degree === null
      ? exponentialInteraction(this.size)
      : powerInteraction(this.degree, this.interaction === "rectifiedPower", this.size, count);
  }
}
