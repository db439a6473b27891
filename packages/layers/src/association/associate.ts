import { allocate, computed, type Floats, Tensor, willRecord } from "../autodiff/tensor.ts";
import { Blocks } from "./block.ts";
import type { Course } from "./course.ts";
import { pullImplicit } from "./implicit.ts";
import { requireMasks } from "./masks.ts";
import type { AssociationProblem } from "./problem.ts";
import { anyOpen, closeByAssociation, closeByCount, closeByState } from "./stopping.ts";
import { pullUnrolled } from "./unrolled.ts";
import { weighBlock } from "./weigh.ts";

/** An association, and how it ended. States are counted sample after sample, head after head. */
export interface Associated {
  /** batch x heads x L x S. */
  readonly association: Tensor;
  /** How often each state was updated. */
  readonly steps: Int32Array;
  /** 1 where a state came to rest, 0 where it was stopped by the largest number of steps (or is plain attention). */
  readonly settled: Uint8Array;
  /** 1 where a state may be associated with nothing: its association is 0 everywhere. */
  readonly empty: Uint8Array;
}

/** Copies the rows whose states are closed. */
function keepClosed(open: Uint8Array, from: Floats, to: Floats, size: number): void {
  for (let r = 0; r < open.length; r++) {
    if (open[r] === 0) to.set(from.subarray(r * size, (r + 1) * size), r * size);
  }
}

/** Walks the states until all rest; `keepAll` keeps what happened at every step. */
function walk(blocks: Blocks, keepAll: boolean): Course & Omit<Associated, "association"> & { last: Floats } {
  const { problem, count, states: L, stored: S, size: d } = blocks;
  const { stopping } = problem;
  const { dtype, data: given } = problem.states.tensor;
  const rows = count * L;
  const moving = { open: new Uint8Array(rows).fill(1), settled: new Uint8Array(rows) };
  const { open, settled } = moving;
  const steps = new Int32Array(rows);
  const empty = new Uint8Array(rows);
  const associations: Floats[] = [];
  const scales: Float64Array[] = [];
  const states: Floats[] = [];
  let current: Floats | null = null;
  let last: Floats | null = null;
  let lastScales = new Float64Array(0);
  for (let step = 0; ; step++) {
    const now = allocate(dtype, rows * S);
    const nowScales = new Float64Array(problem.separation.scaleOf === undefined ? 0 : rows);
    for (let block = 0; block < count; block++) {
      if (!anyOpen(open, block, L)) continue;
      const [from, at, row]: [Floats, number, number] =
        current === null ? [given, blocks.statePlace(block), blocks.stateRow] : [current, block * L * d, d];
      weighBlock(
        blocks,
        block,
        step,
        from,
        at,
        row,
        now,
        block * L * S,
        step === 0 ? null : open,
        empty,
        nowScales,
      );
    }
    for (let r = 0; r < rows; r++) if (open[r] === 1) steps[r] = step;
    if (keepAll) {
      associations.push(now);
      scales.push(nowScales);
    }
    // From here on `now` is the latest association of every state, of those too that came to rest before.
    if (last !== null) {
      keepClosed(open, last, now, S);
      if (nowScales.length > 0) keepClosed(open, lastScales, nowScales, 1);
    }
    closeByCount(blocks, step, moving);
    if (stopping.rule === "association" && last !== null) closeByAssociation(blocks, now, last, moving);
    last = now;
    lastScales = nowScales;
    if (!open.includes(1)) break;
    const next = allocate(dtype, rows * d);
    for (let block = 0; block < count; block++) {
      if (!anyOpen(open, block, L)) continue;
      blocks.blendStored(block, now, block * L * S, next, block * L * d);
      if (stopping.rule === "association") continue;
      if (current === null) {
        closeByState(blocks, block, given, blocks.statePlace(block), blocks.stateRow, next, moving);
      } else closeByState(blocks, block, current, block * L * d, d, next, moving);
    }
    if (!open.includes(1)) break;
    if (current !== null) keepClosed(open, current, next, d);
    current = next;
    if (keepAll) states.push(next);
  }
  if (!keepAll) {
    associations.push(last);
    scales.push(lastScales);
    if (current !== null) states.push(current);
  }
  return { associations, scales, states, steps, settled, empty, last };
}

/**
 * The association of states with stored patterns, for all heads: p = separation(β similarity(stored, q)), repeated with
 * q ← Σ pₛ xₛ until a state rests. One operation, with its gradient.
 *
 * After `maxSteps` = n updates there were n + 1 associations; 0 is plain attention.
 *
 * @throws HopfieldError ERR_SIZE for masks that do not fit
 * @see Ramsauer et al. 2020, equation 3 and section A.6 (arXiv 2008.02217)
 */
export function associate(problem: AssociationProblem): Associated {
  const blocks = new Blocks(problem);
  requireMasks(problem.masks, blocks.sizes);
  const { batch, heads, states, stored, beta, separation, gradient } = problem;
  const inputs = [...new Set([states.tensor, stored.tensor, beta])];
  if (separation.parameter !== null) inputs.push(separation.parameter);
  if (problem.masks.association instanceof Tensor) inputs.push(problem.masks.association);
  const keepAll = gradient === "unrolled" && willRecord(...inputs);
  const { last, steps, settled, empty, ...kept } = walk(blocks, keepAll);
  const course = { ...kept, steps };
  const association = computed(last, [batch, heads, blocks.states, blocks.stored], inputs, (grad) => {
    if (gradient === "implicit") pullImplicit(blocks, course, grad);
    else pullUnrolled(blocks, course, grad);
  });
  return { association, steps, settled, empty };
}
