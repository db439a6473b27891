import type { Floats } from "../autodiff/tensor.ts";
import type { Blocks } from "./block.ts";
import { mostSteps } from "./problem.ts";

/** Which states go on and which have come to rest; states are counted sample after sample, head after head. */
export interface Moving {
  readonly open: Uint8Array;
  readonly settled: Uint8Array;
}

/** Whether some state of a block goes on. */
export function anyOpen(open: Uint8Array, block: number, states: number): boolean {
  for (let r = block * states; r < (block + 1) * states; r++) if (open[r] === 1) return true;
  return false;
}

/** Closes the heads whose number of updates is reached. */
export function closeByCount(
  { problem, heads, count, states }: Blocks,
  step: number,
  { open }: Moving,
): void {
  const { maxSteps } = problem.stopping;
  for (let block = 0; block < count; block++) {
    if (step >= Math.min(maxSteps[block % heads], mostSteps)) {
      open.fill(0, block * states, (block + 1) * states);
    }
  }
}

/** hflayers' rule: a head goes on while the association of any sample still changes, by the Frobenius norm over L and S. */
export function closeByAssociation(
  { problem, heads, count, states, stored }: Blocks,
  now: Floats,
  before: Floats,
  { open, settled }: Moving,
): void {
  const cells = states * stored;
  for (let h = 0; h < heads; h++) {
    let moving = false;
    for (let block = h; block < count && !moving; block += heads) {
      let change = 0;
      for (let k = block * cells; k < (block + 1) * cells; k++) change += (now[k] - before[k]) ** 2;
      moving = Math.sqrt(change) > problem.stopping.epsilon[h];
    }
    for (let block = h; block < count && !moving; block += heads) {
      for (let r = block * states; r < (block + 1) * states; r++) {
        if (open[r] === 1) settled[r] = 1;
        open[r] = 0;
      }
    }
  }
}

/** Closes the states of a block that their next update would hardly move: |q' - q|₂ <= epsilon. */
export function closeByState(
  { problem, heads, states, size }: Blocks,
  block: number,
  now: Floats,
  nowAt: number,
  nowRow: number,
  next: Floats,
  { open, settled }: Moving,
): void {
  const epsilon = problem.stopping.epsilon[block % heads];
  for (let l = 0; l < states; l++) {
    const r = block * states + l;
    if (open[r] === 0) continue;
    let change = 0;
    for (let j = 0; j < size; j++) change += (next[r * size + j] - now[nowAt + l * nowRow + j]) ** 2;
    if (Math.sqrt(change) > epsilon) continue;
    open[r] = 0;
    settled[r] = 1;
  }
}
