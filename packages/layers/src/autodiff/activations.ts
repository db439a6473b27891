import { unknownName } from "modern-hopfield";
import { erf, normalDensity } from "./erf.ts";
import { pointwise } from "./pointwise.ts";
import type { Tensor } from "./tensor.ts";

/** max(x, 0) */
export function relu(input: Tensor): Tensor {
  return pointwise(
    input,
    (x) => (x > 0 ? x : 0),
    (x) => (x > 0 ? 1 : 0),
  );
}

/** The hyperbolic tangent. */
export function tanh(input: Tensor): Tensor {
  return pointwise(input, Math.tanh, (_, y) => 1 - y * y);
}

/** 1 / (1 + exp(-x)), without overflow. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** 1 / (1 + exp(-x)) */
export function sigmoid(input: Tensor): Tensor {
  return pointwise(input, logistic, (_, y) => y * (1 - y));
}

/** x Φ(x) with the normal distribution Φ, not its approximation by tanh (Hendrycks and Gimpel 2016). */
export function gelu(input: Tensor): Tensor {
  const share = (x: number): number => 0.5 * (1 + erf(x / Math.SQRT2));
  return pointwise(
    input,
    (x) => x * share(x),
    (x) => share(x) + x * normalDensity(x),
  );
}

const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

/** λ x above 0, λ α (exp x - 1) below (Klambauer et al. 2017, arXiv 1706.02515). */
export function selu(input: Tensor): Tensor {
  return pointwise(
    input,
    (x) => seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x)),
    (x, y) => (x > 0 ? seluScale : y + seluScale * seluAlpha),
  );
}

/** ln(1 + exp x), without overflow. */
export function softplus(input: Tensor): Tensor {
  return pointwise(input, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), logistic);
}

/** The activations that have a name. */
export type ActivationName = "relu" | "tanh" | "sigmoid" | "gelu" | "selu" | "softplus";

const activations: Readonly<Record<ActivationName, (input: Tensor) => Tensor>> = {
  relu,
  tanh,
  sigmoid,
  gelu,
  selu,
  softplus,
};

/** The names of the activations. */
export const activationNames: readonly ActivationName[] = Object.keys(
  activations,
) as readonly ActivationName[];

/**
 * An activation by name.
 * @throws HopfieldError ERR_OPTION for a name that is none
 */
export function activationOf(name: ActivationName): (input: Tensor) => Tensor {
  if (!Object.hasOwn(activations, name)) throw unknownName("activation", name, activationNames);
  return activations[name];
}
