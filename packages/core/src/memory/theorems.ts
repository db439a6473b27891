import { HopfieldError } from "../errors.ts";
import type { Separation } from "./separation.ts";
import { softmax } from "./separations/softmax.ts";
import type { Similarity } from "./similarity.ts";

/** Whether the association is softmax as the theorems know it: no weights per pattern, no null pattern. */
export function isPlainSoftmax(separation: Separation, logWeights: Float64Array | null): boolean {
  return separation === softmax && logWeights === null;
}

/** Whether the update is one that the theorems speak of with the energy going down; the divergences are not. */
export function hasTheorems({ descends, name }: Similarity): boolean {
  return descends && name !== "kullbackLeibler";
}

/**
 * The theorems are about the mean update with softmax.
 * @throws HopfieldError ERR_BETA for any other memory
 */
export function requireTheorems(
  similarity: Similarity,
  separation: Separation,
  logWeights: Float64Array | null,
): void {
  if (similarity.bound !== "mean" || !hasTheorems(similarity) || !isPlainSoftmax(separation, logWeights)) {
    throw new HopfieldError(
      "ERR_BETA",
      `no beta is certified for ${similarity.name} with ${separation.name}; the theorems hold for dot and squaredEuclidean with softmax: give a number or "auto"`,
      { similarity: similarity.name, separation: separation.name },
    );
  }
}
