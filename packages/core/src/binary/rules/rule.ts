import type { Couplings, Form } from "../couplings/couplings.ts";

/** The names of the storage rules. */
export type RuleName = "hebb" | "storkey" | "pseudoInverse" | "perceptron";

/** The names of all storage rules. */
export const ruleNames: readonly RuleName[] = ["hebb", "storkey", "pseudoInverse", "perceptron"];

/** What the weights from each unit to itself are: zero, or what the rule makes of them. */
export type Diagonal = "zero" | "kept";

/** How a training went that may fail: the perceptron's. */
export interface Training {
  /** Whether every bit of every pattern has the margin asked for. */
  readonly converged: boolean;
  /** The margin asked for. */
  readonly kappa: number;
  /** Steps per unit divided by the number of patterns, rounded up, of the unit that took most. */
  readonly epochs: number;
  /** The least x_mi (fᵢ - θᵢ) / |wᵢ| over all bits; below 0 where a bit is wrong. */
  readonly leastMargin: number;
  /** Units with a bit that lacks the margin. */
  readonly failedUnits: number;
}

/** The training of a network without patterns. */
export const untrained: Training = {
  converged: true,
  kappa: 0,
  epochs: 0,
  leastMargin: Number.POSITIVE_INFINITY,
  failedUnits: 0,
};

/** What a rule makes of stored patterns. */
export interface Rule {
  readonly name: RuleName;
  readonly diagonal: Diagonal;
  readonly form: Form;
  /** Whether wᵢⱼ = wⱼᵢ. */
  readonly symmetric: boolean;
  /** The least wᵢᵢ. */
  readonly leastDiagonal: number;
  /** How the last training went; null for rules that cannot fail. */
  readonly training: Training | null;
  /** The number of linearly independent patterns; null for rules that do not ask. */
  readonly rank: number | null;
  /** Learns the patterns from number `from` on; those before were learned already. */
  learn(from: number): void;
  /** The weights as they are now. */
  couplings(): Couplings;
}
