import { HopfieldError } from "modern-hopfield";
import { allocate, commonDtype, computed, gradOf, type Tensor, willRecord } from "./tensor.ts";

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
  const out = allocate(dtype, data.length);
  const keep = willRecord(input, weight, bias);
  const normed = keep ? allocate(dtype, data.length) : out;
  const inverse = new Float64Array(keep ? rows : 0);
  const [w, b] = [weight?.data, bias?.data];
  for (let r = 0; r < rows; r++) {
    const from = r * size;
    let mean = 0;
    for (let j = 0; j < size; j++) mean += data[from + j];
    mean /= size;
    let variance = 0;
    for (let j = 0; j < size; j++) {
      const off = data[from + j] - mean;
      variance += off * off;
    }
    const scale = 1 / Math.sqrt(variance / size + eps);
    if (keep) inverse[r] = scale;
    for (let j = 0; j < size; j++) normed[from + j] = (data[from + j] - mean) * scale;
    if (w === undefined) {
      if (keep) out.set(normed.subarray(from, from + size), from);
    } else for (let j = 0; j < size; j++) out[from + j] = normed[from + j] * w[j];
    if (b !== undefined) for (let j = 0; j < size; j++) out[from + j] += b[j];
  }
  const inputs = [input, ...(weight === null ? [] : [weight]), ...(bias === null ? [] : [bias])];
  return computed(out, input.shape, inputs, (grad) => {
    const toWeight = weight?.requiresGrad ? gradOf(weight) : null;
    const toBias = bias?.requiresGrad ? gradOf(bias) : null;
    if (toWeight !== null || toBias !== null) {
      for (let from = 0; from < grad.length; from += size) {
        if (toWeight !== null)
          for (let j = 0; j < size; j++) toWeight[j] += grad[from + j] * normed[from + j];
        if (toBias !== null) for (let j = 0; j < size; j++) toBias[j] += grad[from + j];
      }
    }
    if (!input.requiresGrad) return;
    const to = gradOf(input);
    for (let r = 0; r < rows; r++) {
      const from = r * size;
      let mean = 0;
      let along = 0;
      for (let j = 0; j < size; j++) {
        const g = w === undefined ? grad[from + j] : grad[from + j] * w[j];
        mean += g;
        along += g * normed[from + j];
      }
      mean /= size;
      along /= size;
      for (let j = 0; j < size; j++) {
        const g = w === undefined ? grad[from + j] : grad[from + j] * w[j];
        to[from + j] += inverse[r] * (g - mean - along * normed[from + j]);
      }
    }
  });
}
