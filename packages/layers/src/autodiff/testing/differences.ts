import { Random } from "modern-hopfield";
import { expect } from "vitest";
import { gradients } from "../backward.ts";
import { elementCount, type Tensor, tensor } from "../tensor.ts";

/** A float64 tensor of normal numbers that wants gradients. */
export function randomTensor(random: Random, shape: readonly number[], spread = 1): Tensor {
  const data = Float64Array.from({ length: elementCount(shape) }, () => spread * random.normal());
  return tensor(data, { shape, requiresGrad: true });
}

/**
 * The law of every operation: its gradients are those of central differences, for a random weighting of its results.
 * Both the step and the tolerance are relative to the size of the numbers.
 */
export function expectGradients(
  run: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  { seed = "cotangent", step = 1e-5, tolerance = 2e-7 } = {},
): void {
  const result = run(...inputs);
  const random = new Random(seed);
  const weights = Float64Array.from({ length: result.data.length }, () => random.normal());
  const value = (): number => {
    let total = 0;
    run(...inputs).data.forEach((y, k) => {
      total += y * weights[k];
    });
    return total;
  };
  const found = gradients(result, inputs, weights);
  inputs.forEach((input, n) => {
    const scale = Math.max(1, ...found[n].map(Math.abs));
    for (let k = 0; k < input.data.length; k++) {
      const before = input.data[k];
      input.data[k] = before + step;
      const above = value();
      input.data[k] = before - step;
      const below = value();
      input.data[k] = before;
      const slope = (above - below) / (2 * step);
      const off = Math.abs(slope - found[n][k]);
      expect(off, `input ${n}[${k}]: ${found[n][k]}, by differences ${slope}`).toBeLessThan(
        tolerance * scale,
      );
    }
  });
}
