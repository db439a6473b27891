import type { Selection } from "../images/select.ts";
import type { PixelScaleName } from "../patterns/scale.ts";

/** The kernels that a trial may ask for. */
export type KernelsChoice = "auto" | "reference" | "portable";

/** The binary networks that a trial may ask beside the modern one. */
export type ClassicalChoice = "none" | "hebb" | "storkey" | "pseudoInverse";

/** Everything that changes the result of a trial, as plain data: the words of the command line's flags. */
export interface TrialConfig {
  /** How many patterns to store. */
  patterns: number;
  /** How many of them to ask for. */
  queries: number;
  select: Selection;
  stored: "images" | "class-means";
  /** A plain picture stored beside the others, which is never asked for: "white" shows what dot products do. */
  intruder: "none" | "white" | "black";
  color: "rgb" | "gray";
  scale: PixelScaleName;
  normalize: "none" | "mean" | "layer";
  /** What patterns are compared by: their pixels, or the features that an embedder of that name makes of them. */
  space: string;
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
  /** The arithmetic: the fastest that runs here, or "reference", which gives the same bits everywhere. */
  kernels: KernelsChoice;
  /** The binary network that is asked the same, black on white: "none", or its rule of storage. */
  classical: ClassicalChoice;
  /** The embedder whose cosines say how alike pictures look: "none", or its name. */
  vector: string;
  /** Stop a query when an update moved it by at most this (Euclidean norm, in the scale's units). */
  eps: number;
  seed: number;
  repeats: number;
}
