import { allocate, type Floats } from "../autodiff/tensor.ts";
import type { Blocks } from "./block.ts";
import type { Course } from "./course.ts";
import { Pull } from "./pull.ts";

/** The latest step of any state of a block. */
function latestStep(steps: Int32Array, block: number, states: number): number {
  let latest = 0;
  for (let r = block * states; r < (block + 1) * states; r++) latest = Math.max(latest, steps[r]);
  return latest;
}

/** Takes the gradient of the last associations back through every step. */
export function pullUnrolled(
  blocks: Blocks,
  { associations, scales, states, steps }: Course,
  grad: Floats,
): void {
  const { count, states: L, stored: S, size: d, heads, problem, stateRow } = blocks;
  const { beta } = problem;
  const { dtype } = problem.states.tensor;
  const tiled = problem.tiled !== null;
  const pull = new Pull(blocks);
  const { cells, rows, toStates, toStored } = pull;
  // dL/dq of the step behind.
  const dq = allocate(dtype, L * d);
  // What the stored patterns are owed, Σ weightsᵀ rows, is one product per block: the factors of all steps are gathered.
  const most = toStored === null ? 0 : 2 * associations.length * L;
  const owedWeights = allocate(dtype, most * S);
  const owedRows = allocate(dtype, most * d);
  for (let block = 0; block < count; block++) {
    const latest = latestStep(steps, block, L);
    const cellsAt = block * L * S;
    const h = block % heads;
    let owed = 0;
    for (let step = latest; step >= 0; step--) {
      const p = associations[step];
      cells.fill(0);
      if (step < latest) {
        // The next state was Σ pₛ xₛ.
        blocks.timesStored(block, dq, cells, 0);
        if (toStored !== null) {
          copy(p, cellsAt, owedWeights, owed * L * S, L * S);
          copy(dq, 0, owedRows, owed * L * d, L * d);
          owed++;
        }
      }
      for (let l = 0; l < L; l++) {
        if (steps[block * L + l] !== step) continue;
        for (let s = l * S; s < (l + 1) * S; s++) cells[s] += grad[cellsAt + s];
      }
      pull.throughSeparation(block, p, scales[step]);
      const source = step === 0 ? problem.states.tensor.data : states[step - 1];
      const at = step === 0 ? blocks.statePlace(block) : block * L * d;
      const row = step === 0 ? stateRow : d;
      pull.timesStored(block);
      if (toStored !== null) {
        blocks.scale(block, step, source, at, row);
        copy(cells, 0, owedWeights, owed * L * S, L * S);
        copy(blocks.scaled, 0, owedRows, owed * L * d, L * d);
        owed++;
      }
      pull.fromLogits(block, source, at, row);
      for (let l = 0; l < L; l++) {
        const to = at + l * row;
        for (let j = 0; j < d; j++) {
          const value = rows[l * d + j] * (tiled ? blocks.factor(step, h, j) : beta.data[h]);
          if (step > 0) dq[l * d + j] = value;
          else if (toStates !== null) toStates[to + j] += value;
        }
      }
    }
    if (toStored !== null) blocks.addToStored(block, owedWeights, 0, owedRows, owed, toStored);
  }
}

/** Copies some numbers; quicker than `set` of a part for the few that a head has. */
function copy(from: Floats, at: number, to: Floats, toAt: number, count: number): void {
  for (let k = 0; k < count; k++) to[toAt + k] = from[at + k];
}
