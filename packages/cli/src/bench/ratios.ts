/** The middle of some numbers with their ends. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** How two contestants compare. */
export interface Ratio extends Spread {
  /** Whether the rounds differ so much, or are so few, that the ratio should not be quoted. */
  readonly unsure: boolean;
}

/** From this width of the spread on, relative to the median, a ratio is not sure. */
const unsureFrom = 0.15;

/** The median with the ends. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}

/**
 * The ratio of the medians of `theirs` and `ours`, with the ends of the ratios within the rounds: above 1, they take
 * longer than we do.
 */
export function ratioOf(theirs: readonly number[], ours: readonly number[]): Ratio {
  const median = spreadOf(theirs).median / spreadOf(ours).median;
  const { min, max } = spreadOf(theirs.slice(0, ours.length).map((seconds, round) => seconds / ours[round]));
  return { median, min, max, unsure: theirs.length < 2 || (max - min) / median > unsureFrom };
}
