import { HopfieldError } from "../errors.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { parseSeparation, parseSimilarity } from "../memory/choices.ts";
import { withMean } from "../memory/similarities/withMean.ts";
import type { Similarity } from "../memory/similarity.ts";
import { Patterns } from "../patterns/patterns.ts";
import type { TrialConfig } from "./config.ts";
import type { TrialStore } from "./store.ts";

/** Similarities of one's own by the names that configurations call them. */
export type OwnSimilarities = Readonly<Record<string, Similarity>>;

/** The vectors that an embedder made of the pictures of a trial, picture after picture. */
export interface TrialFeatures {
  readonly size: number;
  /** Of the stored pictures, in their order. */
  readonly stored: Float32Array;
  /** Of the damaged queries, in their order. */
  readonly queries: Float32Array;
}

/**
 * The memory that a configuration describes, over the chosen patterns. With features it compares by them and hands out
 * the pictures (hetero-association: features are stored, pictures are the values).
 *
 * @throws HopfieldError ERR_OPTION for a feature space without features, and what the memory throws
 */
export function memoryOf(
  store: TrialStore,
  config: TrialConfig,
  own: OwnSimilarities = {},
  features?: TrialFeatures | undefined,
): AssociativeMemory {
  const similarity = own[config.similarity] ?? parseSimilarity(config.similarity);
  const options = {
    similarity: config.update === "mean" ? withMean(similarity) : similarity,
    separation: parseSeparation(config.separation),
    beta: config.beta,
    effective: config.effective,
    kernels: config.kernels,
  };
  if (config.space === "pixels") return new AssociativeMemory(store.patterns, options);
  if (features === undefined) {
    throw new HopfieldError(
      "ERR_OPTION",
      `space ${config.space} needs the embedder ${config.space}, and none was given; use --space pixels`,
      { space: config.space },
    );
  }
  const stored = new Patterns(features.stored, { size: features.size, normalize: config.normalize });
  return new AssociativeMemory(stored, { ...options, values: store.patterns, duplicates: "allow" });
}
