import { Random } from "modern-hopfield";
import { ImageSet } from "modern-hopfield/images";
import type { FailureReason, PictureScores, QueryResult, TrialPictures } from "modern-hopfield/trial";
import type { RetrieveDocument } from "./document.ts";

/** What a made-up trial for the tests of the report looks like. */
export interface FixtureOptions {
  queries: number;
  /** How many of the queries fail, the reasons taking turns. */
  failures: number;
  /** "noise" pictures cannot be packed: the worst case for the size of the file. */
  pictures: "scenes" | "noise" | "none";
  side: number;
  known: boolean;
  label: string;
}

export const reasons: readonly FailureReason[] = [
  "neighbour",
  "hub",
  "metastable",
  "global",
  "blend",
  "duplicate",
  "diverged",
];

/** A picture of a sky, hills and a few discs. */
function scene(random: Random, side: number): Uint8Array {
  const data = new Uint8Array(side * side * 3);
  const colour = (): number[] => [0, 1, 2].map(() => random.uniform(20, 235));
  const [sky, ground] = [colour(), colour()];
  const horizon = random.uniform(0.35, 0.75) * side;
  const slope = random.uniform(-0.3, 0.3);
  const discs = Array.from({ length: 3 }, () => ({
    x: random.uniform(0, side),
    y: random.uniform(0, side),
    r: random.uniform(0.08, 0.26) * side,
    colour: colour(),
  }));
  for (let k = 0; k < side * side; k++) {
    const [x, y] = [k % side, Math.floor(k / side)];
    const disc = discs.find((one) => (x - one.x) ** 2 + (y - one.y) ** 2 < one.r ** 2);
    const base = disc?.colour ?? (y > horizon + slope * x ? ground : sky);
    const light = 1 - (0.35 * y) / side + random.normal(0, 0.03);
    for (let c = 0; c < 3; c++) data[3 * k + c] = Math.max(0, Math.min(255, Math.round(base[c] * light)));
  }
  return data;
}

function mse(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, j) => sum + (value - b[j]) ** 2, 0) / a.length;
}

function scores(error: number): PictureScores {
  return {
    mse: error,
    psnr: error === 0 ? null : 10 * Math.log10(255 ** 2 / error),
    ssim: 1 / (1 + error / 2000),
    cosine: 1 - Math.min(0.9, error / 40000),
  };
}

