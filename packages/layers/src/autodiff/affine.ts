import { HopfieldError } from "modern-hopfield";
import { gemm } from "./gemm.ts";
import { repeatRow, sumRows } from "./rows.ts";
import { allocate, commonDtype, computed, type Floats, gradOf, type Tensor } from "./tensor.ts";

/** A part of a map whose rows stand one after another in a larger weight and bias. */
export interface AffinePart {
  /** The first row of the weight; 0 by default. */
  readonly weightStart?: number;
  /** The first number of the bias; 0 by default. */
  readonly biasStart?: number;
  /** How many rows; all by default. */
  readonly count?: number;
}

/**
 * x Wᵀ + b over the last axis: a linear map of every row.
 *
 * @param input   ... x in
 * @param weight  out x in, as PyTorch keeps it
 * @param bias    out numbers, or null
 * @param part    takes some rows of the weight alone
 * @returns ... x out
 * @throws HopfieldError ERR_SIZE when the sizes differ
 */
export function affine(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  part: AffinePart = {},
): Tensor {
  const dtype = commonDtype("affine", input, weight, bias);
  const [height, ins] = weight.shape;
  const { weightStart = 0, biasStart = 0, count: outs = height } = part;
  const size = input.shape[input.rank - 1];
  if (size !== ins) {
    throw new HopfieldError(
      "ERR_SIZE",
      `patterns of ${size} features (shape [${input.shape.join(", ")}]) for a linear map from ${ins} features`,
      { size, expected: ins },
    );
  }
  if (
    bias !== null &&
    (part.count === undefined ? bias.data.length !== outs : bias.data.length < biasStart + outs)
  ) {
    throw new HopfieldError("ERR_SIZE", `a bias of ${bias.data.length} numbers for a linear map to ${outs}`, {
      bias: bias.data.length,
      expected: outs,
    });
  }
  const rows = ins === 0 ? 0 : input.data.length / ins;
  const out = allocate(dtype, rows * outs);
  if (bias !== null) {
    repeatRow(bias.data.subarray(biasStart, biasStart + outs) as Floats, out);
  }
  const from = weightStart * ins;
  gemm(rows, outs, ins, input.data, 0, ins, 1, weight.data, from, 1, ins, out, 0, outs);
  const inputs = [input, weight, ...(bias === null ? [] : [bias])];
  return computed(out, [...input.shape.slice(0, -1), outs], inputs, (grad) => {
    if (input.requiresGrad) {
      gemm(rows, ins, outs, grad, 0, outs, 1, weight.data, from, ins, 1, gradOf(input), 0, ins);
    }
    if (weight.requiresGrad) {
      gemm(outs, ins, rows, grad, 0, 1, outs, input.data, 0, ins, 1, gradOf(weight), from, ins);
    }
    if (bias?.requiresGrad) sumRows(grad, outs, gradOf(bias), biasStart);
  });
}
