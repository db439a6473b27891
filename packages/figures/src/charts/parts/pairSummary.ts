/** What is drawn and said of the similarities between patterns. */
export interface PairSummary {
  /** The patterns' places in the order drawn. */
  order: number[];
  /** How many cells the matrix has along each side. */
  cells: number;
  /** The mean of the pairs in a cell, row by row; NaN where there is none. */
  cell: Float64Array;
  /** Of pairs of different patterns. */
  least: number;
  greatest: number;
  mean: number;
  /** The means of pairs within one class and of two classes; NaN where there is none. */
  within: number;
  between: number;
  /** The pair of different patterns with the greatest similarity. */
  nearest: [i: number, j: number] | undefined;
}

/** The places 0..count-1 in the order of their classes, in each class as they were. Numbers in names count as numbers. */
export function orderByClass(classes: readonly string[]): number[] {
  const compare = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });
  return classes.map((_, i) => i).sort((a, b) => compare(classes[a], classes[b]) || a - b);
}

/**
 * Goes through all pairs once. With more patterns than `most` a cell is the mean over a block of pairs of different
 * patterns; with fewer it is one pair, also of a pattern with itself. What is not finite does not count.
 */
export function summarisePairs(
  order: readonly number[],
  similarity: (i: number, j: number) => number,
  classes: readonly string[] | undefined,
  most: number,
): PairSummary {
  const count = order.length;
  const cells = Math.min(count, most);
  const cellOf = (place: number): number => Math.floor((place * cells) / count);
  const sums = new Float64Array(cells * cells);
  const counts = new Float64Array(cells * cells);
  const all = new Mean();
  const [within, between] = [new Mean(), new Mean()];
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let nearest: [number, number] | undefined;
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      const [i, j] = [order[row], order[column]];
      const value = similarity(i, j);
      if (!Number.isFinite(value)) continue;
      if (i === j && cells < count) continue;
      const at = cellOf(row) * cells + cellOf(column);
      sums[at] += value;
      counts[at]++;
      if (i === j) continue;
      all.add(value);
      if (classes !== undefined) (classes[i] === classes[j] ? within : between).add(value);
      least = Math.min(least, value);
      if (value > greatest) [greatest, nearest] = [value, [i, j]];
    }
  }
  const cell = sums.map((sum, at) => sum / counts[at]);
  return {
    order: [...order],
    cells,
    cell,
    least,
    greatest,
    mean: all.value,
    within: within.value,
    between: between.value,
    nearest,
  };
}

class Mean {
  sum = 0;
  count = 0;
  add(value: number): void {
    this.sum += value;
    this.count++;
  }
  get value(): number {
    return this.count === 0 ? Number.NaN : this.sum / this.count;
  }
}
