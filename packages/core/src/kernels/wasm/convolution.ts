import { convolutionBinary } from "./binaries.ts";
import { decode, type WasmExports } from "./module.ts";

/** What the compiled convolution exports; addresses are bytes (see `packages/core/assembly/convolve.ts`). */
export interface ConvolutionExports extends Pick<WasmExports, "memory" | "scratchStart"> {
  convolve(
    input: number,
    channels: number,
    step: number,
    filters: number,
    bias: number,
    outputs: number,
    side: number,
    earlier: number,
    out: number,
  ): void;
}

let compiled: WebAssembly.Module | undefined;

/** The convolution with a new memory of its own, which is given back with it; for machines that run the kernels. */
export function newConvolutionModule(): ConvolutionExports {
  compiled ??= new WebAssembly.Module(decode(convolutionBinary));
  return new WebAssembly.Instance(compiled).exports as unknown as ConvolutionExports;
}
