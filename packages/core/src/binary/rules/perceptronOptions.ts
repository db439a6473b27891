import { HopfieldError, requireCount } from "../../errors.ts";
import { gardnerMargin } from "../capacity.ts";

/** How a perceptron is trained. */
export interface PerceptronOptions {
  /** The margin that every bit must have, in units of |wᵢ|. */
  readonly kappa: number | "auto";
  /** A unit gives up after this many steps per pattern. */
  readonly maxEpochs: number;
  /** Called when a unit is trained (symmetric: an epoch) with how many are; may throw to stop. */
  readonly onUnit: ((done: number, total: number) => void) | undefined;
}

/**
 * The options with their defaults: kappa "auto", 200 epochs.
 * @throws HopfieldError ERR_OPTION for a margin that is negative, or epochs that are no whole number
 */
export function perceptronOptions({
  kappa = "auto",
  maxEpochs = 200,
  onUnit,
}: Partial<PerceptronOptions>): PerceptronOptions {
  if (kappa !== "auto" && (!(kappa >= 0) || !Number.isFinite(kappa))) {
    throw new HopfieldError("ERR_OPTION", `invalid kappa: ${kappa} (expected "auto", or a margin >= 0)`, {
      kappa,
    });
  }
  requireCount(maxEpochs, "maxEpochs", 1);
  return { kappa, maxEpochs, onUnit };
}

/**
 * The margin to reach with so many patterns: the one given, or half of the largest that random patterns can have, which
 * is learned fast and leaves wide basins.
 */
export function kappaFor({ kappa }: PerceptronOptions, size: number, count: number): number {
  return kappa === "auto" ? gardnerMargin(size, count) / 2 : kappa;
}
