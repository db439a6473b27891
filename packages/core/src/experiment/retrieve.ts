import { HopfieldError } from "../errors.ts";
import { parseCorruption } from "../images/parseCorruption.ts";
import { selections } from "../images/select.ts";
import { parseSeparation, parseSimilarity } from "../memory/choices.ts";
import { pixelScaleNames } from "../patterns/scale.ts";
import type { TrialConfig } from "../trial/config.ts";
import { defaultTrialConfig } from "../trial/defaults.ts";
import type { QueryResult } from "../trial/result.ts";
import type { TrialOutcome } from "../trial/runTrial.ts";
import { runTrialWith } from "../trial/runTrialWith.ts";
import type { Fields } from "./field.ts";
import type { PointResult, Protocol } from "./protocol.ts";
import { retrieveMeasures } from "./retrieveMeasures.ts";

/** The settings of a trial: those of `hopfield retrieve`, with the corruptions as one text joined by "+". */
export type RetrieveSettings = Omit<TrialConfig, "seed" | "repeats" | "corrupt"> & { corrupt: string };

const fields: Fields<RetrieveSettings> = {
  patterns: { kind: "whole", least: 1, about: "How many patterns to store." },
  queries: { kind: "whole", least: 1, about: "How many of them to ask for, at most." },
  select: { kind: "choice", choices: selections, about: "How the patterns are chosen from the data." },
  stored: {
    kind: "choice",
    choices: ["images", "class-means"],
    about: "Pictures, or the mean of each class.",
  },
  intruder: {
    kind: "choice",
    choices: ["none", "white", "black"],
    about: "A plain picture stored beside the others and never asked for.",
  },
  color: { kind: "choice", choices: ["rgb", "gray"], about: "The colour of pictures." },
  scale: {
    kind: "choice",
    choices: pixelScaleNames,
    about:
      "What a byte stands for: unit 0..1, bipolar -1..1, centred -0.5..0.5, pixel 0..255; beta is in its units.",
  },
  normalize: {
    kind: "choice",
    choices: ["none", "mean", "layer"],
    about: "What is done to each pattern before it is compared.",
  },
  space: {
    kind: "text",
    examples: ["pixels", "resnet20", "clip"],
    about: "What patterns are compared by: pixels, or an embedder's features.",
  },
  similarity: {
    kind: "text",
    check: (text) => void parseSimilarity(text),
    examples: ["squaredEuclidean", "manhattan", "dot", "cosine", "reciprocalManhattan"],
    about: "The similarity by name, or one of your own.",
  },
  separation: {
    kind: "text",
    check: (text) => void parseSeparation(text),
    examples: ["softmax", "sparsemax", "entmax/alpha=1.5", "max"],
    about: "What makes weights of scores.",
  },
  update: {
    kind: "choice",
    choices: ["auto", "mean"],
    about: "The similarity's own update, or the weighted mean whatever the similarity.",
  },
  beta: {
    kind: "number-or-choice",
    choices: ["auto", "certified"],
    above: 0,
    about: "The inverse temperature in units of the scale, or a rule to find it.",
  },
  effective: { kind: "number", least: 1, about: "The target number of effective patterns of beta auto." },
  corrupt: {
    kind: "text",
    check: (text) => void parseCorruption(text),
    examples: ["half:bottom", "noise:100/mean=10", "mix:0.4", "half:bottom+noise:50"],
    about: "The damage: corruptions joined by +, applied from left to right.",
  },
  missing: {
    kind: "choice",
    choices: ["known", "black"],
    about: "Whether the memory is told which components are missing.",
  },
  steps: { kind: "whole", least: 0, about: "The most updates." },
  eps: { kind: "number", least: 0, about: "Stop when an update moves the state by at most this." },
  kernels: {
    kind: "choice",
    choices: ["auto", "reference", "portable"],
    about: "The arithmetic: the fastest here, or reference for the same bits everywhere.",
  },
  classical: {
    kind: "choice",
    choices: ["none", "hebb", "storkey", "pseudoInverse"],
    about: "The binary network that is asked the same.",
  },
  vector: {
    kind: "text",
    examples: ["none", "resnet20", "clip"],
    about: "The embedder whose cosines say how alike pictures look.",
  },
};

