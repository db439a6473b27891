import type { Kernels } from "../kernels/kernels.ts";
import { distance } from "../math/vector.ts";
import type { Patterns } from "../patterns/patterns.ts";
import { type AssociationRule, toLogits, weighLogits } from "./associate.ts";
import { certify } from "./certificate.ts";
import type { Bind } from "./enter.ts";
import type { StoredFacts } from "./facts.ts";
import type { KnownGroup } from "./known.ts";
import type { RetrievalSource } from "./retrieval.ts";
import type { RetrieveRun } from "./run.ts";
import type { Similarity } from "./similarity.ts";
import { hasTheorems, isPlainSoftmax } from "./theorems.ts";

/** What a source needs of the memory that it answers for. */
export interface SourceContext {
  readonly stored: Patterns;
  readonly similarity: Similarity;
  readonly kernels: Kernels;
  readonly bind: Bind;
  readonly rule: AssociationRule;
  readonly facts: () => StoredFacts;
  /** Throws when the memory was changed since. */
  readonly requireSame: () => void;
}

/** What a retrieval may still ask, as long as the memory is the same: associations and certificates on demand. */
export function retrievalSource(
  run: RetrieveRun,
  groups: readonly KnownGroup[],
  { stored, similarity, kernels, bind, rule, facts, requireSame }: SourceContext,
): RetrievalSource {
  const before = (i: number): Float64Array => run.before.subarray(i * stored.size, (i + 1) * stored.size);
  const columnsOf = (i: number): Int32Array | null =>
    groups.find(({ queries }) => queries.includes(i))?.columns ?? null;
  return {
    association: (i) => {
      requireSame();
      const scores = new Float64Array(stored.count);
      bind(columnsOf(i)).scores(before(i), 1, scores);
      toLogits(scores, rule);
      const association = new Float64Array(stored.count);
      weighLogits(scores, rule, association);
      return association;
    },
    certificate: (i, theorem5) => {
      requireSame();
      const summary = run.last[i];
      const top = summary.top[0].index;
      const plainSoftmax = isPlainSoftmax(rule.separation, rule.logWeights) && hasTheorems(similarity);
      // Theorem 5 speaks of separations over all components, so it says nothing about masked scores.
      const wanted = theorem5 && plainSoftmax && columnsOf(i) === null && similarity.bound === "mean";
      return certify(summary, run.energies[i], run.steps[i], run.outcomes[i], {
        N: stored.count,
        beta: rule.beta,
        bound: similarity.bound,
        plainSoftmax,
        precision: precisionOf(kernels, stored),
        relativeScores: similarity.relativeScores ?? false,
        skipped: run.skipped[i],
        largestNorm: facts().norm,
        storageError: facts().storageError,
        top: wanted
          ? {
              separation: facts().separationOf(top),
              distance: distance(before(i), stored.at(top)),
              certifiedBeta: facts().certifiedBetaOf(top),
            }
          : null,
      });
    },
  };
}

/** Bytes are held against queries of 36 bits; floats may be summed in float32. */
function precisionOf({ precision }: Kernels, { data }: Patterns): number {
  return data instanceof Uint8Array ? Math.min(precision, 2 ** -34) : precision;
}
