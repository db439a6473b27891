import type { AssociativeMemory } from "../memory/associativeMemory.ts";

/**
 * The smallest beta that certifies all patterns that can be certified, that of the smallest Δᵢ > 0; or null.
 * @param separation  Δᵢ of every pattern
 */
export function certifiedBetaFrom(memory: AssociativeMemory, separation: Float64Array): number | null {
  if (memory.count < 2) return null;
  let hardest = -1;
  for (let i = 0; i < separation.length; i++) {
    if (separation[i] > 0 && (hardest < 0 || separation[i] < separation[hardest])) hardest = i;
  }
  if (hardest < 0) return null;
  try {
    const beta = memory.certifiedBetaOf(hardest);
    return Number.isFinite(beta) ? beta : null;
  } catch {
    return null;
  }
}
