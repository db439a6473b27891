import type { ImageSet } from "../images/imageSet.ts";

/** The scores of one reconstruction against its original. Pixel metrics are in units 0..255 for pictures. */
export interface PictureScores {
  /** Mean over components of the squared difference, in pixel units (vector data: in its own units). */
  mse: number;
  /** Peak signal-to-noise ratio in dB; null for a perfect copy or for vector data. */
  psnr: number | null;
  /** Structural similarity, 1 = equal; null for vector data or pictures smaller than its window. */
  ssim: number | null;
  /** Cosine of the two vectors of pixels; null when one of them is zero. */
  cosine: number | null;
}

/** How alike pictures look to an embedder: cosines of the embeddings with that of the original, 1 = the same. */
export interface VectorScores {
  retrieved: number | null;
  /** The damaged query. */
  baseline: number | null;
  /** The stored pattern nearest to the original among the others. */
  other: number | null;
}

/** A binary network that was asked the same: pictures in black and white, by their mean gray. */
export interface ClassicalScores {
  rule: string;
  /** Share of queries that came back in every bit. */
  recovered: number;
  /** Share whose most similar stored pattern is the true one. */
  accuracy: number;
  /** Mean share of wrong bits in what came back. */
  wrongBits: number;
  /** Mean share of wrong bits in the queries. */
  wrongBitsBefore: number;
}

/** Why a query did not come back as its original, in a word for tables; `detail` says it in a sentence. */
export type FailureReason =
  | "hub"
  | "metastable"
  | "global"
  | "neighbour"
  | "blend"
  | "duplicate"
  | "diverged";

/** All that is known of one query. */
export interface QueryResult {
  /** Which repeat the query belongs to, from 0. */
  repeat: number;
  /** The stored pattern that the query was made from. */
  stored: number;
  /** Its number in the data set, or in the class means. */
  source: number;
  /** Its class in words, "" without labels. */
  label: string;
  /** The stored pattern with the largest weight in the last association, and that weight. */
  top: number;
  topWeight: number;
  /** The class of that pattern in words. */
  topLabel: string;
  /** top === stored. */
  correct: boolean;
  /** The classes agree; null without labels. */
  labelCorrect: boolean | null;
  /** Every component equals the original's (after rounding to bytes for pictures). */
  exact: boolean;
  /** Every component equals the stored pattern's as float32, with no rounding to bytes: equality as a program tests it. */
  identical: boolean;
  /** The stored pattern nearest to what came back, in Euclidean distance. */
  nearestToOutput: number;
  /** The pattern with the largest score in each association, the query's own first. */
  leaders: number[];
  /** The place of the true pattern among the scores of the last association, 1 = first. */
  rank: number;
  /** Score of the true pattern minus the best other score in the last association. */
  margin: number;
  /** The retrieved picture against the original. */
  retrieved: PictureScores;
  /** The untouched query against the original. */
  baseline: PictureScores;
  /** The stored pattern nearest to the query in Euclidean distance over all components as given. */
  nearest: PictureScores & { top: number; correct: boolean };
  /** The stored pattern nearest to the original among the others, against the original; null when it stands alone. */
  other: (PictureScores & { index: number }) | null;
  /** Cosines of embeddings with the original's: of what came back, of the query, of the other nearest original. */
  vector: VectorScores | null;
  /** Updates made. */
  steps: number;
  outcome: "converged" | "max-steps" | "diverged";
  /** exp(entropy) of the last association. */
  effectivePatterns: number;
  metastableSize: number;
  fixedPoint: "single" | "metastable" | "global";
  /** E of the query and of the state after each update. */
  energies: number[];
  /** Updates after which the energy was higher than before. */
  energyRises: number;
  /** Largest minus second largest score in the last association. */
  gap: number;
  /** A proved bound on the distance of the last state to the top pattern; null where no theorem applies. */
  distanceBound: number | null;
  reason: FailureReason | null;
  detail: string;
}

/** The average of a number over all queries of all repeats, and its spread over the repeats. */
export interface TrialResults {
  /** Share of queries whose top index is the true pattern. */
  accuracy: number;
  /** Share whose top pattern has the true class; null without labels. */
  labelAccuracy: number | null;
  /** Share that came back exactly. */
  exact: number;
  /** Share that equals the stored pattern in every component as float32. */
  identical: number;
  /** Share whose output lies nearest to its own original among all stored patterns. */
  nearestPrototype: number;
  /** Share whose true pattern led after the first update's association and no longer in the last one. */
  lostByIterating: number;
  /** Share whose true pattern leads in the association of each step; a query that has stopped keeps its last. */
  rightAtStep: number[];
  mse: number;
  psnr: number | null;
  ssim: number | null;
  cosine: number | null;
  meanRank: number;
  meanMargin: number;
  baseline: PictureScores;
  nearestNeighbour: PictureScores & { accuracy: number };
  /** The nearest other original of each query against its original: how alike the stored patterns are. */
  others: PictureScores | null;
  /** Mean cosines of embeddings, and the embedder's name; null without one. */
  vector: (VectorScores & { embedder: string }) | null;
  classical: ClassicalScores | null;
  /** Share of queries that the intruder took; null without one. */
  intruderShare: number | null;
  meanSteps: number;
  /** Mean over the queries of the effective patterns of the last association. */
  effectivePatterns: number;
  metastableSize: number;
  fixedPoints: { single: number; metastable: number; global: number };
  outcomes: { converged: number; "max-steps": number; diverged: number };
  /** Updates that raised the energy, over all queries; null when the update claims no descent and has no energy. */
  energyRises: number | null;
  /** How many queries failed for each reason. */
  failures: Partial<Record<FailureReason, number>>;
  /** The beta used (the mean over the repeats when it was solved for). */
  beta: number;
  /** Seconds spent in retrieval, all repeats. */
  seconds: number;
  /** Sample standard deviation over the repeats; 0 for one repeat. */
  spread: { accuracy: number; mse: number };
}

/** The pictures of a trial's first repeat, in the order of its `perQuery`. Not part of the JSON document. */
export interface TrialPictures {
  corrupted: ImageSet;
  retrieved: ImageSet;
  original: ImageSet;
  /** Per picture and component, 1 = known; null when nothing was declared unknown. */
  known: Uint8Array | null;
}
