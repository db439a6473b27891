import type { PixelScaleName } from "../patterns/scale.ts";

/** Everything that changes the result of a trial, as plain data: the words of the command line's flags. */
export interface TrialConfig {
  /** How many patterns to store. */
  patterns: number;
  /** How many of them to ask for. */
  queries: number;
  select: "random" | "balanced" | "first" | "hard";
  stored: "images" | "class-means";
  color: "rgb" | "gray";
  scale: PixelScaleName;
  normalize: "none" | "mean" | "layer";
  /** A name, with options after slashes: "manhattan", "kl/smoothing=0.01". */
  similarity: string;
  /** A name, with options after slashes: "softmax", "entmax/alpha=1.5". */
  separation: string;
  update: "auto" | "mean";
  beta: number | "auto" | "certified";
  /** The target number of effective patterns of beta "auto". */
  effective: number;
  /** Corruptions, applied one after the other: "half:bottom", "noise:100/mean=10". */
  corrupt: string[];
  /** Whether the memory is told which components are missing. */
  missing: "known" | "black";
  steps: number;
  /** Stop a query when an update moved it by at most this (Euclidean norm, in the scale's units). */
  eps: number;
  seed: number;
  repeats: number;
}
