// @modern-hopfield/layers: trainable Hopfield layers with hflayers' weights.
export {
  type ActivationName,
  activationNames,
  gelu,
  relu,
  selu,
  sigmoid,
  softplus,
  tanh,
} from "./autodiff/activations.ts";
export { affine } from "./autodiff/affine.ts";
export { add, divide, maximum, multiply, type Operand, subtract } from "./autodiff/arithmetic.ts";
export { backward, gradients } from "./autodiff/backward.ts";
export { conv1d, conv2d } from "./autodiff/convolution.ts";
export { dropout } from "./autodiff/dropout.ts";
export { gather } from "./autodiff/gather.ts";
export { layerNorm } from "./autodiff/layerNorm.ts";
export { binaryCrossEntropyWithLogits, crossEntropy, meanSquaredError } from "./autodiff/losses.ts";
export { fillMasked, type Mask } from "./autodiff/mask.ts";
export { type MatmulOptions, matmul } from "./autodiff/matmul.ts";
export { abs, exp, log, negate, sqrt, square } from "./autodiff/pointwise.ts";
export { averagePool2d, maxPool2d } from "./autodiff/pooling.ts";
export { max, mean, sum } from "./autodiff/reduce.ts";
export { scaleBy } from "./autodiff/scale.ts";
export { broadcastTo, concat, reshape, slice, transpose } from "./autodiff/shape.ts";
export { logSoftmax, logSumExp, softmax } from "./autodiff/softmax.ts";
export {
  type Dtype,
  type Floats,
  filled,
  type Nested,
  Tensor,
  type TensorOptions,
  tensor,
  withoutGradients,
} from "./autodiff/tensor.ts";
export type { WindowOptions } from "./autodiff/windows.ts";
