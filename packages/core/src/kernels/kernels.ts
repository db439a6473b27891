import type { Rows } from "../patterns/rows.ts";
import type { MakeScout } from "./scout.ts";

/**
 * The arithmetic under every memory. One set may be swapped for another; all follow the same contract and the
 * same contract suite runs on each.
 *
 * `columns` are the known components, in rising order (null: all); sums run over them alone. `states` is a batch
 * of `count` rows side by side, each of the full pattern size. Results are float64, one row per state.
 */
export interface Kernels {
  /** The name, for reports and for the choice by name. */
  readonly name: string;
  /**
   * The largest error of a score, as a share of the sum of the absolute values of its terms (|x|² + |ξ|² for a squared
   * distance, where |x| is that of gain x number and offset apart, should these cancel).
   */
  readonly precision: number;

  /** out[q N + i] = Σⱼ xᵢⱼ ξqⱼ */
  dot(stored: Rows, columns: Int32Array | null, states: Float64Array, count: number, out: Float64Array): void;

  /** out[q N + i] = Σⱼ (xᵢⱼ - ξqⱼ)² */
  squaredDistance(
    stored: Rows,
    columns: Int32Array | null,
    states: Float64Array,
    count: number,
    out: Float64Array,
  ): void;

  /** out[q N + i] = Σⱼ |xᵢⱼ - ξqⱼ| */
  manhattanDistance(
    stored: Rows,
    columns: Int32Array | null,
    states: Float64Array,
    count: number,
    out: Float64Array,
  ): void;

  /** out[q d + j] = Σᵢ wqᵢ xᵢⱼ over all components; `weights` is count x N. */
  weightedSum(stored: Rows, weights: Float64Array, count: number, out: Float64Array): void;

  /** Makes scouts that find the patterns which can matter without scoring all in full; absent where there is no fast way. */
  readonly scout?: MakeScout;
}
