import { gemm } from "../autodiff/gemm.ts";
import { type NormedAffineWeights, requireFit, tensorsOf } from "../autodiff/normedAffine.ts";
import { allocate, computed, type Floats, gradOf, type Tensor } from "../autodiff/tensor.ts";

/** Rows times w, number by number. */
function stretch(x: Floats, w: Floats, out: Floats): void {
  for (let at = 0; at < x.length; at += w.length) {
    for (let j = 0; j < w.length; j++) out[at + j] = x[at + j] * w[j];
  }
}

/** Adds Σ over rows of grad x. */
function pullWeight(grad: Floats, x: Floats, to: Floats): void {
  for (let at = 0; at < x.length; at += to.length) {
    for (let j = 0; j < to.length; j++) to[j] += grad[at + j] * x[at + j];
  }
}

/**
 * States brought to the stored patterns instead of the stored patterns to the states: u = w Wₕᵀ qₕ for each head, so that
 * qₕ · (Wₕ (z w + b) + c) = u · z + qₕ · (Wₕ b + c). The latter is the same for all stored patterns, so softmax does not
 * mind it; b and c get no gradient through an association. For few states and many stored patterns that is a small part
 * of the products.
 *
 * @param states   q: batch or 1, L, heads x d
 * @param patterns z: batch or 1, S, features
 * @param weights  of the norm behind z and of the map to all heads side by side
 * @returns batch or 1, (heads x L), features
 * @throws HopfieldError ERR_SIZE when sizes differ
 */
export function statesLate(
  states: Tensor,
  patterns: Tensor,
  heads: number,
  weights: NormedAffineWeights,
): Tensor {
  const dtype = requireFit("association", patterns, weights);
  const [samples, L, width] = states.shape;
  const E = patterns.shape[2];
  const d = width / heads;
  const { normWeight, normBias, weight, bias, weightStart } = weights;
  const lines = heads * L;
  /** Each head's map for the states l of all samples: where the weight, the state and the result begin. */
  const eachMap = (visit: (from: number, at: number, to: number) => void): void => {
    for (let r = 0; r < lines; r++) {
      const h = Math.floor(r / L);
      visit((weightStart + h * d) * E, (r % L) * width + h * d, r * E);
    }
  };
  const mapped = allocate(dtype, samples * lines * E);
  eachMap((from, at, to) => {
    gemm(samples, E, d, states.data, at, L * width, 1, weight.data, from, E, 1, mapped, to, lines * E);
  });
  const w = normWeight?.data ?? null;
  const out = w === null ? mapped : allocate(dtype, mapped.length);
  if (w !== null) stretch(mapped, w, out);
  return computed(out, [samples, lines, E], [states, ...tensorsOf(weights)], (grad) => {
    if (normWeight?.requiresGrad) pullWeight(grad, mapped, gradOf(normWeight));
    // Their gradients are zeros, not missing.
    for (const constant of [normBias, bias]) if (constant?.requiresGrad) gradOf(constant);
    let byMapped = grad;
    if (w !== null) {
      byMapped = allocate(dtype, grad.length);
      stretch(grad, w, byMapped);
    }
    const toStates = states.requiresGrad ? gradOf(states) : null;
    const toWeight = weight.requiresGrad ? gradOf(weight) : null;
    eachMap((from, at, to) => {
      if (toStates !== null) {
        gemm(samples, d, E, byMapped, to, lines * E, 1, weight.data, from, 1, E, toStates, at, L * width);
      }
      if (toWeight !== null) {
        gemm(d, E, samples, states.data, at, 1, L * width, byMapped, to, lines * E, 1, toWeight, from, E);
      }
    });
  });
}
