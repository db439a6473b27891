import { HopfieldError, requireFinite } from "../errors.ts";
import { exp, log } from "../math/elementary.ts";

/**
 * The weights of the stored patterns, kept as logarithms: exp of a long aged one is 0 in float64. As long as all
 * are 1 there is nothing to keep.
 */
export class PatternWeights {
  #logs: Float64Array | null = null;

  /** ln w per pattern; null when all weights are 1. Do not write it. */
  get logs(): Float64Array | null {
    return this.#logs;
  }

  /** The weights of `count` patterns as a new array. */
  values(count: number): Float64Array {
    return this.#logs === null ? new Float64Array(count).fill(1) : this.#logs.map(exp);
  }

  /**
   * Sets all weights.
   * @throws HopfieldError ERR_SIZE for another number than `count`, ERR_OPTION naming a weight that is not positive
   */
  set(weights: ArrayLike<number>, count: number): void {
    if (weights.length !== count) {
      throw new HopfieldError("ERR_SIZE", `${weights.length} weights for ${count} patterns`, {
        weights: weights.length,
        count,
      });
    }
    this.#logs = Float64Array.from(weights, (weight, i) => log(requireWeight(weight, i)));
  }

  /**
   * Sets the logarithms of all weights.
   * @throws HopfieldError ERR_SIZE for another number than `count`, ERR_NOT_FINITE for one that is not finite
   */
  setLogs(logs: ArrayLike<number>, count: number): void {
    if (logs.length !== count) {
      throw new HopfieldError("ERR_SIZE", `${logs.length} logWeights for ${count} patterns`, {
        logWeights: logs.length,
        count,
      });
    }
    requireFinite(logs, "logWeights");
    this.#logs = Float64Array.from(logs);
  }

  /** Makes room for pattern `i` behind the others, with its weight. */
  add(i: number, weight: number): void {
    if (this.#logs === null && weight === 1) return;
    const logs = new Float64Array(i + 1);
    if (this.#logs !== null) logs.set(this.#logs);
    logs[i] = log(weight);
    this.#logs = logs;
  }

  /** Gives pattern `i` of `count` another weight; the others keep their logarithms. */
  reweight(i: number, weight: number, count: number): void {
    const logs = this.#logs?.slice() ?? new Float64Array(count);
    logs[i] = log(requireWeight(weight, i));
    this.#logs = logs;
  }

  /** Adds `weight` to the weight of pattern `i` of `count`: ln(w + weight), exact where w has faded to nothing. */
  combine(i: number, weight: number, count: number): void {
    const logs = this.#logs?.slice() ?? new Float64Array(count);
    const added = log(weight);
    const larger = Math.max(logs[i], added);
    logs[i] = larger + Math.log1p(exp(Math.min(logs[i], added) - larger));
    this.#logs = logs;
  }

  /** Forgets the weight of pattern `i`. */
  remove(i: number): void {
    if (this.#logs !== null) this.#logs = this.#logs.filter((_, k) => k !== i);
  }

  /**
   * Multiplies the weights of all `count` patterns by exp(-rate).
   * @throws HopfieldError ERR_OPTION for a negative rate
   */
  age(rate: number, count: number): void {
    if (!(rate >= 0) || !Number.isFinite(rate)) {
      throw new HopfieldError("ERR_OPTION", `invalid rate: ${rate} (expected a finite number >= 0)`, {
        rate,
      });
    }
    this.#logs = (this.#logs ?? new Float64Array(count)).map((log) => log - rate);
  }
}

/**
 * Returns a weight that is positive and finite.
 * @throws HopfieldError ERR_OPTION for any other
 */
export function requireWeight(weight: number, i: number): number {
  if (!(weight > 0) || !Number.isFinite(weight)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid weight of pattern ${i}: ${weight} (expected a positive finite number; remove a pattern to forget it)`,
      { pattern: i, weight },
    );
  }
  return weight;
}
