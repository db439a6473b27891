import { allocate, type Floats } from "../autodiff/tensor.ts";
import type { Blocks } from "./block.ts";
import type { Course } from "./course.ts";
import { Pull } from "./pull.ts";

/** Terms of the series after which the adjoint is taken as it is. */
const mostTerms = 500;

/**
 * Takes the gradient of the last associations back as if every state that was updated had come to rest: with
 * q* = f(q*) the adjoint u = dL/dq* + (∂f/∂q)ᵀ u is found by repetition, and where the state came from does not matter.
 * Needs the last association alone, however many steps there were; as exact as the states are at rest.
 *
 * @see Bai, Kolter and Koltun 2019 (arXiv 1909.01377)
 */
export function pullImplicit(blocks: Blocks, course: Course, grad: Floats): void {
  const { count, states: L, stored: S, size: d, heads, problem, stateRow } = blocks;
  const { dtype } = problem.states.tensor;
  const pull = new Pull(blocks);
  const { cells, rows, toStates, toStored } = pull;
  const [p] = course.associations;
  const [scales] = course.scales;
  const [rest] = course.states;
  const direct = allocate(dtype, L * d);
  const adjoint = allocate(dtype, L * d);
  const states = allocate(dtype, L * d);
  const tolerance = dtype === "float64" ? 1e-13 : 1e-6;
  for (let block = 0; block < count; block++) {
    const cellsAt = block * L * S;
    const h = block % heads;
    const from = blocks.statePlace(block);
    const updated = (l: number): boolean => course.steps[block * L + l] > 0;
    const given = problem.states.tensor.data;
    for (let l = 0; l < L; l++) {
      for (let j = 0; j < d; j++) {
        states[l * d + j] = updated(l) ? rest[(block * L + l) * d + j] : given[from + l * stateRow + j];
      }
    }
    const factorOf = (l: number, j: number): number => blocks.factor(updated(l) ? 1 : 0, h, j);
    for (let k = 0; k < cells.length; k++) cells[k] = grad[cellsAt + k];
    pull.throughSeparation(block, p, scales, false);
    pull.timesStored(block);
    for (let l = 0; l < L; l++) {
      for (let j = 0; j < d; j++) {
        const value = rows[l * d + j] * factorOf(l, j);
        direct[l * d + j] = updated(l) ? value : 0;
        if (!updated(l) && toStates !== null) toStates[from + l * stateRow + j] += value;
      }
    }
    adjoint.set(direct);
    for (let term = 0; term < mostTerms; term++) {
      cells.fill(0);
      blocks.timesStored(block, adjoint, cells, 0);
      pull.throughSeparation(block, p, scales, false);
      pull.timesStored(block);
      let change = 0;
      let largest = 0;
      for (let l = 0; l < L; l++) {
        if (!updated(l)) continue;
        for (let j = 0; j < d; j++) {
          const k = l * d + j;
          const value = direct[k] + rows[k] * factorOf(l, j);
          change = Math.max(change, Math.abs(value - adjoint[k]));
          largest = Math.max(largest, Math.abs(value));
          adjoint[k] = value;
        }
      }
      if (change <= tolerance * largest) break;
    }
    // dL/dp of the loss itself and of the fixed point together.
    cells.fill(0);
    blocks.timesStored(block, adjoint, cells, 0);
    for (let k = 0; k < cells.length; k++) cells[k] += grad[cellsAt + k];
    if (toStored !== null) blocks.addToStored(block, p, cellsAt, adjoint, 1, toStored);
    pull.throughSeparation(block, p, scales);
    pull.timesStored(block);
    for (let l = 0; l < L; l++) {
      for (let j = 0; j < d; j++) blocks.scaled[l * d + j] = states[l * d + j] * factorOf(l, j);
    }
    if (toStored !== null) blocks.addToStored(block, cells, 0, blocks.scaled, 1, toStored);
    pull.fromLogits(block, states, 0, d);
  }
}