/** A trial made up from a seed: the lower half of each picture is missing, most come back, some do not. */
export function fixture(options: Partial<FixtureOptions> = {}): {
  document: RetrieveDocument;
  pictures: TrialPictures | null;
} {
  const { queries, failures, pictures, side, known, label }: FixtureOptions = {
    queries: 100,
    failures: 9,
    pictures: "scenes",
    side: 32,
    known: true,
    label: "frog",
    ...options,
  };
  const random = new Random(7);
  const size = side * side * 3;
  const stored = Array.from({ length: queries }, (_, i) =>
    pictures === "noise"
      ? Uint8Array.from({ length: size }, () => random.below(256))
      : scene(random.fork(i), side),
  );
  const failing = new Set(random.sample(queries, failures));
  const corrupted = stored.map((data) => data.map((value, j) => (j < size / 2 ? value : 0)));
  let failure = 0;
  const perQuery: QueryResult[] = [];
  const retrieved = stored.map((original, i) => {
    const correct = !failing.has(i);
    const reason = correct ? null : reasons[failure++ % reasons.length];
    const top = correct ? i : (i + 1) % queries;
    const exact = correct && i % 5 !== 0;
    const state = exact
      ? original
      : stored[top].map((v, j) => Math.round(0.97 * v + 0.03 * stored[(i + 2) % queries][j]));
    const before = mse(corrupted[i], original);
    const start = random.normal(40, 6);
    const drop = random.uniform(4, 9) * (correct ? 1 : 0.5);
    perQuery.push({
      repeat: 0,
      stored: i,
      source: 1000 + 37 * i,
      label,
      top,
      topWeight: correct ? random.uniform(0.97, 1) : random.uniform(0.4, 0.9),
      topLabel: label,
      correct,
      labelCorrect: correct,
      exact,
      identical: exact,
      nearestToOutput: top,
      leaders: correct ? [i, i] : i % 2 === 0 ? [i, top] : [top, top],
      rank: correct ? 1 : 2 + random.below(9),
      margin: correct ? random.uniform(2, 30) : -random.uniform(0.1, 8),
      retrieved: scores(mse(state, original)),
      baseline: scores(before),
      nearest: { ...scores(before / 2), top: 0, correct: false },
      other: { ...scores(before / 3), index: (i + 1) % queries },
      vector: null,
      steps: 2 + (i % 3),
      outcome: reason === "diverged" ? "diverged" : "converged",
      effectivePatterns: correct ? random.uniform(1, 1.1) : random.uniform(1, 3),
      metastableSize: correct ? 1 : 2,
      fixedPoint: reason === "metastable" ? "metastable" : "single",
      energies: [start, start - 0.8 * drop, start - drop, start - 1.02 * drop].slice(0, 3 + (i % 2)),
      energyRises: 0,
      gap: random.uniform(0.5, 20),
      distanceBound: correct ? random.uniform(0, 0.1) : null,
      reason,
      detail:
        reason === null
          ? ""
          : `Pattern ${top} matched the known part better than the original (${reason}, weight ${(0.7).toFixed(2)}).`,
    });
    return state;
  });
  const mean = (of: (query: QueryResult) => number): number =>
    perQuery.reduce((sum, q) => sum + of(q), 0) / queries;
  const right = perQuery.filter(({ correct }) => correct).length / queries;
  const counts: Partial<Record<FailureReason, number>> = {};
  for (const { reason } of perQuery) if (reason !== null) counts[reason] = (counts[reason] ?? 0) + 1;
  const average = (of: (query: QueryResult) => PictureScores): PictureScores =>
    scores(mean((q) => of(q).mse));
  const document: RetrieveDocument = {
    version: 1,
    command: `hopfield retrieve --data scenes -n ${queries} --corrupt half:bottom --missing ${known ? "known" : "black"} --seed 7`,
    config: {
      patterns: queries,
      queries,
      select: "random",
      stored: "images",
      intruder: "none",
      color: "rgb",
      scale: "unit",
      normalize: "none",
      space: "pixels",
      similarity: "squaredEuclidean",
      separation: "softmax",
      update: "auto",
      beta: "auto",
      effective: 1.05,
      corrupt: ["half:bottom"],
      missing: known ? "known" : "black",
      steps: 5,
      eps: 1e-4,
      kernels: "auto",
      classical: "none",
      vector: "none",
      seed: 7,
      repeats: 1,
      data: "scenes",
      resolved: { beta: 12.4821, kernels: "portable" },
    },
    environment: {
      version: "0.1.0",
      node: "v20.19.0",
      platform: "linux x64",
      date: "2025-01-31",
      dataset: "scenes 32x32 rgb",
    },
    results: {
      accuracy: right,
      labelAccuracy: right,
      exact: mean(({ exact }) => Number(exact)),
      identical: mean(({ identical }) => Number(identical)),
      nearestPrototype: right,
      lostByIterating: mean(({ leaders, stored: own }) => Number(leaders[0] === own && leaders[1] !== own)),
      rightAtStep: [0, 1].map((step) => mean(({ leaders, stored: own }) => Number(leaders[step] === own))),
      ...average((q) => q.retrieved),
      meanRank: mean(({ rank }) => rank),
      meanMargin: mean(({ margin }) => margin),
      baseline: average((q) => q.baseline),
      nearestNeighbour: { ...average((q) => q.nearest), accuracy: 0.11 },
      others: average((q) => q.other ?? q.nearest),
      vector: null,
      classical: null,
      intruderShare: null,
      meanSteps: mean(({ steps }) => steps),
      effectivePatterns: mean((q) => q.effectivePatterns),
      metastableSize: 1.1,
      fixedPoints: { single: queries, metastable: 0, global: 0 },
      outcomes: { converged: queries, "max-steps": 0, diverged: 0 },
      energyRises: 0,
      failures: counts,
      beta: 12.4821,
      seconds: 0.183,
      spread: { accuracy: 0, mse: 0 },
    },
    perQuery,
    repeats: [{ seed: 7, beta: 12.4821, accuracy: right, mse: 20, seconds: 0.183 }],
    diagnosis: {
      hubs: [{ index: 3, wins: 4 }],
      separation: stored.map((_, i) => (i % 17 === 0 ? -random.uniform(0, 12) : random.uniform(3, 90))),
      unreachable: [5, 17],
      advice: [
        {
          code: "hubs",
          message: "1 stored pattern wins queries made from others.",
          fix: "Use squaredEuclidean, or remove the mean of each picture with --normalize layer.",
        },
      ],
    },
  };
  if (pictures === "none") return { document, pictures: null };
  const set = (list: Uint8Array[]): ImageSet => {
    const data = new Uint8Array(size * queries);
    list.forEach((one, i) => {
      data.set(one, i * size);
    });
    return new ImageSet({ width: side, height: side, channels: 3, data });
  };
  const mask = Uint8Array.from({ length: size * queries }, (_, j) => Number(j % size < size / 2));
  return {
    document,
    pictures: {
      corrupted: set(corrupted),
      retrieved: set(retrieved),
      original: set(stored),
      known: known ? mask : null,
    },
  };
}
