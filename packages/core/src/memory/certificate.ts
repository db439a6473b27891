import { type FixedPointKind, fixedPointKind } from "../theory/association.ts";
import { gapBound, retrievalErrorBound, sphereRadius, weightBound } from "../theory/bounds.ts";
import type { Outcome } from "./run.ts";
import type { AssociationSummary } from "./summary.ts";

/** What is known for sure, and what was measured, about one retrieval. */
export interface Certificate {
  /** The stored pattern with the largest weight in the last association. */
  readonly topIndex: number;
  readonly topWeight: number;
  /** Largest minus second largest score of the last association, in the scores' units. */
  readonly gap: number;
  /**
   * A proved bound on the distance of the last state from the top pattern (over the components that the update
   * filled in): the smallest of those below, 0 when the state is the pattern itself; null where no theorem applies.
   */
  readonly distanceBound: number | null;
  /** The single bounds, null where their conditions do not hold. */
  readonly bounds: {
    /** 2 M (1 - p_top); mean updates. */
    readonly weight: number | null;
    /** Lemma A4: 2 (N - 1) M exp(-β gap); mean update and softmax. */
    readonly gap: number | null;
    /** Theorem 5, when the top pattern is certified to be stored; mean update and softmax. */
    readonly theorem5: number | null;
    /** 0 when the heaviest weight exceeds half the mass and the update is a generalised median. */
    readonly median: number | null;
  };
  /**
   * e, the largest distance of a stored pattern from what was given to be stored (Euclidean, in the units of states):
   * 0 for bytes and floats as they were given, measured for compressed patterns (`Patterns.errorNorm`).
   *
   * The bounds above are about stored forms y. What was given, x, lies within e of its y, so the top pattern as it was
   * given lies within `distanceBound` + e of the last state; and because a mean of differences is no larger than the
   * largest, a mean update lies within e of the same mean of what was given. A score of y differs from that of x by at most
   *
   * - dot: |ξ| e, as |x·ξ - y·ξ| = |(x - y)·ξ| (Cauchy-Schwarz)
   * - squaredEuclidean: e |y - ξ| + e²/2, as half of |a² - b²| = |a - b| (a + b) with a = |x - ξ|, b = |y - ξ|,
   *   |a - b| <= e and a + b <= 2 b + e
   * - manhattan: sqrt(size) e, as the sum of |x - y| over size components is at most sqrt(size) |x - y|
   *
   * where ξ is the state and, with a mask, e is no larger over the known components alone. The values of a
   * hetero-associative memory have an `errorNorm` of their own, within whose largest the output lies.
   */
  readonly storageError: number;
  /** The least number of patterns that hold 90 % of the mass. */
  readonly metastableSize: number;
  /** exp(entropy) of the last association. */
  readonly effectivePatterns: number;
  readonly fixedPoint: FixedPointKind;
  /** How often an update raised the energy; null without an energy. */
  readonly energyRises: number | null;
  /**
   * The largest share of an association that was left out because it cannot matter (`exact`): 0 when all patterns were
   * associated. Each energy then lies at most -ln(1 - skipped) / β above the dense one.
   */
  readonly skipped: number;
  readonly steps: number;
  readonly outcome: Outcome;
}

/** What the theorems need to know of the memory. */
export interface CertificateFacts {
  /** The error that a score may have, as a share of |x| |ξ|, or of itself (`relativeScores`). */
  readonly precision: number;
  readonly relativeScores: boolean;
  /** The share of an association that may have been left out. */
  readonly skipped: number;
  readonly N: number;
  readonly beta: number;
  /** The bound that the similarity's update has. */
  readonly bound: "mean" | "median" | "none";
  /** Whether the separation is softmax, without per-pattern weights or null pattern. */
  readonly plainSoftmax: boolean;
  /** M, the largest norm of a stored pattern (about their mean where the origin does not matter). */
  readonly largestNorm: number;
  /** The largest distance of a stored pattern from what was given. */
  readonly storageError: number;
  /** Δ of the top pattern and its distance from the state before the last update; null when not asked for. */
  readonly top: {
    readonly separation: number;
    readonly distance: number;
    readonly certifiedBeta: number;
  } | null;
}

/** How often a sequence of energies rises by more than rounding and the error that each may have; null when they are not numbers. */
export function countRises(energies: readonly number[], error = 0, share = 1e-10): number | null {
  if (energies.some((energy) => Number.isNaN(energy))) return null;
  let rises = 0;
  for (let t = 1; t < energies.length; t++) {
    const rounding = share * (Math.abs(energies[t]) + Math.abs(energies[t - 1]));
    if (energies[t] > energies[t - 1] + rounding + error + 1e-12) rises++;
  }
  return rises;
}

/**
 * The certificate of one retrieval.
 * @see Ramsauer et al. 2020, lemma A4 and theorem 5
 */
export function certify(
  summary: AssociationSummary,
  energies: readonly number[],
  steps: number,
  outcome: Outcome,
  facts: CertificateFacts,
): Certificate {
  const { N, beta, bound, largestNorm: M, plainSoftmax, precision, skipped, top, relativeScores } = facts;
  const { index, weight } = summary.top[0];
  const mean = bound === "mean" && steps > 0;
  // What was left out has at most the share `skipped` of all there is.
  const share = (1 - skipped) * (summary.mass > 0 ? weight / summary.mass : 0);
  const bounds = {
    weight: mean ? weightBound(Math.min((1 - skipped) * weight, share), M) : null,
    gap: mean && plainSoftmax ? gapBound(N, M, beta, summary.gap) : null,
    theorem5:
      mean && plainSoftmax && top !== null && beta >= top.certifiedBeta
        ? retrievalErrorBound(N, M, beta, top.separation, Math.max(top.distance, sphereRadius(N, M, beta)))
        : null,
    median: bound === "median" && steps > 0 && share > 0.5 ? 0 : null,
  };
  const proved = Object.values(bounds).filter((value) => value !== null);
  return {
    topIndex: index,
    topWeight: weight,
    gap: summary.gap,
    distanceBound: proved.length > 0 ? Math.min(...proved) : null,
    bounds,
    storageError: facts.storageError,
    metastableSize: summary.metastableSize,
    effectivePatterns: summary.effectivePatterns,
    fixedPoint: fixedPointKind(summary.metastableSize, N),
    energyRises: countRises(
      energies,
      -Math.log1p(-skipped) / beta + (relativeScores ? 0 : precision * M * M),
      Math.max(1e-10, precision),
    ),
    skipped,
    steps,
    outcome,
  };
}
