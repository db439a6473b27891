import type { Kernels } from "../kernels/kernels.ts";
import type { Scout } from "../kernels/scout.ts";
import type { Rows } from "../patterns/rows.ts";
import type { AssociationRule } from "./associate.ts";
import type { FewAssociation } from "./fewAssociation.ts";
import type { Similarity } from "./similarity.ts";

/** Called for each association with the logits β s (+ ln w) and the weights; both arrays are reused afterwards. */
export type AssociationObserver = (
  query: number,
  step: number,
  logits: Float64Array,
  association: Float64Array,
) => void;

/** How much of an association may be left out, and how a change of state changes what was left out. */
export interface SkipRule {
  /** The share of an association that may lie on patterns left out. */
  readonly tail: number;
  /** At most so much do two patterns' scores differ more after a movement of 1 (the measure's own norm). */
  readonly sway: number;
}

/** How patterns are skipped for queries that trust the same components. */
export interface Skip {
  readonly scout: Scout;
  readonly rule: SkipRule;
  /** Associations of states that are a stored pattern, by its index: most retrievals end at one. */
  readonly atPatterns: Map<number, FewAssociation>;
}

/** Everything that a run needs. */
export interface RetrieveProblem {
  readonly stored: Rows;
  readonly similarity: Similarity;
  readonly rule: AssociationRule;
  readonly kernels: Kernels;
  /** What the readout blends: values of their own, or the patterns in plain units; null when states serve. */
  readonly readout: Rows | null;
  /** Whether the readout is divided by the association's mass. */
  readonly normalizeReadout: boolean;
  readonly maxSteps: number;
  readonly tolerance: number;
  /** Keep known components as the query has them. */
  readonly clamp: boolean;
  /** Evaluate the energy of the last state too, which takes one more round of scores. */
  readonly lastEnergy: boolean;
  readonly trace: boolean;
  readonly observe: AssociationObserver | undefined;
  readonly onQueries: ((finished: number) => void) | undefined;
  /** How patterns that cannot matter are skipped; null to associate with all of them. */
  readonly skip: ((columns: Int32Array | null, beta: number) => Skip | null) | null;
}
