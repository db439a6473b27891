import { binarize, type Level, signsToPixels } from "../binary/binarize.ts";
import { type BinaryModelName, binaryModelNames } from "../binary/models.ts";
import type { Update } from "../binary/options.ts";
import { type RecalledPictures, recallPictures, shareOfDifferent } from "../binary/recallPictures.ts";
import { HopfieldError, requireCount } from "../errors.ts";
import type { Corruption } from "../images/corruption.ts";
import { ImageSet, type ImageShape } from "../images/imageSet.ts";
import { parseCorruption } from "../images/parseCorruption.ts";
import { type Selection, selectImages } from "../images/select.ts";
import { Random } from "../math/random.ts";
import { mean } from "../math/statistics.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { Patterns } from "../patterns/patterns.ts";
import type { TrialPictures } from "../trial/result.ts";
import type { TrialSource } from "../trial/source.ts";
import { binaryFields } from "./binaryFields.ts";
import type { MeasureInfo, PointOptions, PointResult, SyncProtocol } from "./protocol.ts";

/** The settings of `binary-images`. */
export interface BinaryImagesSettings {
  readonly model: BinaryModelName;
  readonly degree: number;
  readonly patterns: number;
  readonly queries: number;
  readonly select: Selection;
  readonly color: "gray" | "rgb";
  readonly level: "mean" | number;
  readonly corrupt: string;
  readonly missing: "known" | "black";
  readonly update: Update;
  readonly sweeps: number;
  readonly diagonal: "rule" | "zero" | "kept";
  readonly kappa: number | "auto";
  readonly epochs: number;
  readonly similarity: "bipolar" | "squaredEuclidean";
  readonly beta: number | "auto";
  readonly steps: number;
  readonly show: "classical" | "modern";
}

/** Grey between black and white. */
const middle = 127.5;

/** A damaged picture in pixel units, its mask, and the stored picture that it was made from. */
interface Damaged {
  readonly stored: number;
  readonly values: Float64Array;
  readonly known: Uint8Array;
}

/** What both kinds of memory are asked. */
interface Scene {
  readonly shape: ImageShape;
  /** Black 0 and white 255. */
  readonly rows: readonly Float64Array[];
  readonly damaged: readonly Damaged[];
  /** Whether the memories are told what is missing. */
  readonly told: boolean;
}

const both = (key: string, info: MeasureInfo): Readonly<Record<string, MeasureInfo>> => ({
  [key]: { ...info, label: `${info.label}, binary network` },
  [`modern${key[0].toUpperCase()}${key.slice(1)}`]: { ...info, label: `${info.label}, modern memory` },
});

const measures: Readonly<Record<string, MeasureInfo>> = {
  ...both("recovered", {
    label: "recovered exactly",
    about: "Share of queries that come back with every bit right.",
    better: "higher",
    share: true,
  }),
  ...both("overlap", {
    label: "overlap with the original",
    about: "Mean of x·s / d between what came back, by its signs, and the original: 1 equal, 0 unrelated.",
    better: "higher",
  }),
  ...both("wrongBits", {
    label: "wrong bits",
    about: "Mean share of bits that differ from the original's.",
    better: "lower",
    share: true,
  }),
  ...both("correct", {
    label: "right picture on top",
    about: "Share of queries whose most similar stored picture (modern: the heaviest) is the original.",
    better: "higher",
    share: true,
  }),
  wrongBitsBefore: {
    label: "wrong bits of the query",
    about: "Mean share of bits of the damaged pictures that differ from the original's.",
    better: null,
    share: true,
  },
  correlation: {
    label: "mean |correlation| of the stored pictures",
    about:
      "Mean of |x·y| / d over all pairs of stored pictures. The rules for the classical network are made for pictures that are unrelated; correlated ones disturb each other.",
    better: "lower",
  },
  correlationByChance: {
    label: "|correlation| by chance",
    about: "What the mean |x·y| / d would be for random pictures of the same size: sqrt(2 / (π d)).",
    better: null,
  },
  white: {
    label: "share of white",
    about:
      "Mean share of white pixels in the stored pictures; away from one half pictures are alike for that alone.",
    better: null,
    share: true,
  },
  fixed: {
    label: "stored pictures that are fixed points",
    about: "Share of the stored pictures in which no unit of the binary network would move.",
    better: "higher",
    share: true,
  },
  cycles: {
    label: "cycles of two",
    about: "Share of queries for which the binary network ends in two states that follow each other.",
    better: "lower",
    share: true,
  },
  energyRises: {
    label: "energy rises",
    about:
      "Sweeps of the binary network that raised the energy; 0 for asynchronous updates. No number without an energy.",
    better: "lower",
  },
  sweeps: { label: "sweeps", about: "Mean number of sweeps of the binary network.", better: "lower" },
  modernBeta: { label: "beta", about: "The inverse temperature of the modern memory.", better: null },
};

