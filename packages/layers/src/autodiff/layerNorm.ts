import { HopfieldError } from "modern-hopfield";
import { sumRows } from "./rows.ts";
import { allocate, commonDtype, computed, type Floats, gradOf, type Tensor, willRecord } from "./tensor.ts";

// The loops stand in functions of their own: variables that a closure shares are slow in V8.

/** Rows with mean 0 and variance 1; `inverse` gets 1/√(variance + eps) where it has room. */
function standardize(data: Floats, size: number, eps: number, normed: Floats, inverse: Float64Array): void {
  for (let r = 0, from = 0; from < data.length; r++, from += size) {
    let mean = 0;
    for (let j = from; j < from + size; j++) mean += data[j];
    mean /= size;
    let variance = 0;
    for (let j = from; j < from + size; j++) {
      const off = data[j] - mean;
      variance += off * off;
    }
    const scale = 1 / Math.sqrt(variance / size + eps);
    if (r < inverse.length) inverse[r] = scale;
    for (let j = from; j < from + size; j++) normed[j] = (data[j] - mean) * scale;
  }
}

/** out = normed · weight + bias, row by row. */
function stretch(
  normed: Floats,
  size: number,
  weight: Floats | null,
  bias: Floats | null,
  out: Floats,
): void {
  for (let from = 0; from < normed.length; from += size) {
    if (weight === null) out.set(normed.subarray(from, from + size), from);
    else for (let j = 0; j < size; j++) out[from + j] = normed[from + j] * weight[j];
    if (bias !== null) for (let j = 0; j < size; j++) out[from + j] += bias[j];
  }
}

/** Σ over rows of grad · normed. */
function pullWeight(grad: Floats, normed: Floats, size: number, to: Floats): void {
  for (let from = 0; from < grad.length; from += size) {
    for (let j = 0; j < size; j++) to[j] += grad[from + j] * normed[from + j];
  }
}

/** The gradient of `standardize` behind a weight. */
function pullInput(
  grad: Floats,
  normed: Floats,
  size: number,
  inverse: Float64Array,
  weight: Floats | null,
  to: Floats,
): void {
  const row = new Float64Array(size);
  for (let r = 0, from = 0; from < grad.length; r++, from += size) {
    let mean = 0;
    let along = 0;
    for (let j = 0; j < size; j++) {
      const g = weight === null ? grad[from + j] : grad[from + j] * weight[j];
      row[j] = g;
      mean += g;
      along += g * normed[from + j];
    }
    mean /= size;
    along /= size;
    const scale = inverse[r];
    for (let j = 0; j < size; j++) to[from + j] += scale * (row[j] - mean - along * normed[from + j]);
  }
}

/**
 * (x - mean) / √(variance + eps) · weight + bias over the last axis; the variance is the biased one.
 *
 * @param weight  one number per feature of the last axis, or null for 1
 * @param bias    the same, or null for 0
 * @param eps     inside the root; 1e-5 by default
 * @throws HopfieldError ERR_SIZE when weight or bias do not fit the last axis
 * @see Ba, Kiros and Hinton 2016 (arXiv 1607.06450)
 */
export function layerNorm(
  input: Tensor,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  eps = 1e-5,
): Tensor {
  const dtype = commonDtype("layerNorm", input, weight, bias);
  const size = input.shape[input.rank - 1] ?? 0;
  for (const [name, given] of [
    ["weight", weight],
    ["bias", bias],
  ] as const) {
    if (given !== null && given.data.length !== size) {
      throw new HopfieldError(
        "ERR_SIZE",
        `the layer norm's ${name} has ${given.data.length} numbers, the patterns have ${size} features`,
        { [name]: given.data.length, size },
      );
    }
  }
  const { data } = input;
  const rows = size === 0 ? 0 : data.length / size;
  const keep = willRecord(input, weight, bias);
  const normed = allocate(dtype, data.length);
  const inverse = new Float64Array(keep ? rows : 0);
  standardize(data, size, eps, normed, inverse);
  const plain = weight === null && bias === null;
  const out = plain ? normed : keep ? allocate(dtype, data.length) : normed;
  if (!plain) stretch(normed, size, weight?.data ?? null, bias?.data ?? null, out);
  const inputs = [input, ...(weight === null ? [] : [weight]), ...(bias === null ? [] : [bias])];
  return computed(out, input.shape, inputs, (grad) => {
    if (weight?.requiresGrad) pullWeight(grad, normed, size, gradOf(weight));
    if (bias?.requiresGrad) sumRows(grad, size, gradOf(bias));
    if (input.requiresGrad) pullInput(grad, normed, size, inverse, weight?.data ?? null, gradOf(input));
  });
}
