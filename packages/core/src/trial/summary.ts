import { deviation, mean } from "../math/statistics.ts";
import type { FailureReason, PictureScores, QueryResult, TrialResults } from "./result.ts";

/** The mean of the values that are numbers; null when there is none. */
function meanOf(values: readonly (number | null)[]): number | null {
  const numbers = values.filter((value): value is number => value !== null && Number.isFinite(value));
  return numbers.length === 0 ? null : mean(numbers);
}

/** The means of a kind of picture scores. */
function meanScores(scores: readonly PictureScores[]): PictureScores {
  return {
    mse: mean(scores.map(({ mse }) => mse)),
    psnr: meanOf(scores.map(({ psnr }) => psnr)),
    ssim: meanOf(scores.map(({ ssim }) => ssim)),
    cosine: meanOf(scores.map(({ cosine }) => cosine)),
  };
}

/** How often each word occurs. */
function tally<K extends string>(words: readonly K[], all: readonly K[]): Record<K, number> {
  return Object.fromEntries(all.map((word) => [word, words.filter((w) => w === word).length])) as Record<
    K,
    number
  >;
}

/** One repeat in numbers. */
export interface RepeatSummary {
  readonly seed: number;
  readonly beta: number;
  readonly accuracy: number;
  readonly mse: number;
  readonly seconds: number;
}

/** The averages over all queries, and their spread over the repeats. */
export function summarizeTrial(
  perQuery: readonly QueryResult[],
  repeats: readonly RepeatSummary[],
): TrialResults {
  const share = (holds: (query: QueryResult) => boolean): number =>
    perQuery.filter(holds).length / perQuery.length;
  const labelled = perQuery.filter(({ labelCorrect }) => labelCorrect !== null);
  const failures: Partial<Record<FailureReason, number>> = {};
  for (const { reason } of perQuery) if (reason !== null) failures[reason] = (failures[reason] ?? 0) + 1;
  const rises = perQuery.map(({ energyRises, energies }) => (energies.length > 0 ? energyRises : null));
  return {
    accuracy: share(({ correct }) => correct),
    labelAccuracy:
      labelled.length === 0 ? null : labelled.filter((q) => q.labelCorrect).length / labelled.length,
    exact: share(({ exact }) => exact),
    ...meanScores(perQuery.map(({ retrieved }) => retrieved)),
    meanRank: mean(perQuery.map(({ rank }) => rank)),
    meanMargin: meanOf(perQuery.map(({ margin }) => margin)) ?? 0,
    baseline: meanScores(perQuery.map(({ baseline }) => baseline)),
    nearestNeighbour: {
      ...meanScores(perQuery.map(({ nearest }) => nearest)),
      accuracy: share(({ nearest }) => nearest.correct),
    },
    meanSteps: mean(perQuery.map(({ steps }) => steps)),
    effectivePatterns: mean(perQuery.map(({ effectivePatterns }) => effectivePatterns)),
    metastableSize: mean(perQuery.map(({ metastableSize }) => metastableSize)),
    fixedPoints: tally(
      perQuery.map(({ fixedPoint }) => fixedPoint),
      ["single", "metastable", "global"],
    ),
    outcomes: tally(
      perQuery.map(({ outcome }) => outcome),
      ["converged", "max-steps", "diverged"],
    ),
    energyRises: rises.includes(null) ? null : rises.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    failures,
    beta: mean(repeats.map(({ beta }) => beta)),
    seconds: repeats.reduce((sum, { seconds }) => sum + seconds, 0),
    spread: {
      accuracy: deviation(repeats.map(({ accuracy }) => accuracy)),
      mse: deviation(repeats.map(({ mse }) => mse)),
    },
  };
}
