/** A state as the couplings see it, while its units turn one after another. */
export interface CouplingWalk {
  /** Σⱼ wᵢⱼ sⱼ of the state as it is. */
  field(i: number): number;
  /** Says that unit `i` was turned: the state holds its new sign already. */
  turned(i: number): void;
  /** s'Ws of the state as it is. */
  alignment(): number;
}

/** The weights W of a network of `size` units, whatever they are kept as. */
export interface Couplings {
  readonly size: number;
  /** What they are kept as. */
  readonly form: "patterns" | "matrix";
  /** Begins at a state, which the caller goes on to change; it is told of every unit that turns. */
  begin(state: Int8Array): CouplingWalk;
  /** W as size x size numbers, row after row: `[i * size + j]` is the weight from unit j to unit i. */
  weights(): Float64Array;
}

/** How the weights are kept. `auto` chooses by cost. */
export type Form = "auto" | "patterns" | "matrix";

/** The names of all forms. */
export const forms: readonly Form[] = ["auto", "patterns", "matrix"];

/** From this many units on no matrix is made unless it is asked for: 2,048² weights take 32 MB. */
const largestMatrix = 2048;

/**
 * Whether to go through `rank` vectors instead of making the matrix. A sweep costs rank x size then; the matrix costs
 * size x size for the first fields of a state, and its making.
 */
export function throughPatterns(form: Form, rank: number, size: number): boolean {
  return form === "auto" ? rank < size / 2 || size > largestMatrix : form === "patterns";
}
