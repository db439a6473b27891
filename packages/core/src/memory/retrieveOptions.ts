import { HopfieldError, requireCount } from "../errors.ts";
import type { RetrieveOptions } from "./options.ts";

/** Options of a retrieval that always have a value. */
type Settled = Required<
  Pick<RetrieveOptions, "clamp" | "maxSteps" | "tolerance" | "exact" | "trace" | "lastEnergy">
>;

/**
 * The options of a retrieval with their defaults.
 * @throws HopfieldError ERR_OPTION for steps that are no whole number, or a tolerance that is negative
 */
export function settleRetrieveOptions(options: RetrieveOptions): Settled {
  const { clamp = true, maxSteps = 5, tolerance = 1e-4, trace = false, lastEnergy = true } = options;
  const { exact = tolerance } = options;
  requireCount(maxSteps, "maxSteps");
  if (!(tolerance >= 0)) {
    throw new HopfieldError("ERR_OPTION", `invalid tolerance: ${tolerance} (expected a number >= 0)`, {
      tolerance,
    });
  }
  if (exact !== "dense" && !(exact >= 0)) {
    throw new HopfieldError("ERR_OPTION", `invalid exact: ${exact} (expected "dense" or a number >= 0)`, {
      exact,
    });
  }
  return { clamp, maxSteps, tolerance, exact, trace, lastEnergy };
}
