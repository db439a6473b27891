import { allocate, type Floats, gradOf } from "../autodiff/tensor.ts";
import type { Blocks } from "./block.ts";

/** Where the gradients of an association go, and the room they are computed in. */
export class Pull {
  readonly blocks: Blocks;
  readonly toStates: Floats | null;
  readonly toStored: Floats | null;
  readonly toBeta: Floats | null;
  readonly toParameter: Floats | null;
  /** One head's dL/dp, then dL/dlogits: L x S. */
  readonly cells: Floats;
  /** dL/dlogits times the stored patterns: L x features. */
  readonly rows: Floats;

  constructor(blocks: Blocks) {
    const { states, stored, beta, separation } = blocks.problem;
    this.blocks = blocks;
    this.toStates = states.tensor.requiresGrad ? gradOf(states.tensor) : null;
    this.toStored = stored.tensor.requiresGrad ? gradOf(stored.tensor) : null;
    this.toBeta = beta.requiresGrad ? gradOf(beta) : null;
    this.toParameter = separation.parameter?.requiresGrad ? gradOf(separation.parameter) : null;
    const { dtype } = states.tensor;
    this.cells = allocate(dtype, blocks.states * blocks.stored);
    this.rows = allocate(dtype, blocks.states * blocks.size);
  }

  /** Turns dL/dp in `cells` into dL/dlogits; adds to the gradient of the separation's parameter if asked to. */
  throughSeparation(block: number, p: Floats, withParameter = true): void {
    const { states: L, stored: S, heads, problem } = this.blocks;
    const { separation } = problem;
    const h = block % heads;
    for (let l = 0; l < L; l++) {
      const at = block * L * S + l * S;
      if (withParameter && this.toParameter !== null && separation.pullParameter !== undefined) {
        this.toParameter[h] += separation.pullParameter(p, at, this.cells, l * S, S, h);
      }
      separation.pull(p, at, this.cells, l * S, S, h);
    }
  }

  /** rows = dL/dlogits times the stored patterns; dL/dq is this times beta. */
  timesStored(block: number): void {
    this.rows.fill(0);
    this.blocks.blendStored(block, this.cells, 0, this.rows, 0);
  }

  /**
   * Adds what the logits of a step owe to the stored patterns and to beta. `cells` holds dL/dlogits, `rows` that times
   * the stored patterns, the blocks' `scaled` the states times beta.
   */
  fromLogits(block: number, states: Floats, at: number, row: number): void {
    const { blocks, cells, toStored, toBeta } = this;
    const { states: L, stored: S, size: d, heads, problem, storedRow } = blocks;
    const h = block % heads;
    const distances = problem.similarity === "squaredEuclidean";
    if (toStored !== null) {
      blocks.addToStored(block, cells, 0, blocks.scaled, toStored);
      if (distances) {
        // The logits hold -½ β |x|² as well.
        const { data } = problem.stored.tensor;
        const from = blocks.storedPlace(block);
        for (let s = 0; s < S; s++) {
          let total = 0;
          for (let l = 0; l < L; l++) total += cells[l * S + s];
          const factor = problem.beta.data[h] * total;
          for (let j = 0; j < d; j++) {
            toStored[from + s * storedRow + j] -= factor * data[from + s * storedRow + j];
          }
        }
      }
    }
    if (toBeta !== null && problem.tiled === null) {
      let total = 0;
      for (let l = 0; l < L; l++) {
        for (let j = 0; j < d; j++) total += this.rows[l * d + j] * states[at + l * row + j];
      }
      if (distances) {
        const halfSquares = blocks.halfSquares(block);
        for (let l = 0; l < L; l++) for (let s = 0; s < S; s++) total -= cells[l * S + s] * halfSquares[s];
      }
      toBeta[h] += total;
    }
  }
}
