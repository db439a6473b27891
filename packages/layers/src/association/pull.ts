import { allocate, type Floats, gradOf, Tensor } from "../autodiff/tensor.ts";
import type { Blocks } from "./block.ts";

/** Where the gradients of an association go, and the room they are computed in. */
export class Pull {
  readonly blocks: Blocks;
  readonly toStates: Floats | null;
  readonly toStored: Floats | null;
  readonly toBeta: Floats | null;
  readonly toParameter: Floats | null;
  readonly toMask: Floats | null;
  /** One head's dL/dp, then dL/dlogits: L x S. */
  readonly cells: Floats;
  /** dL/dlogits times the stored patterns: L x features. */
  readonly rows: Floats;

  constructor(blocks: Blocks) {
    const { states, stored, beta, separation, masks } = blocks.problem;
    this.blocks = blocks;
    this.toStates = states.tensor.requiresGrad ? gradOf(states.tensor) : null;
    this.toStored = stored.tensor.requiresGrad ? gradOf(stored.tensor) : null;
    this.toBeta = beta.requiresGrad ? gradOf(beta) : null;
    this.toParameter = separation.parameter?.requiresGrad ? gradOf(separation.parameter) : null;
    const mask = masks.association;
    this.toMask = mask instanceof Tensor && mask.requiresGrad ? gradOf(mask) : null;
    const { dtype } = states.tensor;
    this.cells = allocate(dtype, blocks.states * blocks.stored);
    this.rows = allocate(dtype, blocks.states * blocks.size);
  }

  /**
   * Turns dL/dp in `cells` into dL/dlogits; adds to the gradients of the separation's parameter and of the mask if asked
   * to.
   */
  throughSeparation(block: number, p: Floats, scales: Float64Array, withParameters = true): void {
    const { states: L, stored: S, heads, problem } = this.blocks;
    const { separation } = problem;
    const h = block % heads;
    for (let l = 0; l < L; l++) {
      const at = block * L * S + l * S;
      if (withParameters && this.toParameter !== null && separation.pullParameter !== undefined) {
        this.toParameter[h] += separation.pullParameter(p, at, this.cells, l * S, S, h);
      }
      separation.pull(p, at, this.cells, l * S, S, h, scales[block * L + l]);
    }
    if (withParameters && this.toMask !== null) this.#mask(block, this.toMask);
  }

  /** A float mask is added to the logits. */
  #mask(block: number, toMask: Floats): void {
    const { states: L, stored: S, sizes, problem } = this.blocks;
    const from = problem.masks.association?.shape.length === 3 ? block * L * sizes.stored : 0;
    for (let l = 0; l < L; l++) {
      for (let s = 0; s < sizes.stored; s++) toMask[from + l * sizes.stored + s] += this.cells[l * S + s];
    }
  }

  /** rows = dL/dlogits times the stored patterns; dL/dq is this times beta. */
  timesStored(block: number): void {
    this.rows.fill(0);
    this.blocks.blendStored(block, this.cells, 0, this.rows, 0);
  }

  /**
   * Adds what the logits of a step owe to beta and, for distances, to the stored patterns' lengths. `cells` holds
   * dL/dlogits, `rows` that times the stored patterns. What the product of states and stored patterns owes to the latter is
   * the caller's.
   */
  fromLogits(block: number, states: Floats, at: number, row: number): void {
    const { blocks, toStored, toBeta } = this;
    const distances = blocks.problem.similarity === "squaredEuclidean";
    if (distances && toStored !== null) this.#lengths(block, toStored);
    if (toBeta === null || blocks.problem.tiled !== null) return;
    const { states: L, stored: S, size: d } = blocks;
    let total = 0;
    for (let l = 0; l < L; l++) {
      for (let j = 0; j < d; j++) total += this.rows[l * d + j] * states[at + l * row + j];
    }
    if (distances) {
      const halfSquares = blocks.halfSquares(block);
      for (let k = 0; k < L * S; k++) total -= this.cells[k] * halfSquares[k % S];
    }
    toBeta[block % blocks.heads] += total;
  }

  /** The logits of distances hold -½ β |x|² as well. */
  #lengths(block: number, toStored: Floats): void {
    const { cells, blocks } = this;
    const { states: L, stored: S, size: d, storedRow, problem } = blocks;
    const { data } = problem.stored.tensor;
    const beta = problem.beta.data[block % blocks.heads];
    const from = blocks.storedPlace(block);
    for (let s = 0; s < S; s++) {
      let total = 0;
      for (let l = 0; l < L; l++) total += cells[l * S + s];
      const at = from + s * storedRow;
      for (let j = 0; j < d; j++) toStored[at + j] -= beta * total * data[at + j];
    }
  }
}
