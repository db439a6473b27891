import type { Kernels } from "../kernels/kernels.ts";
import type { Convolution } from "./convolution.ts";
import type { Convolver } from "./convolver.ts";
import type { FrameShape } from "./frame.ts";
import { plainConvolver } from "./plainConvolver.ts";
import { wasmConvolver } from "./wasmConvolver.ts";

/** The convolutions in WebAssembly where the kernels are, else by the dot products of the kernel set. */
export function openConvolver(
  kernels: Kernels,
  convolutions: readonly Convolution[],
  shapes: readonly FrameShape[],
): Convolver {
  const compiled = kernels.name === "relaxed" || kernels.name === "simd";
  return compiled ? wasmConvolver(convolutions, shapes) : plainConvolver(kernels, convolutions, shapes);
}
