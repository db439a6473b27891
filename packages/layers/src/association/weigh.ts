import type { Floats } from "../autodiff/tensor.ts";
import type { Blocks } from "./block.ts";
import { applyMasks } from "./masks.ts";

/** The scores of a state that left the range of its precision, in float64. */
function rescore(
  blocks: Blocks,
  block: number,
  step: number,
  l: number,
  states: Floats,
  at: number,
  row: number,
): Float64Array {
  const { data } = blocks.problem.stored.tensor;
  const from = blocks.storedPlace(block);
  const scores = new Float64Array(blocks.stored);
  for (let s = 0; s < blocks.stored; s++) {
    for (let j = 0; j < blocks.size; j++) {
      const x = data[from + s * blocks.storedRow + j];
      scores[s] += states[at + l * row + j] * blocks.factor(step, block % blocks.heads, j) * x;
    }
  }
  if (blocks.problem.similarity === "squaredEuclidean") {
    const halfSquares = blocks.halfSquares(block);
    const beta = blocks.problem.beta.data[block % blocks.heads];
    for (let s = 0; s < blocks.stored; s++) scores[s] -= beta * halfSquares[s];
  }
  return scores;
}

/** Whether a row holds something that is no finite number. */
function overflowed(logits: Floats, at: number, count: number): boolean {
  for (let s = at; s < at + count; s++) if (!Number.isFinite(logits[s])) return true;
  return false;
}

/**
 * Writes the associations of the states of one head of one sample at `at` of `out`, which holds zeros.
 *
 * @param open   which states of the block are wanted, by bytes from `openAt` on; the others' rows are left 0
 * @param empty  is set to 1 for states that may be associated with nothing
 */
export function weighBlock(
  blocks: Blocks,
  block: number,
  step: number,
  states: Floats,
  statesAt: number,
  statesRow: number,
  out: Floats,
  at: number,
  open: Uint8Array | null,
  empty: Uint8Array,
): void {
  const { problem, states: L, stored: S } = blocks;
  const { similarity, separation, masks } = problem;
  const h = block % blocks.heads;
  const b = Math.floor(block / blocks.heads);
  blocks.scale(block, step, states, statesAt, statesRow);
  const logits = out.subarray(at, at + L * S) as Floats;
  blocks.timesStored(block, blocks.scaled, out, at);
  if (similarity === "squaredEuclidean") {
    const halfSquares = blocks.halfSquares(block);
    const beta = problem.beta.data[h];
    for (let l = 0; l < L; l++) for (let s = 0; s < S; s++) logits[l * S + s] -= beta * halfSquares[s];
  }
  for (let l = 0; l < L; l++) {
    if (!overflowed(logits, l * S, S)) continue;
    const scores = rescore(blocks, block, step, l, states, statesAt, statesRow);
    // Softmax and its relatives do not mind a shift; what is far below the largest has no weight anyway.
    const largest = scores.reduce((a, z) => Math.max(a, z), Number.NEGATIVE_INFINITY);
    for (let s = 0; s < S; s++) logits[l * S + s] = Math.max(scores[s] - largest, -1e30);
  }
  if (masks.association !== undefined || masks.padding !== undefined) {
    applyMasks(masks, blocks.sizes, b, h, logits, S);
  }
  for (let l = 0; l < L; l++) {
    const row = block * L + l;
    if (open !== null && open[row] === 0) {
      logits.fill(0, l * S, (l + 1) * S);
      continue;
    }
    let allowed = false;
    for (let s = l * S; s < (l + 1) * S && !allowed; s++) allowed = logits[s] !== Number.NEGATIVE_INFINITY;
    if (allowed) separation.weigh(logits, l * S, S, h);
    else {
      logits.fill(problem.empty === "nan" ? Number.NaN : 0, l * S, (l + 1) * S);
      empty[row] = 1;
    }
  }
}