const { seed: _seed, repeats: _repeats, ...trialDefaults } = defaultTrialConfig;

/** Store, damage, retrieve, measure: one trial of one repeat as a point. */
export const retrieve: Protocol<RetrieveSettings> = {
  name: "retrieve",
  about:
    "Stores patterns, damages queries made from them, retrieves, and compares with the originals, the untouched queries and the nearest neighbour.",
  data: "any",
  defaults: { ...trialDefaults, corrupt: trialDefaults.corrupt.join("+") },
  fields,
  measures: retrieveMeasures,
  async run(settings, seed, source, options = {}) {
    if (source === null) throw new HopfieldError("ERR_DATA_MISSING", "a retrieval needs data; name some");
    const config = { ...settings, corrupt: [settings.corrupt], seed, repeats: 1 };
    return pointOf(await runTrialWith(source, config, options));
  },
};

/** A trial's outcome as a point. */
export function pointOf({ results, perQuery, pictures, stored }: TrialOutcome): PointResult {
  const list = (of: (query: QueryResult) => number | null): (number | null)[] => perQuery.map(of);
  const measures: Record<string, number | null> = {
    accuracy: results.accuracy,
    labelAccuracy: results.labelAccuracy,
    exact: results.exact,
    identical: results.identical,
    nearest: results.nearestPrototype,
    mse: results.mse,
    psnr: results.psnr,
    ssim: results.ssim,
    cosine: results.cosine,
    vector: results.vector?.retrieved ?? null,
    rank: results.meanRank,
    margin: results.meanMargin,
    baselineMse: results.baseline.mse,
    baselineCosine: results.baseline.cosine,
    baselineVector: results.vector?.baseline ?? null,
    neighbourAccuracy: results.nearestNeighbour.accuracy,
    neighbourMse: results.nearestNeighbour.mse,
    otherMse: results.others?.mse ?? null,
    otherCosine: results.others?.cosine ?? null,
    otherVector: results.vector?.other ?? null,
    steps: results.meanSteps,
    effectivePatterns: results.effectivePatterns,
    metastableSize: results.metastableSize,
    single: results.fixedPoints.single / perQuery.length,
    metastable: results.fixedPoints.metastable / perQuery.length,
    global: results.fixedPoints.global / perQuery.length,
    energyRises: results.energyRises,
    lostByIterating: results.lostByIterating,
    converged: results.outcomes.converged / perQuery.length,
    beta: results.beta,
    unreachable: stored.separation === null ? null : share(stored.separation, (delta) => delta <= 0),
    pairCosine: stored.meanPairCosine,
    intruderShare: results.intruderShare,
    classicalRecovered: results.classical?.recovered ?? null,
    classicalAccuracy: results.classical?.accuracy ?? null,
    classicalWrongBits: results.classical?.wrongBits ?? null,
    classicalWrongBitsBefore: results.classical?.wrongBitsBefore ?? null,
  };
  for (const reason of [
    "hub",
    "metastable",
    "global",
    "neighbour",
    "blend",
    "duplicate",
    "diverged",
  ] as const) {
    measures[`failed.${reason}`] = (results.failures[reason] ?? 0) / perQuery.length;
  }
  const vectors =
    results.vector === null
      ? {}
      : {
          vector: list(({ vector }) => vector?.retrieved ?? null),
          baselineVector: list(({ vector }) => vector?.baseline ?? null),
          otherVector: list(({ vector }) => vector?.other ?? null),
        };
  return {
    measures,
    lists: {
      rightAtStep: results.rightAtStep,
      correct: list(({ correct }) => Number(correct)),
      mse: list(({ retrieved }) => retrieved.mse),
      cosine: list(({ retrieved }) => retrieved.cosine),
      baselineMse: list(({ baseline }) => baseline.mse),
      baselineCosine: list(({ baseline }) => baseline.cosine),
      otherMse: list(({ other }) => other?.mse ?? null),
      otherCosine: list(({ other }) => other?.cosine ?? null),
      ...vectors,
      separation: stored.separation ?? [],
      pairs: stored.pairs,
    },
    perQuery,
    pictures,
  };
}

/** The share of numbers for which something holds. */
function share(values: readonly number[], holds: (value: number) => boolean): number {
  return values.filter(holds).length / values.length;
}
