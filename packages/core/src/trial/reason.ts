import type { Certificate } from "../memory/certificate.ts";
import type { FailureReason } from "./result.ts";

/** What is known about a query that did not come back. */
export interface FailureFacts {
  readonly certificate: Certificate;
  readonly stored: number;
  /** How many queries of the batch the winning pattern took, and how many there were. */
  readonly taken: number;
  readonly queries: number;
  /** Whether the winning pattern equals the stored one. */
  readonly duplicate: boolean;
  readonly exactTop: boolean;
  readonly topWeight: number;
}

/** Percent without needless digits. */
const percent = (share: number): string =>
  `${(100 * share).toFixed(share > 0.9995 || share < 0.1 ? 0 : 1)} %`;

/** Why a query did not come back as its original: a word, and a sentence. null for a query that did. */
export function failureReason(facts: FailureFacts): { reason: FailureReason | null; detail: string } {
  const { certificate, stored, taken, queries, duplicate, topWeight } = facts;
  const { topIndex, metastableSize, effectivePatterns, fixedPoint, outcome } = certificate;
  if (outcome === "diverged") {
    return {
      reason: "diverged",
      detail: "The state left the range of numbers; beta or the values are too large.",
    };
  }
  if (topIndex === stored) {
    if (facts.exactTop) return { reason: null, detail: `Pattern ${stored} came back.` };
    if (fixedPoint === "single") {
      return {
        reason: topWeight > 0.99 ? null : "blend",
        detail: `Pattern ${stored} leads with weight ${percent(topWeight)}; the rest blends in others. A larger beta would sharpen it.`,
      };
    }
  }
  if (duplicate) {
    return {
      reason: "duplicate",
      detail: `Pattern ${topIndex} equals pattern ${stored}; no query can tell them apart.`,
    };
  }
  if (fixedPoint === "global") {
    return {
      reason: "global",
      detail: `A blend of ${effectivePatterns.toFixed(1)} patterns: beta is so small that more than half of all take part.`,
    };
  }
  if (fixedPoint === "metastable") {
    return {
      reason: "metastable",
      detail: `A blend of ${effectivePatterns.toFixed(1)} patterns (${metastableSize} hold 90 %), led by ${topIndex} with ${percent(topWeight)}: a metastable state. A larger beta separates them.`,
    };
  }
  if (taken >= Math.max(3, 0.1 * queries)) {
    return {
      reason: "hub",
      detail: `Pattern ${topIndex} is a hub: it took ${taken} of ${queries} queries under this similarity.`,
    };
  }
  return {
    reason: "neighbour",
    detail: `Pattern ${topIndex} is closer to the damaged query than ${stored} is (weight ${percent(topWeight)}).`,
  };
}
