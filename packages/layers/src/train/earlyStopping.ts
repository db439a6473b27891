import { HopfieldError } from "modern-hopfield";

/** Options of early stopping. */
export interface EarlyStoppingOptions {
  /** Epochs that the score is averaged over; 1 by default (no smoothing), 16 in the paper's UCI experiments. */
  readonly window?: number;
  /** Epochs without a better smoothed score after which training stops; never by default. */
  readonly patience?: number;
  /** Whether larger scores are better (`max`, by default: an accuracy) or smaller ones (`min`: a loss). */
  readonly mode?: "max" | "min";
  /** Whether the weights of the best epoch come back at the end; true by default. */
  readonly restore?: boolean;
}

/** What the scores so far say. */
export interface ScoreVerdict {
  /** The mean of the last `window` scores. */
  readonly smoothed: number;
  /** Whether this is the best smoothed score so far. */
  readonly best: boolean;
  /** Whether there was no better one for too long. */
  readonly stop: boolean;
}

/** Judges the last of the validation scores by a moving average; the first of equals is the best. */
export function judgeScores(
  scores: readonly number[],
  { window = 1, patience = Number.POSITIVE_INFINITY, mode = "max" }: EarlyStoppingOptions = {},
): ScoreVerdict {
  if (!(Number.isInteger(window) && window >= 1) || !(patience >= 1)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid early stopping: window ${window}, patience ${patience} (expected a whole window and a patience of at least 1)`,
      { window, patience },
    );
  }
  const sign = mode === "max" ? 1 : -1;
  const smoothed = scores.map((_, n) => {
    const recent = scores.slice(Math.max(0, n + 1 - window), n + 1);
    return recent.reduce((a, b) => a + b, 0) / recent.length;
  });
  let best = 0;
  for (let n = 1; n < smoothed.length; n++) if (sign * smoothed[n] > sign * smoothed[best]) best = n;
  const last = scores.length - 1;
  return { smoothed: smoothed[last], best: best === last, stop: last - best >= patience };
}
