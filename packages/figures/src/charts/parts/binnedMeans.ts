import { mean } from "./numbers.ts";

/** The mean of the values in one part of an axis, with an interval that holds the true mean in 95 of 100 cases. */
export interface BinnedMean {
  x: number;
  y: number;
  low: number;
  high: number;
  count: number;
}

const z = 1.959964;

/**
 * Means over parts of the x axis that hold about equally many points, points of one x together.
 *
 * The interval is mean ± 1.96 standard errors; of values that are all 0 or 1 it is Wilson's (1927), which is right near
 * 0 and 1 too. A bin of one point that is no share has no interval of its own: low = high = y.
 *
 * @param log  whether the middle of a part is the geometric mean
 */
export function binnedMeans(
  points: readonly { x: number; y: number }[],
  bins: number,
  log = false,
): BinnedMean[] {
  const sorted = [...points].sort((a, b) => a.x - b.x);
  const shares = sorted.every(({ y }) => y === 0 || y === 1);
  const result: BinnedMean[] = [];
  let from = 0;
  for (let bin = 1; bin <= bins && from < sorted.length; bin++) {
    let to = bin === bins ? sorted.length : Math.max(from + 1, Math.round((bin * sorted.length) / bins));
    while (to < sorted.length && sorted[to].x === sorted[to - 1].x) to++;
    const part = sorted.slice(from, to);
    const ys = part.map(({ y }) => y);
    const xs = part.map(({ x }) => x);
    const x = log ? Math.exp(mean(xs.map(Math.log))) : mean(xs);
    result.push({ x, y: mean(ys), ...(shares ? wilson(ys) : normal(ys)), count: part.length });
    from = to;
  }
  return result;
}

function normal(ys: readonly number[]): { low: number; high: number } {
  const middle = mean(ys);
  const spread =
    ys.length < 2 ? 0 : Math.sqrt(ys.reduce((sum, y) => sum + (y - middle) ** 2, 0) / (ys.length - 1));
  const half = (z * spread) / Math.sqrt(ys.length);
  return { low: middle - half, high: middle + half };
}

function wilson(ys: readonly number[]): { low: number; high: number } {
  const [n, p] = [ys.length, mean(ys)];
  const middle = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Spearman's rank correlation; NaN where one side does not vary. */
export function rankCorrelation(points: readonly { x: number; y: number }[]): number {
  const [a, b] = [ranks(points.map(({ x }) => x)), ranks(points.map(({ y }) => y))];
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((rank, i) => {
    ab += (rank - meanA) * (b[i] - meanB);
    aa += (rank - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}

/** Ranks from 0; equal values share the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const result = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let k = from; k < to; k++) result[order[k]] = (from + to - 1) / 2;
    from = to;
  }
  return result;
}
