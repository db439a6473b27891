import { deviation, mean } from "../math/statistics.ts";
import type { ClassicalScores, FailureReason, PictureScores, QueryResult, TrialResults } from "./result.ts";

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

/** The mean cosines of embeddings; null when none were made. */
function meanVector(perQuery: readonly QueryResult[], embedder: string): TrialResults["vector"] {
  const scores = perQuery.flatMap(({ vector }) => (vector === null ? [] : [vector]));
  if (scores.length === 0) return null;
  return {
    embedder,
    retrieved: meanOf(scores.map(({ retrieved }) => retrieved)),
    baseline: meanOf(scores.map(({ baseline }) => baseline)),
    other: meanOf(scores.map(({ other }) => other)),
  };
}

/** Share of the queries whose true pattern leads in the association of each step; who has stopped keeps the last. */
function rightAtStep(perQuery: readonly QueryResult[]): number[] {
  const steps = perQuery.reduce((most, { leaders }) => Math.max(most, leaders.length), 0);
  return Array.from(
    { length: steps },
    (_, step) =>
      perQuery.filter(({ leaders, stored }) => leaders[Math.min(step, leaders.length - 1)] === stored)
        .length / perQuery.length,
  );
}

/** One repeat in numbers. */
export interface RepeatSummary {
  readonly seed: number;
  readonly beta: number;
  readonly accuracy: number;
  readonly mse: number;
  readonly seconds: number;
}

/** What stands beside the queries of a trial. */
export interface SummaryExtras {
  readonly intruder?: number | null;
  readonly embedder?: string;
  readonly classical?: ClassicalScores | null;
}

/** The averages over all queries, and their spread over the repeats. */
export function summarizeTrial(
  perQuery: readonly QueryResult[],
  repeats: readonly RepeatSummary[],
  { intruder = null, embedder = "none", classical = null }: SummaryExtras = {},
): TrialResults {
  const share = (holds: (query: QueryResult) => boolean): number =>
    perQuery.filter(holds).length / perQuery.length;
  const labelled = perQuery.filter(({ labelCorrect }) => labelCorrect !== null);
  const others = perQuery.flatMap(({ other }) => (other === null ? [] : [other]));
  const failures: Partial<Record<FailureReason, number>> = {};
  for (const { reason } of perQuery) if (reason !== null) failures[reason] = (failures[reason] ?? 0) + 1;
  const rises = perQuery.map(({ energyRises, energies }) => (energies.length > 0 ? energyRises : null));
  return {
    accuracy: share(({ correct }) => correct),
    labelAccuracy:
      labelled.length === 0 ? null : labelled.filter((q) => q.labelCorrect).length / labelled.length,
    exact: share(({ exact }) => exact),
    identical: share(({ identical }) => identical),
    nearestPrototype: share(({ nearestToOutput, stored }) => nearestToOutput === stored),
    lostByIterating: share(({ leaders, stored }) => leaders[0] === stored && leaders.at(-1) !== stored),
    rightAtStep: rightAtStep(perQuery),
    ...meanScores(perQuery.map(({ retrieved }) => retrieved)),
    meanRank: mean(perQuery.map(({ rank }) => rank)),
    meanMargin: meanOf(perQuery.map(({ margin }) => margin)) ?? 0,
    baseline: meanScores(perQuery.map(({ baseline }) => baseline)),
    nearestNeighbour: {
      ...meanScores(perQuery.map(({ nearest }) => nearest)),
      accuracy: share(({ nearest }) => nearest.correct),
    },
    others: others.length === 0 ? null : meanScores(others),
    vector: meanVector(perQuery, embedder),
    classical,
    intruderShare: intruder === null ? null : share(({ top }) => top === intruder),
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
