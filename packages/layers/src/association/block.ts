import { gemm } from "../autodiff/gemm.ts";
import { allocate, type Floats } from "../autodiff/tensor.ts";
import type { MaskedSizes } from "./masks.ts";
import type { AssociationProblem } from "./problem.ts";
import { placeOf, sizePerHead } from "./roles.ts";

/** The sizes of an association, and what all heads of all samples share while it is computed. */
export class Blocks {
  readonly problem: AssociationProblem;
  readonly heads: number;
  /** How many heads of samples there are. */
  readonly count: number;
  /** L: states per sample. */
  readonly states: number;
  /** S: stored patterns, those included that were added. */
  readonly stored: number;
  /** Features per head. */
  readonly size: number;
  readonly stateRow: number;
  readonly storedRow: number;
  readonly sizes: MaskedSizes;
  /** One head's states times beta. */
  readonly scaled: Floats;
  readonly #halfSquares = new Map<number, Float64Array>();

  constructor(problem: AssociationProblem) {
    this.problem = problem;
    const { states, stored, heads, batch, unmasked } = problem;
    this.heads = heads;
    this.count = batch * heads;
    this.states = states.tensor.shape[1];
    this.stored = stored.tensor.shape[1];
    this.size = sizePerHead(stored, heads);
    this.stateRow = states.tensor.shape[2];
    this.storedRow = stored.tensor.shape[2];
    this.sizes = { batch, heads, states: this.states, stored: this.stored - unmasked };
    this.scaled = allocate(states.tensor.dtype, this.states * this.size);
  }

  /** Where the states of a block begin. */
  statePlace(block: number): number {
    return placeOf(this.problem.states, Math.floor(block / this.heads), block % this.heads, this.heads);
  }

  /** Where the stored patterns of a block begin. */
  storedPlace(block: number): number {
    return placeOf(this.problem.stored, Math.floor(block / this.heads), block % this.heads, this.heads);
  }

  /** What feature j of the states of head h is multiplied by at a step. */
  factor(step: number, h: number, j: number): number {
    const { tiled, beta, states } = this.problem;
    if (tiled === null) return beta.data[h];
    return step > 0 || states.shared ? tiled.later[j] : tiled.first[h * this.size + j];
  }

  /** Fills `scaled` with the states of a step times their factors. */
  scale(block: number, step: number, states: Floats, at: number, row: number): void {
    const { scaled, size } = this;
    const h = block % this.heads;
    const beta = this.problem.beta.data[h];
    for (let l = 0; l < this.states; l++) {
      const from = at + l * row;
      const to = l * size;
      for (let j = 0; j < size; j++) scaled[to + j] = states[from + j] * beta;
    }
    if (this.problem.tiled === null) return;
    for (let l = 0; l < this.states; l++) {
      for (let j = 0; j < size; j++)
        scaled[l * size + j] = states[at + l * row + j] * this.factor(step, h, j);
    }
  }

  /** ½|x|² of the stored patterns of a block. */
  halfSquares(block: number): Float64Array {
    const from = this.storedPlace(block);
    let found = this.#halfSquares.get(from);
    if (found === undefined) {
      const { data } = this.problem.stored.tensor;
      found = new Float64Array(this.stored);
      for (let s = 0; s < this.stored; s++) {
        for (let j = 0; j < this.size; j++) found[s] += 0.5 * data[from + s * this.storedRow + j] ** 2;
      }
      this.#halfSquares.set(from, found);
    }
    return found;
  }

  /** out[l, s] += Σⱼ rows[l, j] xₛⱼ */
  timesStored(block: number, rows: Floats, out: Floats, outAt: number): void {
    const { states: L, stored: S, size: d } = this;
    const { data } = this.problem.stored.tensor;
    gemm(L, S, d, rows, 0, d, 1, data, this.storedPlace(block), 1, this.storedRow, out, outAt, S);
  }

  /** out[l, j] += Σₛ weights[l, s] xₛⱼ */
  blendStored(block: number, weights: Floats, weightsAt: number, out: Floats, outAt: number): void {
    const { states: L, stored: S, size: d } = this;
    const { data } = this.problem.stored.tensor;
    gemm(L, d, S, weights, weightsAt, S, 1, data, this.storedPlace(block), this.storedRow, 1, out, outAt, d);
  }

  /** gradient[s, j] += Σ weights[r, s] rows[r, j] over `times` L rows, into the gradient of the stored patterns. */
  addToStored(
    block: number,
    weights: Floats,
    weightsAt: number,
    rows: Floats,
    times: number,
    gradient: Floats,
  ): void {
    const { states: L, stored: S, size: d } = this;
    const to = this.storedPlace(block);
    gemm(S, d, times * L, weights, weightsAt, 1, S, rows, 0, d, 1, gradient, to, this.storedRow);
  }
}
