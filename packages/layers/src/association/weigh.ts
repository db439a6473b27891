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

/** Whether a row holds something that is no finite number: then their sum is none either, or it was too large. */
function overflowed(logits: Floats, at: number, count: number): boolean {
  let sum = 0;
  for (let s = at; s < at + count; s++) sum += logits[s];
  return !Number.isFinite(sum);
}

/** Whether all of a row is forbidden. */
function allForbidden(logits: Floats, at: number, count: number): boolean {
  for (let s = at; s < at + count; s++) if (logits[s] !== Number.NEGATIVE_INFINITY) return false;
  return true;
}

/**
 * Writes the associations of the states of one head of one sample at `at` of `out`, which holds zeros.
 *
 * @param open   which states of the block are wanted, by bytes from `openAt` on; the others' rows are left 0
 * @param empty  is set to 1 for states that may be associated with nothing
 * @param scales  is set to what the separation's gradient needs of the logits' size, where it needs it
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
  scales: Float64Array,
): void {
  const { problem, states: L, stored: S } = blocks;
  const { similarity, separation, masks } = problem;
  const h = block % blocks.heads;
  const b = Math.floor(block / blocks.heads);
  blocks.scale(block, step, states, statesAt, statesRow);
  blocks.timesStored(block, blocks.scaled, out, at);
  if (similarity === "squaredEuclidean") {
    const halfSquares = blocks.halfSquares(block);
    const beta = problem.beta.data[h];
    for (let l = 0; l < L; l++) for (let s = 0; s < S; s++) out[at + l * S + s] -= beta * halfSquares[s];
  }
  const shrunk = new Map<number, number>();
  for (let l = 0; l < L; l++) {
    const row = at + l * S;
    if (!overflowed(out, row, S)) continue;
    const scores = rescore(blocks, block, step, l, states, statesAt, statesRow);
    if (separation.scaleOf !== undefined) {
      const shrink = 1e30 / scores.reduce((a, z) => Math.max(a, Math.abs(z)), 0);
      for (let s = 0; s < S; s++) out[row + s] = scores[s] * shrink;
      shrunk.set(l, shrink);
      continue;
    }
    // Softmax and its relatives do not mind a shift; what is far below the largest has no weight anyway.
    const largest = scores.reduce((a, z) => Math.max(a, z), Number.NEGATIVE_INFINITY);
    for (let s = 0; s < S; s++) out[row + s] = Math.max(scores[s] - largest, -1e30);
  }
  const masked = masks.association !== undefined || masks.padding !== undefined;
  if (masked) applyMasks(masks, blocks.sizes, b, h, out, at, S);
  for (let l = 0; l < L; l++) {
    const row = at + l * S;
    const state = block * L + l;
    if (open !== null && open[state] === 0) out.fill(0, row, row + S);
    else if (masked && allForbidden(out, row, S)) {
      out.fill(problem.empty === "nan" ? Number.NaN : 0, row, row + S);
      empty[state] = 1;
    } else {
      if (separation.scaleOf !== undefined) {
        scales[state] = separation.scaleOf(out, row, S) / (shrunk.get(l) ?? 1);
      }
      separation.weigh(out, row, S, h);
    }
  }
}