function sceneOf(settings: BinaryImagesSettings, seed: number, source: TrialSource | null): Scene {
  if (source?.kind !== "images") {
    throw new HopfieldError(
      "ERR_OPTION",
      "binary-images needs pictures, which it makes black and white; for random patterns use binary-capacity",
      { source: source?.kind ?? null },
    );
  }
  requireCount(settings.queries, "queries", 1);
  const corruption = parseCorruption(settings.corrupt);
  const images = settings.color === "gray" ? source.images.toGray() : source.images;
  const { width, height, channels } = images;
  const random = new Random(seed);
  const chosen = images.select(
    selectImages(images, settings.patterns, settings.select, random.fork("select")),
  );
  const level: Level = settings.level;
  const rows = binarize(chosen, { level }).map(signsToPixels);
  const queries = Math.min(settings.queries, rows.length);
  const asked =
    queries === rows.length ? rows.map((_, i) => i) : random.fork("queries").sample(rows.length, queries);
  const shape = { width, height, channels };
  return {
    shape,
    rows,
    damaged: asked.map((i) => damage(rows, i, corruption, shape, random.fork("corrupt").fork(i))),
    told: settings.missing === "known",
  };
}

/** Damages a black and white picture as a trial does (`trial/runTrial.ts`). */
function damage(
  rows: readonly Float64Array[],
  stored: number,
  corruption: Corruption,
  shape: ImageShape,
  random: Random,
): Damaged {
  const others = (stream: Random): Float64Array => {
    const other = stream.below(Math.max(1, rows.length - 1));
    return rows[other >= stored && rows.length > 1 ? other + 1 : other];
  };
  const whole = { values: rows[stored].slice(), known: new Uint8Array(rows[stored].length).fill(1) };
  return { stored, ...corruption.apply(whole, { shape, random: random.fork(0), others }) };
}

/** What the modern memory makes of the same signs. */
interface ModernRecall {
  readonly beta: number;
  readonly states: readonly Float64Array[];
  readonly tops: readonly number[];
}

function recallModern(
  settings: BinaryImagesSettings,
  scene: Scene,
  shown: readonly Float64Array[],
): ModernRecall {
  const size = scene.rows[0].length;
  const flat = (rows: readonly Float64Array[]): Float32Array => {
    const signs = new Float32Array(rows.length * size);
    rows.forEach((row, q) => {
      for (let j = 0; j < size; j++) signs[q * size + j] = row[j] > middle ? 1 : -1;
    });
    return signs;
  };
  const memory = new AssociativeMemory(new Patterns(flat(scene.rows), { size }), {
    similarity: settings.similarity,
    beta: settings.beta,
    duplicates: "allow",
  });
  const known = new Uint8Array(shown.length * size);
  scene.damaged.forEach((query, q) => {
    known.set(query.known, q * size);
  });
  const retrieval = memory.retrieve(flat(shown), {
    maxSteps: settings.steps,
    ...(scene.told ? { known } : {}),
  });
  return {
    beta: retrieval.beta,
    states: shown.map((_, q) => retrieval.stateOf(q).map((value) => (value > 0 ? 255 : 0))),
    tops: shown.map((_, q) => retrieval.top(q, 1)[0].index),
  };
}

function run(
  settings: BinaryImagesSettings,
  seed: number,
  source: TrialSource | null,
  { signal, onProgress }: PointOptions = {},
): PointResult {
  const scene = sceneOf(settings, seed, source);
  const { rows, damaged, told } = scene;
  const classical = recallPictures(
    {
      stored: rows,
      damaged: damaged.map(({ values }) => values),
      of: damaged.map(({ stored }) => stored),
      known: told ? damaged.map(({ known }) => known) : null,
    },
    {
      model: settings.model,
      degree: settings.degree,
      kappa: settings.kappa,
      maxEpochs: settings.epochs,
      onTraining: () => signal?.throwIfAborted(),
      ...(settings.diagonal === "rule" ? {} : { diagonal: settings.diagonal }),
      level: middle,
      update: settings.update,
      maxSweeps: settings.sweeps,
      seed: `${seed}/order`,
      onQueries(done) {
        signal?.throwIfAborted();
        onProgress?.(done, damaged.length);
      },
    },
  );
  const modern = recallModern(settings, scene, classical.shown);
  const modernWrong = modern.states.map((state, q) => shareOfDifferent(state, classical.originals[q]));
  return {
    measures: measuresOf(scene, classical, modern, modernWrong),
    lists: {
      overlaps: classical.queries.map(({ overlap }) => overlap),
      modernOverlaps: modernWrong.map((wrong) => 1 - 2 * wrong),
    },
    pictures: picturesOf(scene, classical, settings.show === "modern" ? modern.states : classical.states),
  };
}

