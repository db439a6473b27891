import { HopfieldError, requireBeta } from "../../errors.ts";
import type { Kernels } from "../../kernels/kernels.ts";
import { selectKernels } from "../../kernels/select.ts";
import { AssociativeMemory } from "../../memory/associativeMemory.ts";
import type { Rows } from "../../patterns/rows.ts";
import type { Drawn } from "../drawn.ts";
import type { PointOptions } from "../protocol.ts";
import { degreeOf, separate, type UniversalSeparation } from "./separations.ts";
import type { UniversalSettings } from "./settings.ts";
import { type UniversalSimilarity, universalScores } from "./similarities.ts";

/** What a memory answered to each query. */
export interface Answers {
  /** In units of 0..1, query after query; NaN throughout where a query could not be compared. */
  readonly outputs: Float64Array;
  /** The pattern with the largest weight, and that weight. */
  readonly tops: Int32Array;
  readonly topWeights: Float64Array;
}

/** Queries answered at a time. */
const block = 64;

/**
 * z = P' sep(sim(M, q)), one shot, as the program of Millidge et al. 2022 computes it.
 * @throws HopfieldError ERR_OPTION for a name that is none or beta "auto" with softmax; ERR_ZERO_NORM
 */
export function universalAnswers(
  drawn: Drawn,
  { similarity, separation, beta }: UniversalSettings,
  { signal, onProgress }: PointOptions,
): Answers {
  const { patterns } = drawn.store;
  const { count: N, size } = patterns;
  const kernels = selectKernels();
  const scoresOf = universalScores(similarity, patterns, kernels);
  const sharpness = separation === "softmax" ? numericBeta(beta) : 1;
  const states = drawn.rows;
  const Q = drawn.queries.length;
  const outputs = new Float64Array(Q * size);
  const tops = new Int32Array(Q);
  const topWeights = new Float64Array(Q);
  const weights = new Float64Array(Math.min(block, Q) * N);
  for (let from = 0; from < Q; from += block) {
    signal?.throwIfAborted();
    const count = Math.min(block, Q - from);
    scoresOf(states.subarray(from * size, (from + count) * size), count, weights);
    for (let q = 0; q < count; q++) {
      const row = weights.subarray(q * N, (q + 1) * N);
      const top = separate(row, separation, sharpness);
      tops[from + q] = top;
      topWeights[from + q] = row[top];
    }
    const target = outputs.subarray(from * size, (from + count) * size);
    blend(patterns, kernels, weights.subarray(0, count * N), count, target);
    onProgress?.(from + count, Q);
  }
  return { outputs, tops, topWeights };
}

/** Writes Σ wᵢ xᵢ for each query; NaN where a weight is none. Such rows of weights are cleared. */
function blend(
  patterns: Rows,
  kernels: Kernels,
  weights: Float64Array,
  count: number,
  out: Float64Array,
): void {
  const { count: N, size } = patterns;
  const lost: number[] = [];
  for (let q = 0; q < count; q++) {
    const row = weights.subarray(q * N, (q + 1) * N);
    if (row.every(Number.isFinite)) continue;
    lost.push(q);
    row.fill(0);
  }
  kernels.weightedSum(patterns, weights, count, out);
  for (const q of lost) out.fill(Number.NaN, q * size, (q + 1) * size);
}

function numericBeta(beta: UniversalSettings["beta"]): number {
  if (beta === "auto") {
    throw new HopfieldError(
      "ERR_OPTION",
      'beta "auto" belongs to form energy; give form universal with softmax a number (theirs is 1000)',
      { beta },
    );
  }
  return requireBeta(beta);
}

/** The similarity of ours that comes closest to one of theirs: the same order of patterns where that exists. */
const ours: Readonly<Record<UniversalSimilarity, string | null>> = {
  euclidean: "squaredEuclidean",
  manhattan: "manhattan",
  dot: "dot",
  normalizedDot: "cosine",
  kullbackLeibler: "kullbackLeibler",
  reverseKullbackLeibler: "reverseKullbackLeibler",
  jensenShannon: "jensenShannon",
  symmetricKullbackLeibler: null,
};

/** The separation of ours with that name. */
function ourSeparation(name: UniversalSeparation): string | null {
  const degree = degreeOf(name);
  if (degree === 1) return "identity";
  if (degree !== undefined) return `polynomial/degree=${degree}`;
  return name === "log" ? null : name;
}

/**
 * The same question asked of our memory, whose similarity owns an energy and an update that never raises it.
 * @throws HopfieldError ERR_OPTION for what has no energy form, and what the memory throws
 */
export function energyAnswers(
  drawn: Drawn,
  { similarity, separation, beta, missing, steps }: UniversalSettings,
  { signal, onProgress }: PointOptions,
): Answers {
  const [own, separating] = [ours[similarity], ourSeparation(separation)];
  if (own === undefined || own === null || separating === null) {
    throw new HopfieldError(
      "ERR_OPTION",
      `${own ? `separation ${separation}` : `similarity ${similarity}`} has no energy form; use form universal`,
      { similarity, separation },
    );
  }
  const { patterns } = drawn.store;
  const { size } = patterns;
  const memory = new AssociativeMemory(patterns, {
    similarity: own,
    separation: separating,
    beta,
    duplicates: "allow",
  });
  const Q = drawn.queries.length;
  const told = missing === "known" && drawn.queries.some(({ known }) => known.includes(0));
  const known = new Uint8Array(told ? Q * size : 0);
  if (told) {
    drawn.queries.forEach((query, q) => {
      known.set(query.known, q * size);
    });
  }
  const found = memory.retrieve(drawn.rows, {
    ...(told ? { known, clamp: false } : {}),
    maxSteps: steps,
    lastEnergy: false,
    onQueries: (done) => {
      signal?.throwIfAborted();
      onProgress?.(done, Q);
    },
  });
  const best = drawn.queries.map((_, q) => found.top(q, 1)[0]);
  return {
    outputs: found.output,
    tops: Int32Array.from(best, ({ index }) => index),
    topWeights: Float64Array.from(best, ({ weight }) => weight),
  };
}
