import type { Defect } from "../modules/defects.ts";
import type { HopfieldPlan } from "./plan.ts";

/** What of hflayers' behaviour a configuration of `Hopfield` meets there. */
export function hopfieldDefects(plan: HopfieldPlan, concatBiasPattern: boolean): Defect[] {
  const { heads, scaling, maxSteps } = plan;
  const found: Defect[] = [];
  if (heads > 1 && (plan.storedStatic || plan.stateStatic || plan.projectionStatic)) {
    found.push({
      id: "D1",
      what: "static patterns and several heads: hflayers lets heads see the patterns of other samples of the batch; here every head sees its own sample's",
    });
  }
  if (plan.scalingPerHead && heads > 1 && scaling.some((value) => value !== scaling[0])) {
    found.push({
      id: "D2",
      what: "a scaling per head: hflayers multiplies feature j by scaling[j mod heads]; here each head has its own",
    });
  }
  if (concatBiasPattern) {
    found.push({
      id: "D3",
      what: "concatBiasPattern: hflayers creates bias_k and bias_v and never uses them; here they are one more stored pattern",
    });
  }
  // The tolerance is looked at from the second association on, while updates are left.
  if (maxSteps.some((n) => n >= 2)) {
    found.push({
      id: "D4",
      what: "update steps with a tolerance: hflayers stops a head when the association of the whole batch rests; here each state stops by itself",
    });
  }
  return found;
}