function measuresOf(
  { rows, damaged }: Scene,
  { network, queries }: RecalledPictures,
  modern: ModernRecall,
  modernWrong: readonly number[],
): PointResult["measures"] {
  const share = (holds: (q: number) => boolean): number => mean(queries.map((_, q) => (holds(q) ? 1 : 0)));
  const wrong = mean(queries.map(({ wrongBits }) => wrongBits));
  return {
    recovered: share((q) => queries[q].recovered),
    modernRecovered: share((q) => modernWrong[q] === 0),
    overlap: 1 - 2 * wrong,
    modernOverlap: 1 - 2 * mean(modernWrong),
    wrongBits: wrong,
    modernWrongBits: mean(modernWrong),
    correct: share((q) => queries[q].top === queries[q].stored),
    modernCorrect: share((q) => modern.tops[q] === damaged[q].stored),
    wrongBitsBefore: mean(queries.map(({ wrongBitsBefore }) => wrongBitsBefore)),
    correlation: meanCorrelation(rows.map((_, m) => network.overlap(network.at(m)))),
    correlationByChance: Math.sqrt(2 / (Math.PI * network.size)),
    white: mean(rows.map((row) => mean(row) / 255)),
    fixed: mean(network.fixedPatterns()),
    cycles: share((q) => queries[q].outcome === "cycle"),
    energyRises: network.descends ? queries.reduce((sum, { energyRises }) => sum + energyRises, 0) : null,
    sweeps: mean(queries.map(({ sweeps }) => sweeps)),
    modernBeta: modern.beta,
  };
}

/** The mean of |x·y| / d over all pairs of different patterns; null for fewer than two. */
function meanCorrelation(overlaps: readonly Float64Array[]): number | null {
  let sum = 0;
  overlaps.forEach((row, a) => {
    for (let b = 0; b < a; b++) sum += Math.abs(row[b]);
  });
  const pairs = (overlaps.length * (overlaps.length - 1)) / 2;
  return pairs === 0 ? null : sum / pairs;
}

function picturesOf(
  { shape, damaged, told }: Scene,
  { shown, originals }: RecalledPictures,
  retrieved: readonly Float64Array[],
): TrialPictures {
  const imagesOf = (rows: readonly Float64Array[], name: string): ImageSet => {
    const data = new Uint8Array(rows.length * rows[0].length);
    rows.forEach((row, q) => {
      data.set(row, q * row.length);
    });
    return new ImageSet({ ...shape, data, name });
  };
  const known = new Uint8Array(damaged.length * damaged[0].known.length);
  damaged.forEach((query, q) => {
    known.set(query.known, q * query.known.length);
  });
  return {
    corrupted: imagesOf(shown, "corrupted"),
    retrieved: imagesOf(retrieved, "retrieved"),
    original: imagesOf(originals, "original"),
    known: told ? known : null,
  };
}

/** A classical network beside the modern memory, on the same black and white pictures. */
export const binaryImages: SyncProtocol<BinaryImagesSettings> = {
  name: "binary-images",
  about:
    "Makes pictures black and white, damages some, and lets a classical or dense binary network complete them, and beside it the modern memory with the same signs. Pictures are correlated, which the Hebb rule cannot bear.",
  data: "images",
  defaults: {
    model: "hebb",
    degree: 3,
    patterns: 20,
    queries: 20,
    select: "random",
    color: "gray",
    level: "mean",
    corrupt: "half:bottom",
    missing: "known",
    update: "async",
    sweeps: 50,
    diagonal: "rule",
    kappa: "auto",
    epochs: 200,
    similarity: "bipolar",
    beta: "auto",
    steps: 5,
    show: "classical",
  },
  fields: {
    model: {
      kind: "choice",
      choices: binaryModelNames,
      about: "The storage rule, or the interaction of a dense memory.",
    },
    degree: { kind: "whole", least: 2, about: "The power n of `power` and `rectifiedPower`." },
    patterns: { kind: "whole", least: 1, about: "Stored pictures." },
    queries: { kind: "whole", least: 1, about: "How many of them are asked for." },
    select: {
      kind: "choice",
      choices: ["random", "balanced", "first", "hard"],
      about: "How the pictures are chosen from the set.",
    },
    color: {
      kind: "choice",
      choices: ["gray", "rgb"],
      about: "One unit per pixel, or one per pixel and colour.",
    },
    level: {
      kind: "number-or-choice",
      choices: ["mean"],
      about: "Where white begins: above the mean of each picture, or a level in pixel units.",
    },
    corrupt: {
      kind: "text",
      check: (text) => void parseCorruption(text),
      examples: ["half:bottom", "flip:0.2", "noise:100", "block:12"],
      about:
        "The damage done to the black and white pictures; what is hidden is black, noise is cut at mid-grey.",
    },
    missing: {
      kind: "choice",
      choices: ["known", "black"],
      about: "Whether both memories are told which pixels are missing; known pixels stay as they are then.",
    },
    ...binaryFields,
    similarity: {
      kind: "choice",
      choices: ["bipolar", "squaredEuclidean"],
      about: "The modern memory's similarity; its states are signs (bipolar) or read by their signs.",
    },
    beta: {
      kind: "number-or-choice",
      choices: ["auto"],
      above: 0,
      about: "The modern memory's inverse temperature, for components of +1 and -1.",
    },
    steps: { kind: "whole", least: 1, about: "The modern memory's most updates." },
    show: { kind: "choice", choices: ["classical", "modern"], about: "Whose answers the pictures show." },
  },
  measures,
  run,
};
