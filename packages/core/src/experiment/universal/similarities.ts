import { HopfieldError, unknownName } from "../../errors.ts";
import type { Kernels } from "../../kernels/kernels.ts";
import { log } from "../../math/elementary.ts";
import { dot } from "../../memory/similarities/dot.ts";
import { manhattan } from "../../memory/similarities/manhattan.ts";
import { squaredEuclidean } from "../../memory/similarities/squaredEuclidean.ts";
import type { BoundSimilarity, Similarity } from "../../memory/similarity.ts";
import type { Patterns } from "../../patterns/patterns.ts";
import { decodeRow, type Rows } from "../../patterns/rows.ts";

/**
 * The similarities of Millidge et al. 2022 as their program computes them, on pixels 0..1. x̂ and ẑ are a pattern and a
 * query divided by their sums; ε = 10⁻⁴; D(x̂, ẑ) = Σ x̂ (ln(x̂ + ε) - ln(ẑ + ε)).
 */
export type UniversalSimilarity =
  | "euclidean"
  | "manhattan"
  | "dot"
  | "normalizedDot"
  | "kullbackLeibler"
  | "reverseKullbackLeibler"
  | "jensenShannon"
  | "symmetricKullbackLeibler";

/** The names of all of them. */
export const universalSimilarities: readonly UniversalSimilarity[] = [
  "euclidean",
  "manhattan",
  "dot",
  "normalizedDot",
  "kullbackLeibler",
  "reverseKullbackLeibler",
  "jensenShannon",
  "symmetricKullbackLeibler",
];

/** Writes the scores of `count` queries side by side, count x N; NaN for a query that cannot be compared. */
export type UniversalScores = (states: Float64Array, count: number, out: Float64Array) => void;

/** Their ε. */
const epsilon = 1e-4;

/** Scores by one of our own similarities, mapped by `map`. */
function mapped(bound: BoundSimilarity, N: number, map: (score: number) => number): UniversalScores {
  return (states, count, out) => {
    bound.scores(states, count, out);
    for (let k = 0; k < count * N; k++) out[k] = map(out[k]);
  };
}

/** The patterns divided by their sums, as rows that share the patterns' bytes. */
function shareRows(patterns: Patterns): Rows {
  const { count, size, data } = patterns;
  const gain = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = i * size; j < (i + 1) * size; j++) sum += data[j];
    if (!(sum > 0)) {
      throw new HopfieldError(
        "ERR_ZERO_NORM",
        `pattern ${i} is all black and has no shares of its sum; choose other pictures, or use euclidean, manhattan or dot`,
        { pattern: i },
      );
    }
    gain[i] = 1 / sum;
  }
  return { data, count, size, gain, offset: new Float64Array(count) };
}

/** Divides each of the states by its sum; returns those whose sum is 0, which become 0 throughout. */
function toShares(
  states: Float64Array,
  count: number,
  size: number,
): { shares: Float64Array; dark: number[] } {
  const shares = new Float64Array(count * size);
  const dark: number[] = [];
  for (let q = 0; q < count; q++) {
    let sum = 0;
    for (let j = q * size; j < (q + 1) * size; j++) sum += states[j];
    if (sum > 0) for (let j = q * size; j < (q + 1) * size; j++) shares[j] = states[j] / sum;
    else dark.push(q);
  }
  return { shares, dark };
}

const logOf = (values: Float64Array): Float64Array => values.map((value) => log(value + epsilon));

/** Σ p ln(p + ε) over a row of shares. */
function negativeEntropy(shares: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < shares.length; j++) if (shares[j] > 0) sum += shares[j] * log(shares[j] + epsilon);
  return sum;
}

/** Writes both divergences of every pair by products of matrices: D(x̂, ẑ) into `forward`, D(ẑ, x̂) into `reverse`. */
type Divergences = (
  shares: Float64Array,
  count: number,
  forward: Float64Array | null,
  reverse: Float64Array | null,
) => void;

/** D(x̂, ẑ) = Σ x̂ ln(x̂ + ε) - x̂·ln(ẑ + ε), and the reverse alike. */
function divergences(
  patterns: Patterns,
  kernels: Kernels,
  which: "forward" | "reverse" | "both",
): Divergences {
  const rows = shareRows(patterns);
  const { count: N, size } = rows;
  const own = new Float64Array(N);
  const logs = new Float32Array(which === "forward" ? 0 : N * size);
  const row = new Float64Array(size);
  for (let i = 0; i < N; i++) {
    decodeRow(rows, i, null, row);
    if (which !== "reverse") own[i] = negativeEntropy(row);
    if (which !== "forward") for (let j = 0; j < size; j++) logs[i * size + j] = log(row[j] + epsilon);
  }
  const logRows: Rows = {
    data: logs,
    count: N,
    size,
    gain: new Float64Array(N).fill(1),
    offset: new Float64Array(N),
  };
  return (shares, count, forward, reverse) => {
    if (forward !== null) {
      kernels.dot(rows, null, logOf(shares), count, forward);
      for (let k = 0; k < count * N; k++) forward[k] = own[k % N] - forward[k];
    }
    if (reverse !== null) {
      kernels.dot(logRows, null, shares, count, reverse);
      for (let q = 0; q < count; q++) {
        const query = negativeEntropy(shares.subarray(q * size, (q + 1) * size));
        for (let k = q * N; k < (q + 1) * N; k++) reverse[k] = query - reverse[k];
      }
    }
  };
}

