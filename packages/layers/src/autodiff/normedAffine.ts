import { HopfieldError } from "modern-hopfield";
import { gemm } from "./gemm.ts";
import { repeatRow, sumRows } from "./rows.ts";
import { allocate, commonDtype, computed, type Dtype, type Floats, gradOf, type Tensor } from "./tensor.ts";

/** The weights of a layer norm and of the linear map behind it. */
export interface NormedAffineWeights {
  /** Of the norm, one number per feature; null for 1. */
  readonly normWeight: Tensor | null;
  /** Of the norm; null for 0. */
  readonly normBias: Tensor | null;
  /** Of the map: its rows from `weightStart` on. */
  readonly weight: Tensor;
  /** Of the map: its numbers from `biasStart` on; null for 0. */
  readonly bias: Tensor | null;
  readonly weightStart: number;
  readonly biasStart: number;
  /** How many rows the map has. */
  readonly count: number;
}

/** Folds the norm into the map: W'[o, j] = W[o, j] w[j]; returns the bias c + W b. */
function fold(
  { normWeight, normBias, weight, bias, weightStart, biasStart, count }: NormedAffineWeights,
  size: number,
  folded: Floats,
): Floats {
  const from = weight.data;
  const [w, b] = [normWeight?.data ?? null, normBias?.data ?? null];
  const sums = allocate(weight.dtype, count);
  for (let o = 0; o < count; o++) {
    const at = (weightStart + o) * size;
    const to = o * size;
    let sum = bias === null ? 0 : bias.data[biasStart + o];
    if (b !== null) for (let j = 0; j < size; j++) sum += from[at + j] * b[j];
    sums[o] = sum;
    if (w === null) for (let j = 0; j < size; j++) folded[to + j] = from[at + j];
    else for (let j = 0; j < size; j++) folded[to + j] = from[at + j] * w[j];
  }
  return sums;
}

/** Brings the gradients of the folded map back to the map and the norm. */
function unfold(
  { normWeight, normBias, weight, weightStart, count }: NormedAffineWeights,
  size: number,
  byFolded: Floats,
  bySums: Floats,
): void {
  const [w, b] = [normWeight?.data ?? null, normBias?.data ?? null];
  const toWeight = weight.requiresGrad ? gradOf(weight) : null;
  const toNormWeight = normWeight?.requiresGrad ? gradOf(normWeight) : null;
  const toNormBias = normBias?.requiresGrad ? gradOf(normBias) : null;
  const from = weight.data;
  for (let o = 0; o < count; o++) {
    const at = (weightStart + o) * size;
    const g = o * size;
    const s = bySums[o];
    if (toWeight !== null) {
      if (w === null) for (let j = 0; j < size; j++) toWeight[at + j] += byFolded[g + j];
      else for (let j = 0; j < size; j++) toWeight[at + j] += byFolded[g + j] * w[j];
      if (b !== null) for (let j = 0; j < size; j++) toWeight[at + j] += s * b[j];
    }
    if (toNormWeight !== null) {
      for (let j = 0; j < size; j++) toNormWeight[j] += byFolded[g + j] * from[at + j];
    }
    if (toNormBias !== null) for (let j = 0; j < size; j++) toNormBias[j] += s * from[at + j];
  }
}

/** Throws unless patterns, norm and map have one size and one precision; returns the latter. */
export function requireFit(what: string, input: Tensor, weights: NormedAffineWeights): Dtype {
  const { normWeight, normBias, weight, bias } = weights;
  const dtype = commonDtype(what, input, normWeight, normBias, weight, bias);
  const size = weight.shape[1];
  const given = input.shape[input.rank - 1];
  for (const found of [given, normWeight?.data.length ?? size, normBias?.data.length ?? size]) {
    if (found !== size) {
      throw new HopfieldError(
        "ERR_SIZE",
        `patterns or a norm of ${found} features (shape [${input.shape.join(", ")}]) for a linear map from ${size} features`,
        { size: found, expected: size },
      );
    }
  }
  return dtype;
}

/** The tensors of a norm and its map. */
export function tensorsOf({ normWeight, normBias, weight, bias }: NormedAffineWeights): Tensor[] {
  const tensors = [weight];
  for (const more of [normWeight, normBias, bias]) if (more !== null) tensors.push(more);
  return tensors;
}

/**
 * (z w + b) Wᵀ + c for rows z of mean 0 and variance 1: the end of a layer norm and the linear map behind it as one map
 * z W'ᵀ + c' of folded weights. Patterns that want no gradient save the product that would bring it to the norm.
 *
 * @param input  ... x features, standardised (`layerNorm` without weight and bias)
 * @returns ... x count
 * @throws HopfieldError ERR_SIZE when the sizes differ
 */
export function normedAffine(input: Tensor, weights: NormedAffineWeights): Tensor {
  const { normWeight, normBias, weight, bias, biasStart, count } = weights;
  const dtype = requireFit("normedAffine", input, weights);
  const size = weight.shape[1];
  const rows = input.data.length / size;
  const folded = allocate(dtype, count * size);
  const out = allocate(dtype, rows * count);
  repeatRow(fold(weights, size, folded), out);
  gemm(rows, count, size, input.data, 0, size, 1, folded, 0, 1, size, out, 0, count);
  const inputs = [input, ...tensorsOf(weights)];
  return computed(out, [...input.shape.slice(0, -1), count], inputs, (grad) => {
    if (input.requiresGrad) {
      gemm(rows, size, count, grad, 0, count, 1, folded, 0, size, 1, gradOf(input), 0, size);
    }
    const sums = allocate(dtype, count);
    sumRows(grad, count, sums);
    if (bias?.requiresGrad) {
      const to = gradOf(bias);
      for (let o = 0; o < count; o++) to[biasStart + o] += sums[o];
    }
    if (!weight.requiresGrad && !normWeight?.requiresGrad && !normBias?.requiresGrad) return;
    const byFolded = allocate(dtype, count * size);
    gemm(count, size, rows, grad, 0, 1, count, input.data, 0, size, 1, byFolded, 0, size);
    unfold(weights, size, byFolded, sums);
  });
}
