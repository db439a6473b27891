/** The width and height of a filter. */
export const filterSide = 3;

/** A convolution with filters of 3x3 over a border of zeros; a batch norm behind it is folded in. */
export interface Convolution {
  /** Channels in: a multiple of 4, those that are none are met by zeros. */
  readonly inputs: number;
  /** Filters, and channels out; a multiple of 8. */
  readonly outputs: number;
  /** 1, or 2 where every second pixel is taken. */
  readonly step: number;
  /** Filter after filter, each row by row, the channels of a pixel side by side: outputs x 9 inputs. */
  readonly filters: Float32Array;
  readonly bias: Float32Array;
}

/** What a batch norm does to a channel: (x - mean) / √(variance + ε) x gain + shift. */
export interface BatchNorm {
  readonly gain: ArrayLike<number>;
  readonly shift: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
  readonly variance: ArrayLike<number>;
}

/** What PyTorch adds to a variance. */
const epsilon = 1e-5;

/** The next multiple of 4: channels are met four at a time. */
export function channelsWithRoom(channels: number): number {
  return (channels + 3) & ~3;
}

/**
 * One convolution that does what a convolution without bias and the batch norm behind it do: filters times
 * gain / √(variance + ε), and the bias that is left.
 *
 * @param weights  outputs x inputs x 3 x 3
 */
export function foldedConvolution(
  weights: ArrayLike<number>,
  { gain, shift, mean, variance }: BatchNorm,
  { inputs, outputs, step }: { readonly inputs: number; readonly outputs: number; readonly step: number },
): Convolution {
  const cells = filterSide * filterSide;
  const room = channelsWithRoom(inputs);
  const filters = new Float32Array(outputs * cells * room);
  const bias = new Float32Array(outputs);
  for (let f = 0; f < outputs; f++) {
    const factor = gain[f] / Math.sqrt(variance[f] + epsilon);
    bias[f] = shift[f] - mean[f] * factor;
    for (let c = 0; c < inputs; c++) {
      for (let k = 0; k < cells; k++) {
        filters[(f * cells + k) * room + c] = factor * weights[(f * inputs + c) * cells + k];
      }
    }
  }
  return { inputs: room, outputs, step, filters, bias };
}
