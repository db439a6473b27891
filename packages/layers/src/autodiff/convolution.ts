import { HopfieldError } from "modern-hopfield";
import { affine } from "./affine.ts";
import { reshape, transpose } from "./shape.ts";
import type { Tensor } from "./tensor.ts";
import { unfold, type WindowOptions, windowsOver } from "./windows.ts";

/**
 * A convolution of pictures (correlation, as networks have it): small but usable, by unfolding the windows.
 *
 * @param input   batch x channels x height x width
 * @param weight  outputs x channels x kernel height x kernel width
 * @param bias    outputs, or null
 * @returns batch x outputs x height' x width'
 * @throws HopfieldError ERR_SIZE when the channels differ or the window does not fit
 */
export function conv2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: WindowOptions = {},
): Tensor {
  const [batch, channels, height, width] = input.shape;
  const [outputs, inputs, kh, kw] = weight.shape;
  if (input.rank !== 4 || weight.rank !== 4 || channels !== inputs) {
    throw new HopfieldError(
      "ERR_SIZE",
      `pictures of shape [${input.shape.join(", ")}] and kernels of shape [${weight.shape.join(", ")}] (expected batch x channels x height x width and outputs x channels x height x width)`,
      { input: input.shape, weight: weight.shape },
    );
  }
  const windows = windowsOver(height, width, [kh, kw], options);
  const rows = affine(unfold(input, windows), reshape(weight, [outputs, -1]), bias);
  return reshape(transpose(rows, [0, 2, 1]), [batch, outputs, windows.height, windows.width]);
}

/**
 * A convolution of sequences.
 *
 * @param input   batch x channels x length
 * @param weight  outputs x channels x kernel length
 * @returns batch x outputs x length'
 * @throws HopfieldError ERR_SIZE when the channels differ or the window does not fit
 */
export function conv1d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  { stride = 1, padding = 0 }: { readonly stride?: number; readonly padding?: number } = {},
): Tensor {
  const [batch, channels, length] = input.shape;
  const [outputs, inputs, kernel] = weight.shape;
  const found = conv2d(
    reshape(input, [batch, channels, 1, length]),
    reshape(weight, [outputs, inputs, 1, kernel]),
    bias,
    { stride: [1, stride], padding: [0, padding] },
  );
  return reshape(found, [batch, outputs, -1]);
}
