import type { Tensor } from "../autodiff/tensor.ts";

/** The length of all gradients together: √Σ g². */
export function gradientNorm(parameters: Iterable<Tensor>): number {
  let total = 0;
  for (const { grad } of parameters) {
    if (grad !== null) for (let k = 0; k < grad.length; k++) total += grad[k] ** 2;
  }
  return Math.sqrt(total);
}

/**
 * Shortens all gradients together to at most `most`; their direction stays.
 * @returns their length before
 */
export function clipGradientNorm(parameters: Iterable<Tensor>, most: number): number {
  const all = [...parameters];
  const norm = gradientNorm(all);
  if (norm > most) {
    for (const { grad } of all) {
      if (grad !== null) for (let k = 0; k < grad.length; k++) grad[k] *= most / norm;
    }
  }
  return norm;
}
