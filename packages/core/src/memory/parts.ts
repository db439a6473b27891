import { HopfieldError, requireBeta } from "../errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { selectKernels } from "../kernels/select.ts";
import { parseSeparation, parseSimilarity } from "./choices.ts";
import type { Beta, MemoryOptions } from "./options.ts";
import type { Separation } from "./separation.ts";
import type { Similarity } from "./similarity.ts";

/** What a memory is made of, besides its patterns. */
export interface MemoryParts {
  readonly similarity: Similarity;
  readonly separation: Separation;
  readonly beta: Beta;
  readonly effective: number;
  readonly kernels: Kernels;
}

/**
 * The parts that the options name, with the defaults for those they do not.
 * @throws HopfieldError ERR_OPTION for an unknown name, a part that does not go with another, or `effective` below 1;
 *   ERR_BETA for a beta that is not positive
 */
export function chooseParts(options: MemoryOptions): MemoryParts {
  const {
    similarity = "squaredEuclidean",
    separation = "softmax",
    beta = "auto",
    effective = 1.05,
  } = options;
  const parts = {
    similarity: typeof similarity === "string" ? parseSimilarity(similarity) : similarity,
    separation: typeof separation === "string" ? parseSeparation(separation) : separation,
    beta: beta === "auto" || beta === "certified" ? beta : requireBeta(beta),
    effective,
    kernels: selectKernels(options.kernels),
  };
  if (!(effective >= 1) || !Number.isFinite(effective)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid effective: ${effective} (expected a number of at least 1)`,
      { effective },
    );
  }
  if (parts.separation.needsNonNegative && parts.similarity.scoreSign === "nonPositive") {
    throw new HopfieldError(
      "ERR_OPTION",
      `${parts.separation.name} needs scores that are not negative, ${parts.similarity.name} has none: use softmax, or dot, cosine or reciprocalManhattan`,
      { separation: parts.separation.name, similarity: parts.similarity.name },
    );
  }
  return parts;
}
