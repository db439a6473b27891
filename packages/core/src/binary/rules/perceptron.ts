import { type Couplings, type Form, throughPatterns } from "../couplings/couplings.ts";
import { MatrixCouplings } from "../couplings/matrixCouplings.ts";
import { StrengthCouplings } from "../couplings/strengthCouplings.ts";
import type { SignStore } from "../signStore.ts";
import { kappaFor, type PerceptronOptions } from "./perceptronOptions.ts";
import { type Rule, type Training, untrained } from "./rule.ts";
import { trainUnit } from "./trainUnit.ts";

/**
 * Every unit learns its own weights until each bit has the margin kappa: x_mi (fᵢ - θᵢ) >= kappa |wᵢ|, the weakest
 * pattern first (the minimum-overlap algorithm). It converges wherever weights with a larger margin exist, for random
 * patterns up to N = 2 d at margin 0 (`gardnerCapacity`). The diagonal is 0 and the weights are not symmetric, so
 * there is no energy that cannot rise.
 *
 * The weights of unit i are sums of patterns with whole strengths, so the training needs the N x N overlaps alone:
 * a step costs N. The pattern that is weakest first decides between equal ones, so the order of the patterns may matter.
 *
 * @see Krauth and Mézard 1987, "Learning algorithms with optimal stability in neural networks"
 */
export class PerceptronRule implements Rule {
  readonly name = "perceptron";
  readonly diagonal = "zero";
  readonly symmetric = false;
  readonly leastDiagonal = 0;
  readonly rank = null;
  readonly form: Form;
  readonly #store: SignStore;
  readonly #thresholds: Float64Array;
  readonly #options: PerceptronOptions;
  /** How often unit i learned pattern m, `[i * count + m]`. */
  #steps: Float64Array = new Float64Array(0);
  #training: Training = untrained;
  #couplings: Couplings;

  constructor(store: SignStore, thresholds: Float64Array, form: Form, options: PerceptronOptions) {
    this.#store = store;
    this.#thresholds = thresholds;
    this.form = form;
    this.#options = options;
    this.#couplings = new StrengthCouplings(store, this.#steps);
  }

  get training(): Training {
    return this.#training;
  }

  learn(from: number): void {
    const { count, size, columns, room } = this.#store;
    const { maxEpochs, onUnit } = this.#options;
    if (count === 0) return;
    const kappa = kappaFor(this.#options, size, count);
    const before = this.#steps;
    const steps = new Float64Array(size * count);
    for (let i = 0; i < size; i++) steps.set(before.subarray(i * from, (i + 1) * from), i * count);
    const overlaps = this.#overlaps();
    let epochs = 0;
    let failedUnits = 0;
    let leastMargin = Number.POSITIVE_INFINITY;
    for (let i = 0; i < size; i++) {
      const signs = columns.subarray(i * room, i * room + count);
      const ended = trainUnit({
        signs,
        overlaps,
        size,
        threshold: this.#thresholds[i],
        kappa,
        maxSteps: maxEpochs * count,
        strengths: steps.subarray(i * count, (i + 1) * count),
      });
      epochs = Math.max(epochs, Math.ceil(ended.steps / count));
      leastMargin = Math.min(leastMargin, ended.margin);
      if (!ended.converged) failedUnits++;
      onUnit?.(i + 1, size);
    }
    this.#steps = steps;
    this.#training = { converged: failedUnits === 0, kappa, epochs, leastMargin, failedUnits };
    const signed = Float64Array.from(steps);
    for (let i = 0; i < size; i++) {
      for (let m = 0; m < count; m++) signed[i * count + m] *= columns[i * room + m];
    }
    const strengths = new StrengthCouplings(this.#store, signed);
    this.#couplings = throughPatterns(this.form, count, size) ? strengths : asMatrix(strengths);
  }

  couplings(): Couplings {
    return this.#couplings;
  }

  /** x_a·x_b of all pairs. */
  #overlaps(): Int32Array {
    const { count } = this.#store;
    const overlaps = new Int32Array(count * count);
    for (let a = 0; a < count; a++) {
      for (let b = 0; b <= a; b++) {
        overlaps[a * count + b] = this.#store.pair(a, b);
        overlaps[b * count + a] = overlaps[a * count + b];
      }
    }
    return overlaps;
  }
}

/** The same weights as a matrix. */
function asMatrix(couplings: StrengthCouplings): MatrixCouplings {
  const { size } = couplings;
  const rows = couplings.weights();
  const columns = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) columns[j * size + i] = rows[i * size + j];
  return new MatrixCouplings(size, columns);
}
