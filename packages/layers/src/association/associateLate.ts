import type { NormedAffineWeights } from "../autodiff/normedAffine.ts";
import { reshape } from "../autodiff/shape.ts";
import { allocate, computed, gradOf, type Tensor } from "../autodiff/tensor.ts";
import { type Associated, associate } from "./associate.ts";
import { blendLate } from "./lateBlend.ts";
import { statesLate } from "./lateStates.ts";
import type { AssociationProblem } from "./problem.ts";

/** An association whose stored patterns are not projected: plain attention of each step by itself. */
export interface LateProblem
  extends Pick<AssociationProblem, "batch" | "heads" | "beta" | "separation" | "stopping"> {
  /** The states in the heads' spaces: batch or 1, L, heads x d. */
  readonly states: Tensor;
  /** The stored patterns behind their norm, without its weights: batch or 1, S, features. */
  readonly patterns: Tensor;
  /** Of the norm and of the map into the heads' spaces. */
  readonly weights: NormedAffineWeights;
  readonly padding: AssociationProblem["masks"]["padding"];
}

/** Row r of the tensor number `steps[r]` of several of one shape. */
function rowsAt(tensors: readonly Tensor[], steps: Int32Array): Tensor {
  const last = tensors[tensors.length - 1];
  if (steps.every((step) => step === tensors.length - 1)) return last;
  const size = last.data.length / steps.length;
  const out = allocate(last.dtype, last.data.length);
  for (let r = 0; r < steps.length; r++) {
    out.set(tensors[steps[r]].data.subarray(r * size, (r + 1) * size), r * size);
  }
  return computed(out, last.shape, tensors, (grad) => {
    for (let r = 0; r < steps.length; r++) {
      const to = tensors[steps[r]];
      if (!to.requiresGrad) continue;
      const sum = gradOf(to);
      for (let k = r * size; k < (r + 1) * size; k++) sum[k] += grad[k];
    }
  });
}

/** Closes the states whose updates are at an end at a step. */
function closeByCount(
  { heads, stopping, batch }: LateProblem,
  L: number,
  step: number,
  open: Uint8Array,
): void {
  for (let block = 0; block < batch * heads; block++) {
    if (step >= stopping.maxSteps[block % heads]) open.fill(0, block * L, (block + 1) * L);
  }
}

/** Closes the states that their next update hardly moves: |q' - q|₂ <= epsilon. */
function closeByState(
  { heads, stopping }: LateProblem,
  now: Tensor,
  next: Tensor,
  open: Uint8Array,
  settled: Uint8Array,
): void {
  const [, L, width] = next.shape;
  const d = width / heads;
  const sampleStep = now.shape[0] === 1 ? 0 : L * width;
  for (let r = 0; r < open.length; r++) {
    if (open[r] === 0) continue;
    const l = r % L;
    const block = (r - l) / L;
    const h = block % heads;
    const b = (block - h) / heads;
    const at = l * width + h * d;
    let change = 0;
    for (let j = at; j < at + d; j++) {
      change += (next.data[b * L * width + j] - now.data[b * sampleStep + j]) ** 2;
    }
    if (Math.sqrt(change) > stopping.epsilon[h]) continue;
    open[r] = 0;
    settled[r] = 1;
  }
}

/**
 * `associate` where the stored patterns stay as they are for all heads, and the states come to them: by softmax of dot
 * products, one beta for all heads, with the gradient through all steps. States that rest go along until all do.
 *
 * @throws HopfieldError ERR_SIZE for masks and sizes that do not fit
 * @see statesLate, blendLate
 */
export function associateLate(problem: LateProblem): Associated {
  const { batch, heads, beta, separation, patterns, weights, padding } = problem;
  const [, L] = problem.states.shape;
  const S = patterns.shape[1];
  const open = new Uint8Array(batch * heads * L).fill(1);
  const settled = new Uint8Array(open.length);
  const steps = new Int32Array(open.length);
  const associations: Tensor[] = [];
  let states = problem.states;
  for (let step = 0; ; step++) {
    // The heads of a state are so many states of one head.
    const { association, empty } = associate({
      batch,
      heads: 1,
      states: { tensor: statesLate(states, patterns, heads, weights), shared: false },
      stored: { tensor: patterns, shared: true },
      unmasked: 0,
      masks: { padding },
      beta,
      tiled: null,
      similarity: "dot",
      separation,
      stopping: { rule: "state", maxSteps: [0], epsilon: [1] },
      gradient: "unrolled",
      empty: "zero",
    });
    associations.push(reshape(association, [batch, heads, L, S]));
    for (let r = 0; r < open.length; r++) if (open[r] === 1) steps[r] = step;
    closeByCount(problem, L, step, open);
    if (open.includes(1)) {
      const next = blendLate(associations[step], patterns, weights);
      closeByState(problem, states, next, open, settled);
      states = next;
    }
    if (!open.includes(1)) return { association: rowsAt(associations, steps), steps, settled, empty };
  }
}
