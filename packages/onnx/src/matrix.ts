import { decodeRow, type Rows } from "modern-hopfield/engine";
import type { OnnxRuntime, OrtTensor } from "./runtime.ts";

/** Rows as float32 about their mean, so that float32 keeps as much as it can of the differences between them. */
export interface CentredMatrix {
  readonly tensor: OrtTensor;
  readonly data: Float32Array;
  readonly centre: Float64Array;
  readonly count: number;
  readonly size: number;
  /** The largest norm of a row about the mean. */
  readonly largestNorm: number;
}

/**
 * Decodes rows into a tensor (count x size x 4 bytes).
 * @param prepare  changes a decoded row in place before it is kept
 */
export function centredMatrix(
  { Tensor }: OnnxRuntime,
  rows: Rows,
  prepare: (row: Float64Array) => void = () => {},
): CentredMatrix {
  const { count, size } = rows;
  const row = new Float64Array(size);
  const centre = new Float64Array(size);
  for (let i = 0; i < count; i++) {
    decodeRow(rows, i, null, row);
    prepare(row);
    for (let j = 0; j < size; j++) centre[j] += row[j];
  }
  for (let j = 0; j < size; j++) centre[j] /= count;
  const data = new Float32Array(count * size);
  let largest = 0;
  for (let i = 0; i < count; i++) {
    decodeRow(rows, i, null, row);
    prepare(row);
    let squares = 0;
    for (let j = 0; j < size; j++) {
      const value = row[j] - centre[j];
      data[i * size + j] = value;
      squares += value * value;
    }
    largest = Math.max(largest, squares);
  }
  const tensor = new Tensor("float32", data, [count, size]);
  return { tensor, data, centre, count, size, largestNorm: Math.sqrt(largest) };
}
