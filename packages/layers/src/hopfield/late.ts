import type { HopfieldInputs } from "./inputs.ts";
import type { HopfieldOptions } from "./options.ts";
import type { HopfieldPlan } from "./plan.ts";

/** Late projection must save this share of the products, since it makes more operations. */
const worth = 1.25;

/** Updates up to which the operations of each step are few enough. */
const fewSteps = 16;

/** Whether the heads' patterns are just projections of those given: nothing is normed in their spaces, or added. */
function plainSpaces({ spaceNorm }: HopfieldPlan, options: HopfieldOptions): boolean {
  const added = options.addZeroAssociation === true || options.concatBiasPattern === true;
  return options.compat === undefined && !spaceNorm.normalize && !added;
}

/**
 * Whether states are brought to the stored patterns (`associateLate`) rather than all stored patterns to the states:
 * where that is equal, and saves products. By softmax of dot products, with one scaling for all heads.
 */
export function storedStayApart(
  plan: HopfieldPlan,
  options: HopfieldOptions,
  { stored, state }: HopfieldInputs,
  batch: number,
): boolean {
  const { storedStatic, stateStatic, scaling, scalingTrainable, maxSteps, hiddenSize } = plan;
  const { separation = "softmax", similarity = "dot", gradient = "unrolled" } = options;
  if (!plainSpaces(plan, options) || storedStatic || stateStatic || scalingTrainable) return false;
  if (separation !== "softmax" || similarity !== "dot" || gradient !== "unrolled") return false;
  const steps = Math.max(...maxSteps);
  if (steps > fewSteps || scaling.some((beta) => beta !== scaling[0])) return false;
  const [samples, S, E] = stored.shape;
  const [stateSamples, L] = state.shape;
  const d = hiddenSize as number;
  const maps = stateSamples * L + 2 * steps * batch * L;
  const cells = (1 + 2 * steps) * batch * L * S;
  return worth * (maps * d * E + cells * E) < samples * S * d * E + cells * d;
}

/** Whether values are projected after they are blended (`blendLate`): where that is equal, and saves products. */
export function valuesBlendFirst(
  plan: HopfieldPlan,
  options: HopfieldOptions,
  { projection, state }: HopfieldInputs,
  batch: number,
): boolean {
  if (!plainSpaces(plan, options) || plan.projectionStatic || plan.connected) return false;
  const [samples, S, E] = projection.shape;
  const L = state.shape[1];
  const p = plan.patternSize as number;
  return worth * (batch * L * S * E + batch * L * E * p) < samples * S * p * E + batch * L * S * p;
}
