import { allocate, type Floats } from "../autodiff/tensor.ts";
import type { Blocks } from "./block.ts";
import type { Course } from "./course.ts";
import { Pull } from "./pull.ts";

/** Takes the gradient of the last associations back through every step. */
export function pullUnrolled(blocks: Blocks, { associations, states, steps }: Course, grad: Floats): void {
  const { count, states: L, stored: S, size: d, heads, problem, stateRow } = blocks;
  const pull = new Pull(blocks);
  const { cells, rows, toStates, toStored } = pull;
  // dL/dq of the step behind.
  const dq = allocate(problem.states.tensor.dtype, L * d);
  for (let block = 0; block < count; block++) {
    let latest = 0;
    for (let l = 0; l < L; l++) latest = Math.max(latest, steps[block * L + l]);
    const cellsAt = block * L * S;
    for (let step = latest; step >= 0; step--) {
      const p = associations[step];
      cells.fill(0);
      if (step < latest) {
        // The next state was Σ pₛ xₛ.
        blocks.timesStored(block, dq, cells, 0);
        if (toStored !== null) blocks.addToStored(block, p, cellsAt, dq, toStored);
      }
      for (let l = 0; l < L; l++) {
        if (steps[block * L + l] !== step) continue;
        for (let s = l * S; s < (l + 1) * S; s++) cells[s] += grad[cellsAt + s];
      }
      pull.throughSeparation(block, p);
      const source = step === 0 ? problem.states.tensor.data : states[step - 1];
      const at = step === 0 ? blocks.statePlace(block) : block * L * d;
      const row = step === 0 ? stateRow : d;
      blocks.scale(block, step, source, at, row);
      pull.timesStored(block);
      pull.fromLogits(block, source, at, row);
      const h = block % heads;
      for (let l = 0; l < L; l++) {
        for (let j = 0; j < d; j++) {
          const value = rows[l * d + j] * blocks.factor(step, h, j);
          if (step > 0) dq[l * d + j] = value;
          else if (toStates !== null) toStates[at + l * row + j] += value;
        }
      }
    }
  }
}
