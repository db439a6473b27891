import { HopfieldError, requireFinite, unknownName } from "../errors.ts";
import type { BinaryRetrieval } from "./binaryRetrieval.ts";
import { type Couplings, type CouplingWalk, type Form, forms } from "./couplings/couplings.ts";
import type { BinaryNetwork } from "./network.ts";
import type { BinaryRetrieveOptions } from "./options.ts";
import { readState, requireStored } from "./requireStored.ts";
import { fixedPatterns, overlapsWith, retrieveStates } from "./retrieveStates.ts";
import { HebbRule } from "./rules/hebb.ts";
import { PerceptronRule } from "./rules/perceptron.ts";
import { perceptronOptions } from "./rules/perceptronOptions.ts";
import { PseudoInverseRule } from "./rules/pseudoInverse.ts";
import { type Diagonal, type Rule, type RuleName, ruleNames, type Training } from "./rules/rule.ts";
import { StorkeyRule } from "./rules/storkey.ts";
import { SymmetricPerceptronRule } from "./rules/symmetricPerceptron.ts";
import { SignStore } from "./signStore.ts";
import { readSigns, type SignInput } from "./signs.ts";
import type { Walk } from "./walk.ts";

/** Options of a classical network. */
export interface BinaryHopfieldOptions {
  /** How patterns become weights: `hebb` by default. */
  readonly rule?: RuleName;
  /** The units of a pattern; needed for flat arrays and for a network that begins empty. */
  readonly size?: number;
  /**
   * The weights from each unit to itself: `zero`, or `kept` as the rule makes them. `kept` by default for `pseudoInverse`,
   * `zero` for the others; the perceptron has none.
   */
  readonly diagonal?: Diagonal;
  /** θ, one for all units or one each; 0 by default. A unit is drawn to the sign of its field Σⱼ wᵢⱼ sⱼ - θᵢ. */
  readonly thresholds?: number | ArrayLike<number>;
  /**
   * `patterns`: updates go through the stored patterns, no matrix is made; `matrix`: size x size weights. `auto` (default)
   * takes the cheaper one. They agree to rounding.
   */
  readonly form?: Form;
  /**
   * Perceptron: the margin of every bit in units of |wᵢ|. `auto` (default): half of the largest that so many random
   * patterns can have.
   */
  readonly kappa?: number | "auto";
  /** Perceptron: a unit gives up after this many steps per pattern; 200 by default. */
  readonly maxEpochs?: number;
  /** Perceptron: symmetric weights, which have an energy; false by default. */
  readonly symmetric?: boolean;
  /** Perceptron: called when a unit is trained (symmetric: an epoch); may throw to stop. */
  readonly onTraining?: (done: number, total: number) => void;
}

/** A field as near to the threshold as this counts as equal to it: sums of weights are rounded. */
const rest = 1e-10;

/**
 * The network of Hopfield 1982: units sᵢ of +1 and -1, each drawn to the sign of its field Σⱼ wᵢⱼ sⱼ - θᵢ; a unit whose
 * field is 0 keeps its state. E(s) = -½ s'Ws + θ's cannot rise while one unit is updated at a time, for symmetric weights
 * with a diagonal that is not negative (`descends`).
 *
 * ```ts
 * const network = new BinaryHopfield(patterns, { rule: "storkey" });
 * const { state, outcome } = network.retrieve(query).at(0);
 * ```
 *
 * @see Hopfield 1982, "Neural networks and physical systems with emergent collective computational abilities"
 */
export class BinaryHopfield implements BinaryNetwork {
  readonly rule: RuleName;
  readonly diagonal: Diagonal;
  readonly size: number;
  /** θ per unit. */
  readonly thresholds: Float64Array;
  readonly #store: SignStore;
  readonly #rule: Rule;

  /**
   * @param patterns  +1 and -1 (or booleans, true = +1): rows, or one flat array with the option `size`; may be empty
   * @throws HopfieldError ERR_SIZE, ERR_RANGE for values that are neither +1 nor -1, ERR_OPTION, ERR_NOT_FINITE
   */
  constructor(patterns: SignInput, options: BinaryHopfieldOptions = {}) {
    const signs = readSigns(patterns, options.size, "pattern");
    this.size = requireStored(signs);
    this.thresholds = thresholdsOf(options.thresholds, this.size);
    this.#store = new SignStore(this.size);
    this.#rule = makeRule(this.#store, this.thresholds, options);
    this.rule = this.#rule.name;
    this.diagonal = this.#rule.diagonal;
    this.#store.add(signs.data);
    this.#rule.learn(0);
  }

  get count(): number {
    return this.#store.count;
  }

  /** Whether the energy can never rise under asynchronous updates: symmetric weights, no negative weight to itself. */
  get descends(): boolean {
    return this.#rule.symmetric && this.#rule.leastDiagonal >= 0;
  }

  /** How the last training went; null for rules that cannot fail. */
  get training(): Training | null {
    return this.#rule.training;
  }

  /** The number of linearly independent patterns, for `pseudoInverse`; null for the other rules. */
  get rank(): number | null {
    return this.#rule.rank;
  }

  /** What the updates go through now. */
  get form(): Couplings["form"] {
    return this.#rule.couplings().form;
  }

