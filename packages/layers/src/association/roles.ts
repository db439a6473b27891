import type { Tensor } from "../autodiff/tensor.ts";

/**
 * Patterns in one role of an association (states, stored patterns or values), as the heads read them.
 *
 * `tensor` is samples x rows x width. With one sample all samples of the batch see the same patterns. The width is that
 * of all heads side by side, or of one head when the heads share the patterns.
 */
export interface Role {
  readonly tensor: Tensor;
  /** Whether every head sees the same patterns (hflayers' static patterns) rather than its own part of the width. */
  readonly shared: boolean;
  /** hflayers' defect D1: head h of sample b reads sample (b H + h) mod B. */
  readonly mixed?: boolean;
}

/** The first number that head `h` of sample `b` reads. */
export function placeOf({ tensor, shared, mixed }: Role, b: number, h: number, heads: number): number {
  const { shape } = tensor;
  const samples = shape[0];
  const rows = shape[1];
  const width = shape[2];
  const sample = samples === 1 ? 0 : mixed ? (b * heads + h) % samples : b;
  return sample * rows * width + (shared ? 0 : (h * width) / heads);
}

/** How many features a head reads. */
export function sizePerHead({ tensor, shared }: Role, heads: number): number {
  return shared ? tensor.shape[2] : tensor.shape[2] / heads;
}
