import { selectKernels } from "../../kernels/select.ts";
import { argMax } from "../../math/vector.ts";
import { squaredEuclidean } from "../../memory/similarities/squaredEuclidean.ts";
import { statesAt } from "../../memory/statesAt.ts";
import { decodeRow, rowOf } from "../../patterns/rows.ts";
import type { Drawn } from "../drawn.ts";
import type { MeasureInfo, PointResult } from "../protocol.ts";
import type { Answers } from "./answers.ts";

/** What the plots of the paper mark, the default of its program, and the pixels for which that was chosen. */
const [plotted, coded, codedPixels] = [50, 60, 784];

/** The measures of the protocol `universal`. */
export const universalMeasures: Readonly<Record<string, MeasureInfo>> = {
  threshold50: {
    label: "accepted: Σ (x - z)² ≤ 50",
    about:
      "Share of answers whose squared differences from the original, in pixels 0..1, sum to at most 50: what the paper plots.",
    better: "higher",
    share: true,
  },
  threshold60: {
    label: "accepted: Σ (x - z)² ≤ 60",
    about: "The same with 60, the default of the paper's program.",
    better: "higher",
    share: true,
  },
  thresholdNormalised: {
    label: "accepted: Σ (x - z)² ≤ 60 · 784 / size",
    about:
      'The same with the "normalised" threshold of the paper\'s program, which is stricter for larger pictures.',
    better: "higher",
    share: true,
  },
  correct: {
    label: "true pattern on top",
    about: "Share of queries whose pattern with the largest weight is the one they were made from.",
    better: "higher",
    share: true,
  },
  nearest: {
    label: "original nearest to the answer",
    about: "Share of answers to which no stored pattern is nearer (Euclidean) than their own original.",
    better: "higher",
    share: true,
  },
  acceptedWrong: {
    label: "accepted at 50 though not nearest",
    about:
      "Share of answers that the threshold 50 accepts although another stored pattern is nearer to them.",
    better: "lower",
    share: true,
  },
  meanImageAccepted: {
    label: "mean picture accepted at 50",
    about:
      "Share of queries for which the threshold 50 would accept the mean of the stored pictures, which remembers nothing.",
    better: "lower",
    share: true,
  },
  queryAccepted: {
    label: "damaged query accepted at 50",
    about: "Share of queries that the threshold 50 accepts as they are, without any memory.",
    better: "lower",
    share: true,
  },
  mse: {
    label: "MSE (pixel units², 0–255)",
    about:
      "Mean over queries and components of the squared difference of answer and original, in units of 0..255.",
    better: "lower",
  },
  topWeight: {
    label: "largest weight",
    about: "Mean of the largest weight of an association.",
    better: null,
  },
  unanswered: {
    label: "queries without an answer",
    about: "Share of queries that cannot be compared or weighed (a black query has no shares of its sum).",
    better: "lower",
    share: true,
  },
};

/** Σ (aⱼ - bⱼ)² between row q of one array and row p of another. */
function squaredDifference(a: Float64Array, q: number, b: Float64Array, p: number, size: number): number {
  let sum = 0;
  for (let j = 0; j < size; j++) sum += (a[q * size + j] - b[p * size + j]) ** 2;
  return sum;
}

/** The mean over those that are numbers; null without any. */
function meanOfFinite(values: Float64Array): number | null {
  const finite = values.filter(Number.isFinite);
  return finite.length === 0 ? null : finite.reduce((sum, value) => sum + value, 0) / finite.length;
}

/** The mean of all stored patterns. */
function meanPattern({ store: { patterns } }: Drawn): Float64Array {
  const { count: N, size } = patterns;
  const sum = new Float64Array(size);
  for (let i = 0; i < N; i++) {
    const row = rowOf(patterns, i);
    for (let j = 0; j < size; j++) sum[j] += row[j] / N;
  }
  return sum;
}

/** Answers compared with all patterns at a time. */
const block = 64;

/** The stored pattern nearest to each answer (Euclidean, the lower index on ties); -1 for an answer that is none. */
function nearestPatterns(
  { store: { patterns }, queries }: Drawn,
  { outputs, tops }: Pick<Answers, "outputs" | "tops">,
): Int32Array {
  const { count: N, size } = patterns;
  const bound = squaredEuclidean.bind({ stored: patterns, kernels: selectKernels(), columns: null });
  const nearest = new Int32Array(queries.length).fill(-1);
  const top = new Float64Array(size);
  const open: number[] = [];
  queries.forEach((_, q) => {
    if (Number.isNaN(outputs[q * size])) return;
    decodeRow(patterns, tops[q], null, top);
    // An answer that is a stored pattern has that pattern for its nearest.
    if (top.every((value, j) => value === outputs[q * size + j])) nearest[q] = tops[q];
    else open.push(q);
  });
  for (let from = 0; from < open.length; from += block) {
    const part = open.slice(from, from + block);
    const states = statesAt(outputs, part, size);
    const scores = new Float64Array(part.length * N);
    bound.scores(states, part.length, scores);
    part.forEach((q, k) => {
      nearest[q] = argMax(scores.subarray(k * N, (k + 1) * N));
    });
  }
  return nearest;
}

/** Measures answers against their originals. */
export function measureAnswers(drawn: Drawn, { outputs, tops, topWeights }: Answers): PointResult {
  const { store, queries } = drawn;
  const { patterns } = store;
  const { size } = patterns;
  const Q = queries.length;
  const asked = drawn.rows;
  const average = meanPattern(drawn);
  const error = new Float64Array(Q);
  const ofQuery = new Float64Array(Q);
  const ofMean = new Float64Array(Q);
  const original = new Float64Array(size);
  queries.forEach(({ stored }, q) => {
    decodeRow(patterns, stored, null, original);
    error[q] = squaredDifference(outputs, q, original, 0, size);
    ofQuery[q] = squaredDifference(asked, q, original, 0, size);
    ofMean[q] = squaredDifference(average, 0, original, 0, size);
  });
  const nearest = nearestPatterns(drawn, { outputs, tops });
  const share = (holds: (q: number) => boolean): number =>
    queries.reduce((count, _, q) => count + (holds(q) ? 1 : 0), 0) / Q;
  // An equal twin of the original is as near as the original.
  const near = (q: number): boolean => error[q] === 0 || nearest[q] === queries[q].stored;
  const mse = meanOfFinite(error);
  return {
    measures: {
      threshold50: share((q) => error[q] <= plotted),
      threshold60: share((q) => error[q] <= coded),
      thresholdNormalised: share((q) => error[q] <= (coded * codedPixels) / size),
      correct: share((q) => tops[q] === queries[q].stored),
      nearest: share(near),
      acceptedWrong: share((q) => error[q] <= plotted && !near(q)),
      meanImageAccepted: share((q) => ofMean[q] <= plotted),
      queryAccepted: share((q) => ofQuery[q] <= plotted),
      mse: mse === null ? null : (mse * 255 * 255) / size,
      topWeight: meanOfFinite(topWeights),
      unanswered: share((q) => !Number.isFinite(error[q])),
    },
    lists: {
      stored: queries.map(({ stored }) => stored),
      source: queries.map(({ stored }) => store.sources[stored]),
      top: Array.from(tops),
      nearest: Array.from(nearest, (i) => (i < 0 ? null : i)),
      squaredDifference: Array.from(error, (value) => (Number.isFinite(value) ? value : null)),
      squaredDifferenceOfQuery: Array.from(ofQuery),
      squaredDifferenceOfMean: Array.from(ofMean),
    },
  };
}
