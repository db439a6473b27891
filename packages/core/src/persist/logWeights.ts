import { HopfieldError } from "../errors.ts";
import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import { brokenFile } from "./brokenFile.ts";

/**
 * ln w per pattern; null when all weights are 1.
 * @throws HopfieldError ERR_RANGE for a weight that aged to 0 in float64
 */
export function logWeightsOf(memory: AssociativeMemory): Float64Array | null {
  const { weights } = memory;
  if (weights.every((weight) => weight === 1)) return null;
  const gone = weights.findIndex((weight) => !(weight > 0));
  if (gone >= 0) {
    throw new HopfieldError(
      "ERR_RANGE",
      `the weight of pattern ${gone} aged to ${weights[gone]} in float64 (expected one above 0); remove the pattern, or reweight it`,
      { pattern: gone },
    );
  }
  return weights.map(Math.log);
}

/**
 * The weights that have these logarithms.
 * @throws HopfieldError ERR_DATA for a logarithm whose weight is 0 or infinite in float64
 */
export function weightsFromLogs(logs: Float64Array): Float64Array {
  const weights = logs.map(Math.exp);
  const at = weights.findIndex((weight) => !(weight > 0 && Number.isFinite(weight)));
  if (at < 0) return weights;
  throw brokenFile(`tensor log_weights has ${logs[at]} for pattern ${at} (expected -745 to 709)`, {
    pattern: at,
    value: logs[at],
  });
}
