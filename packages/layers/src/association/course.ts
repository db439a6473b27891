import type { Floats } from "../autodiff/tensor.ts";

/** The course of the states through an association, as far as its gradient needs it. */
export interface Course {
  /** The association of each step, batch x heads x L x S; only the last of each state where the rest is not kept. */
  readonly associations: readonly Floats[];
  /** What the separation's gradient needs of the logits' size, per state, for each association; empty if nothing. */
  readonly scales: readonly Float64Array[];
  /** The states after each update, batch x heads x L x features; only the last where the rest is not kept. */
  readonly states: readonly Floats[];
  /** How often each state was updated: the step of its last association. */
  readonly steps: Int32Array;
}
