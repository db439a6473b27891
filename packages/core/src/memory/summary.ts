import { effectivePatterns, metastableSize } from "../theory/association.ts";
import { type TopPattern, topPatterns } from "./top.ts";

/** What one association looked like. */
export interface AssociationSummary {
  /** The heaviest patterns, heaviest first. */
  readonly top: readonly TopPattern[];
  /** Largest minus second largest score (with ln w / β added to each); Infinity for a single pattern. */
  readonly gap: number;
  /** Σ pᵢ: 1, or less with a null pattern. */
  readonly mass: number;
  readonly effectivePatterns: number;
  readonly metastableSize: number;
}

/** How many patterns of each association are kept. */
export const keptTop = 5;

/** Finds what one row of logits and weights says. */
export function summarize(logits: Float64Array, association: Float64Array, beta: number): AssociationSummary {
  let first = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  let mass = 0;
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i];
    mass += association[i];
    if (logit > first) {
      second = first;
      first = logit;
    } else if (logit > second) second = logit;
  }
  return {
    top: topPatterns(association, keptTop),
    gap: (first - second) / beta,
    mass,
    effectivePatterns: effectivePatterns(association),
    metastableSize: metastableSize(association),
  };
}
