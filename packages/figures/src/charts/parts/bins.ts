import { niceStep } from "./numbers.ts";

/** How many values lie above `low` and at or below `high`. */
export interface Bin {
  low: number;
  high: number;
  count: number;
}

/** Below it numbers lose their digits, and a place could not be found again. */
const leastWidth = 1e-300;

/**
 * Counts values in bins of a round width, about `wanted` of them from the least value to the greatest. With a
 * `threshold` it lies in that range too and is a border between two bins; a value at a border belongs to the bin below
 * it, so no bin holds values of both sides.
 */
export function binned(values: readonly number[], threshold?: number, wanted = 24): Bin[] {
  if (values.length === 0) return [];
  const edge = threshold ?? 0;
  let [least, greatest] = [threshold ?? values[0], threshold ?? values[0]];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const width = niceStep(Math.max((greatest - least || Math.abs(least) || 1) / wanted, leastWidth));
  const place = (value: number): number => Math.ceil((value - edge) / width) - 1;
  const places = values.map(place);
  const first = places.reduce((a, b) => Math.min(a, b));
  const last = places.reduce((a, b) => Math.max(a, b));
  const bins = Array.from({ length: last - first + 1 }, (_, k) => ({
    low: edge + (first + k) * width,
    high: edge + (first + k + 1) * width,
    count: 0,
  }));
  for (const at of places) bins[at - first].count++;
  return bins;
}