  /**
   * Adds patterns; returns the number of the first. Hebb, Storkey and the pseudo-inverse add them to what they have
   * learned; the perceptron goes on training.
   * @throws HopfieldError ERR_SIZE, ERR_RANGE
   */
  add(patterns: SignInput): number {
    const { data } = readSigns(patterns, this.size, "pattern");
    const from = this.#store.count;
    this.#store.add(data);
    this.#rule.learn(from);
    return from;
  }

  at(m: number): Int8Array {
    return this.#store.row(m).slice();
  }

  /**
   * Updates the units of each query until nothing moves.
   * @throws HopfieldError ERR_EMPTY_MEMORY, ERR_SIZE, ERR_RANGE for values that are neither +1 nor -1, ERR_OPTION
   */
  retrieve(queries: SignInput, options: BinaryRetrieveOptions = {}): BinaryRetrieval {
    return retrieveStates(this.#store, this.#beginning(), queries, options);
  }

  /** E(s) = -½ s'Ws + θ's of each state. */
  energy(states: SignInput): Float64Array {
    const { data, count } = readSigns(states, this.size, "state");
    const begin = this.#beginning();
    return Float64Array.from({ length: count }, (_, q) =>
      begin(data.subarray(q * this.size, (q + 1) * this.size)).energy(),
    );
  }

  /** Σⱼ wᵢⱼ sⱼ - θᵢ of one state, per unit. */
  fields(state: SignInput): Float64Array {
    const signs = readState(state, this.size);
    const walk = this.#rule.couplings().begin(signs);
    return Float64Array.from(this.thresholds, (threshold, i) => walk.field(i) - threshold);
  }

  overlap(state: SignInput): Float64Array {
    return overlapsWith(this.#store, readState(state, this.size));
  }

  fixedPatterns(): Uint8Array {
    return fixedPatterns(this.#store, this.#beginning());
  }

  /** W as size x size numbers, row after row: `[i * size + j]` is the weight from unit j to unit i. Made on demand. */
  weights(): Float64Array {
    return this.#rule.couplings().weights();
  }

  #beginning(): (state: Int8Array) => Walk {
    const couplings = this.#rule.couplings();
    return (state) => new ThresholdWalk(couplings.begin(state), state, this.thresholds);
  }
}

/** Fields against thresholds. */
class ThresholdWalk implements Walk {
  readonly #walk: CouplingWalk;
  readonly #state: Int8Array;
  readonly #thresholds: Float64Array;

  constructor(walk: CouplingWalk, state: Int8Array, thresholds: Float64Array) {
    this.#walk = walk;
    this.#state = state;
    this.#thresholds = thresholds;
  }

  force(i: number): number {
    const field = this.#walk.field(i) - this.#thresholds[i];
    return Math.abs(field) <= rest ? 0 : field;
  }

  turned(i: number): void {
    this.#walk.turned(i);
  }

  energy(): number {
    let bias = 0;
    for (let i = 0; i < this.#state.length; i++) bias += this.#thresholds[i] * this.#state[i];
    return -0.5 * this.#walk.alignment() + bias;
  }
}

function thresholdsOf(given: BinaryHopfieldOptions["thresholds"], size: number): Float64Array {
  if (given === undefined || typeof given === "number") {
    requireFinite([given ?? 0], "thresholds");
    return new Float64Array(size).fill(given ?? 0);
  }
  if (given.length !== size) {
    throw new HopfieldError(
      "ERR_SIZE",
      `${given.length} thresholds for ${size} units; pass one each, or one number`,
      {
        length: given.length,
        size,
      },
    );
  }
  requireFinite(given, "thresholds");
  return Float64Array.from(given);
}

function makeRule(store: SignStore, thresholds: Float64Array, options: BinaryHopfieldOptions): Rule {
  const { rule = "hebb", form = "auto", symmetric = false } = options;
  const { diagonal = rule === "pseudoInverse" ? "kept" : "zero" } = options;
  if (!forms.includes(form)) throw unknownName("form", form, forms);
  if (diagonal !== "zero" && diagonal !== "kept") {
    throw unknownName("diagonal", diagonal, ["zero", "kept"]);
  }
  if (symmetric && rule !== "perceptron") {
    throw new HopfieldError(
      "ERR_OPTION",
      `symmetric is for the perceptron; ${rule} always makes symmetric weights`,
      {
        rule,
      },
    );
  }
  switch (rule) {
    case "hebb":
      return new HebbRule(store, diagonal, form);
    case "storkey":
      return new StorkeyRule(store, diagonal, form);
    case "pseudoInverse":
      return new PseudoInverseRule(store, diagonal, form);
    case "perceptron": {
      if (diagonal === "kept") {
        throw new HopfieldError(
          "ERR_OPTION",
          "the perceptron has no diagonal: a unit that sees itself learns nothing else; leave diagonal out",
          { rule, diagonal },
        );
      }
      const training = perceptronOptions({
        ...(options.kappa === undefined ? {} : { kappa: options.kappa }),
        ...(options.maxEpochs === undefined ? {} : { maxEpochs: options.maxEpochs }),
        onUnit: options.onTraining,
      });
      if (!symmetric) return new PerceptronRule(store, thresholds, form, training);
      if (form === "patterns") {
        throw new HopfieldError("ERR_OPTION", "the symmetric perceptron needs its matrix; leave form out", {
          form,
        });
      }
      return new SymmetricPerceptronRule(store, thresholds, training);
    }
    default:
      throw unknownName("rule", rule, ruleNames);
  }
}
