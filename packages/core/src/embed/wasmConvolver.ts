import { newConvolutionModule } from "../kernels/wasm/convolution.ts";
import { Scratch } from "../kernels/wasm/module.ts";
import type { Convolution } from "./convolution.ts";
import type { Convolver } from "./convolver.ts";
import { type FrameShape, frameLength } from "./frame.ts";

/** Filters that are met together: their weights for one number stand side by side. */
const group = 8;

/** Writes filters 8 at a time, transposed. */
function pack({ filters, outputs }: Convolution, packed: Float32Array): void {
  const size = filters.length / outputs;
  for (let f = 0; f < outputs; f++) {
    const from = f - (f % group);
    for (let k = 0; k < size; k++) packed[from * size + k * group + (f % group)] = filters[f * size + k];
  }
}

/** Convolutions in WebAssembly SIMD: sums in float32. Filters and frames lie in a memory of their own. */
export function wasmConvolver(
  convolutions: readonly Convolution[],
  shapes: readonly FrameShape[],
): Convolver {
  const module = newConvolutionModule();
  const scratch = new Scratch(module);
  const take = (length: number): number => scratch.take(4 * length);
  const places = new Map(
    convolutions.map((convolution) => {
      const { filters, bias } = convolution;
      return [convolution, { filters: take(filters.length), bias: take(bias.length) }] as const;
    }),
  );
  const starts = shapes.map((shape) => take(frameLength(shape)));
  // Views come after the last take: growing the memory makes earlier ones empty.
  const view = (at: number, length: number): Float32Array =>
    new Float32Array(module.memory.buffer, at, length);
  for (const [convolution, { filters, bias }] of places) {
    pack(convolution, view(filters, convolution.filters.length));
    view(bias, convolution.bias.length).set(convolution.bias);
  }
  const frames = shapes.map((shape, k) => ({ ...shape, data: view(starts[k], frameLength(shape)) }));
  return {
    frames,
    convolve(convolution, input, earlier, output) {
      const place = places.get(convolution) as { readonly filters: number; readonly bias: number };
      module.convolve(
        input.data.byteOffset,
        input.channels,
        convolution.step,
        place.filters,
        place.bias,
        convolution.outputs,
        output.side,
        earlier?.data.byteOffset ?? 0,
        output.data.byteOffset,
      );
    },
  };
}