/** Scores from the two divergences of a pattern and a query; those of a black query are NaN. */
function byDivergence(
  patterns: Patterns,
  kernels: Kernels,
  which: "forward" | "reverse" | "both",
  score: (forward: number, reverse: number) => number,
): UniversalScores {
  const { count: N, size } = patterns;
  const measure = divergences(patterns, kernels, which);
  return (states, count, out) => {
    const { shares, dark } = toShares(states, count, size);
    const forward = which === "reverse" ? null : new Float64Array(count * N);
    const reverse = which === "forward" ? null : new Float64Array(count * N);
    measure(shares, count, forward, reverse);
    for (let k = 0; k < count * N; k++) out[k] = score(forward?.[k] ?? 0, reverse?.[k] ?? 0);
    for (const q of dark) out.fill(Number.NaN, q * N, (q + 1) * N);
  };
}

const bind = (similarity: Similarity, stored: Rows, kernels: Kernels): BoundSimilarity =>
  similarity.bind({ stored, kernels, columns: null });

const makers: Readonly<
  Record<UniversalSimilarity, (patterns: Patterns, kernels: Kernels) => UniversalScores>
> = {
  // Theirs is the reciprocal of the squared distance; ours is -½ of it.
  euclidean: (patterns, kernels) =>
    mapped(bind(squaredEuclidean, patterns, kernels), patterns.count, (score) => -0.5 / score),
  manhattan: (patterns, kernels) =>
    mapped(bind(manhattan, patterns, kernels), patterns.count, (score) => -1 / score),
  dot: (patterns, kernels) => bind(dot, patterns, kernels).scores,
  normalizedDot: (patterns, kernels) => {
    const { count: N, size } = patterns;
    const bound = bind(dot, shareRows(patterns), kernels);
    return (states, count, out) => {
      const { shares, dark } = toShares(states, count, size);
      bound.scores(shares, count, out);
      for (const q of dark) out.fill(Number.NaN, q * N, (q + 1) * N);
    };
  },
  kullbackLeibler: (patterns, kernels) =>
    byDivergence(patterns, kernels, "forward", (forward) => 1 / forward),
  reverseKullbackLeibler: (patterns, kernels) =>
    byDivergence(patterns, kernels, "reverse", (_forward, reverse) => 1 / reverse),
  // As coded: the mean is taken of the reciprocals, so that its own reciprocal grows with the distance.
  jensenShannon: (patterns, kernels) =>
    byDivergence(patterns, kernels, "both", (forward, reverse) => 1 / (0.5 / forward + 0.5 / reverse)),
  symmetricKullbackLeibler: (patterns, kernels) =>
    byDivergence(patterns, kernels, "both", (forward, reverse) => 2 / (forward + reverse)),
};

/**
 * The scores of one of these similarities, tied to stored patterns of pixels 0..1.
 *
 * | name | score, larger is closer |
 * | --- | --- |
 * | `euclidean` | 1 / Σ (x - z)²: the reciprocal of the squared distance, as coded |
 * | `manhattan` | 1 / Σ abs(x - z) |
 * | `dot` | x·z |
 * | `normalizedDot` | x̂·ẑ |
 * | `kullbackLeibler` | 1 / D(x̂, ẑ) |
 * | `reverseKullbackLeibler` | 1 / D(ẑ, x̂) |
 * | `jensenShannon` | 1 / (½ / D(x̂, ẑ) + ½ / D(ẑ, x̂)): as coded, and so the *farthest* wins |
 * | `symmetricKullbackLeibler` | 1 / (½ D(x̂, ẑ) + ½ D(ẑ, x̂)), what that one was meant to be |
 *
 * Because of ε a divergence can be slightly negative for near distributions; its reciprocal then is too, as in theirs.
 *
 * @throws HopfieldError ERR_OPTION for another name; ERR_ZERO_NORM for a black pattern that has no shares
 * @see Millidge et al. 2022, "Universal Hopfield Networks" (arXiv 2202.04557) and its public program
 */
export function universalScores(
  name: UniversalSimilarity,
  patterns: Patterns,
  kernels: Kernels,
): UniversalScores {
  if (!Object.hasOwn(makers, name)) throw unknownName("similarity", name, universalSimilarities);
  return makers[name](patterns, kernels);
}
