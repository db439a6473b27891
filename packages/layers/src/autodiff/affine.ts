import { HopfieldError } from "modern-hopfield";
import { gemm } from "./gemm.ts";
import { allocate, commonDtype, computed, gradOf, type Tensor } from "./tensor.ts";

/**
 * x Wᵀ + b over the last axis: a linear map of every row.
 *
 * @param input   ... x in
 * @param weight  out x in, as PyTorch keeps it
 * @param bias    out numbers, or null
 * @returns ... x out
 * @throws HopfieldError ERR_SIZE when the sizes differ
 */
export function affine(input: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  const dtype = commonDtype("affine", input, weight, bias);
  const [outs, ins] = weight.shape;
  const size = input.shape[input.rank - 1];
  if (size !== ins) {
    throw new HopfieldError(
      "ERR_SIZE",
      `patterns of ${size} features (shape [${input.shape.join(", ")}]), a linear map from ${ins} features`,
      { size, expected: ins },
    );
  }
  if (bias !== null && bias.data.length !== outs) {
    throw new HopfieldError("ERR_SIZE", `a bias of ${bias.data.length} numbers, a linear map to ${outs}`, {
      bias: bias.data.length,
      expected: outs,
    });
  }
  const rows = ins === 0 ? 0 : input.data.length / ins;
  const out = allocate(dtype, rows * outs);
  if (bias !== null) for (let r = 0; r < rows; r++) out.set(bias.data, r * outs);
  gemm(rows, outs, ins, input.data, 0, ins, 1, weight.data, 0, 1, ins, out, 0, outs);
  const inputs = [input, weight, ...(bias === null ? [] : [bias])];
  return computed(out, [...input.shape.slice(0, -1), outs], inputs, (grad) => {
    if (input.requiresGrad) {
      gemm(rows, ins, outs, grad, 0, outs, 1, weight.data, 0, ins, 1, gradOf(input), 0, ins);
    }
    if (weight.requiresGrad) {
      gemm(outs, ins, rows, grad, 0, 1, outs, input.data, 0, ins, 1, gradOf(weight), 0, ins);
    }
    if (bias?.requiresGrad) {
      const sum = gradOf(bias);
      for (let r = 0; r < rows; r++) for (let j = 0; j < outs; j++) sum[j] += grad[r * outs + j];
    }
  });
}
