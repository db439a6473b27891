import type { Patterns } from "../patterns/patterns.ts";
import { decodeRow } from "../patterns/rows.ts";

/** Adds row i of the values to `sums`, without decoding it first where its numbers can be read as they are. */
function addRow(stored: Patterns, i: number, row: Float64Array, sums: Float64Array): void {
  const { data, size } = stored;
  if (data instanceof Uint16Array) {
    decodeRow(stored, i, null, row);
    for (let j = 0; j < size; j++) sums[j] += row[j];
    return;
  }
  const gain = stored.gain[i];
  const offset = stored.offset[i];
  const from = i * size;
  for (let j = 0; j < size; j++) sums[j] += gain * data[from + j] + offset;
}

/** |xᵢ - c|², in two sums that the processor can overlap. */
function squaresAbout(stored: Patterns, i: number, row: Float64Array, centre: Float64Array): number {
  const { data, size } = stored;
  const half = data instanceof Uint16Array;
  if (half) decodeRow(stored, i, null, row);
  const values = half ? row : data;
  const gain = half ? 1 : stored.gain[i];
  const offset = half ? 0 : stored.offset[i];
  const from = half ? 0 : i * size;
  let [even, odd] = [0, 0];
  for (let j = 0; j + 1 < size; j += 2) {
    const a = gain * values[from + j] + offset - centre[j];
    const b = gain * values[from + j + 1] + offset - centre[j + 1];
    even += a * a;
    odd += b * b;
  }
  if (size % 2 === 1) even += (gain * values[from + size - 1] + offset - centre[size - 1]) ** 2;
  return even + odd;
}

/** M = maxᵢ |xᵢ - c|, the largest Euclidean norm of a pattern, about the origin or about the mean of all; two passes. */
export function largestNorm(stored: Patterns, centred: boolean): number {
  const { size, count } = stored;
  const centre = new Float64Array(size);
  const row = new Float64Array(stored.data instanceof Uint16Array ? size : 0);
  if (centred) {
    for (let i = 0; i < count; i++) addRow(stored, i, row, centre);
    for (let j = 0; j < size; j++) centre[j] /= count;
  }
  let most = 0;
  for (let i = 0; i < count; i++) most = Math.max(most, squaresAbout(stored, i, row, centre));
  return Math.sqrt(most);
}
