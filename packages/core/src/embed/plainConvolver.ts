import type { Kernels } from "../kernels/kernels.ts";
import type { Rows } from "../patterns/rows.ts";
import { type Convolution, filterSide } from "./convolution.ts";
import type { Convolver } from "./convolver.ts";
import { type Frame, type FrameShape, frameLength, rowStart } from "./frame.ts";

/** The filters of a convolution as rows of patterns. */
function rowsOf({ filters, outputs: count }: Convolution): Rows {
  const gain = new Float64Array(count).fill(1);
  const size = filters.length / count;
  return { data: filters, count, size, gain, offset: new Float64Array(count) };
}

/** Writes what the filters see of the input for one row of the output, pixel after pixel. */
function gatherPatches(
  { side, channels, data }: Frame,
  { step }: Convolution,
  y: number,
  patches: Float64Array,
): void {
  const line = (side + 2) * channels;
  const width = filterSide * channels;
  let at = 0;
  for (let x = 0; x < side / step; x++) {
    let from = step * (y * line + x * channels);
    for (let k = 0; k < filterSide; k++) {
      for (let j = 0; j < width; j++) patches[at++] = data[from + j];
      from += line;
    }
  }
}

/** Convolutions as dot products of patches and filters, in the arithmetic of a kernel set. */
export function plainConvolver(
  kernels: Kernels,
  convolutions: readonly Convolution[],
  shapes: readonly FrameShape[],
): Convolver {
  const rows = new Map(convolutions.map((convolution) => [convolution, rowsOf(convolution)]));
  return {
    frames: shapes.map((shape) => ({ ...shape, data: new Float32Array(frameLength(shape)) })),
    convolve(convolution, input, earlier, output) {
      const { bias, outputs } = convolution;
      const { side, data } = output;
      const filters = rows.get(convolution) as Rows;
      const patches = new Float64Array(side * filters.size);
      const sums = new Float64Array(side * outputs);
      for (let y = 0; y < side; y++) {
        gatherPatches(input, convolution, y, patches);
        kernels.dot(filters, null, patches, side, sums);
        const start = rowStart(output, y);
        for (let k = 0; k < sums.length; k++) {
          const before = earlier === null ? 0 : earlier.data[start + k];
          data[start + k] = Math.max(0, sums[k] + bias[k % outputs] + before);
        }
      }
    },
  };
}
