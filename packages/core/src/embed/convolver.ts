import type { Convolution } from "./convolution.ts";
import type { Frame } from "./frame.ts";

/** The arithmetic of a network, with frames that lie where it can reach them. */
export interface Convolver {
  /** Black frames of the shapes that were asked for. */
  readonly frames: readonly Frame[];
  /**
   * output = max(0, convolution(input) + bias + earlier).
   * @param earlier  of the shape of the output; null for none
   */
  convolve(convolution: Convolution, input: Frame, earlier: Frame | null, output: Frame): void;
}
