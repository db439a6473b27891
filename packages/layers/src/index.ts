// @modern-hopfield/layers: trainable Hopfield layers with hflayers' weights.

export type { AssociationMask, PaddingMask } from "./association/masks.ts";
export type { LayerSimilarity } from "./association/problem.ts";
export type { SeparationChoice, SeparationName } from "./association/separations.ts";
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
export type { TransformerOptions } from "./hopfield/feedForward.ts";
export {
  fromHflayers,
  type HflayersConfig,
  type HflayersModule,
  optionsFromHflayers,
} from "./hopfield/hflayers.ts";
export { Hopfield, type HopfieldCallOptions, type HopfieldResult } from "./hopfield/hopfield.ts";
export { type DecoderCallOptions, HopfieldDecoderLayer } from "./hopfield/hopfieldDecoderLayer.ts";
export { HopfieldEncoderLayer } from "./hopfield/hopfieldEncoderLayer.ts";
export { HopfieldLayer, type HopfieldLayerOptions } from "./hopfield/hopfieldLayer.ts";
export {
  HopfieldPooling,
  type HopfieldPoolingOptions,
  type PoolingInput,
} from "./hopfield/hopfieldPooling.ts";
export type { HopfieldInput, HopfieldInputs } from "./hopfield/inputs.ts";
export type {
  HopfieldOptions,
  HopfieldSpaceOptions,
  PatternOptions,
  PatternProjectionOptions,
  StoredPatternOptions,
  TrainableScaling,
} from "./hopfield/options.ts";
export type { CallOptions, Layer } from "./modules/call.ts";
export { Conv2d, type Conv2dOptions, MaxPool2d } from "./modules/convolutions.ts";
export type { Defect } from "./modules/defects.ts";
export { Embedding } from "./modules/embedding.ts";
export type { Seed } from "./modules/initial.ts";
export { LayerNorm, type LayerNormOptions } from "./modules/layerNormModule.ts";
export { Linear, type LinearOptions } from "./modules/linear.ts";
export { Lstm } from "./modules/lstmModule.ts";
export { type LoadReport, Module } from "./modules/module.ts";
export { Activation, Dropout, Flatten, Sequential } from "./modules/sequential.ts";
export { type BitPatternOptions, type BitPatterns, bitPatterns } from "./tasks/bitPatterns.ts";
export { type DigitBagOptions, type Digits, digitBags } from "./tasks/digitBags.ts";
export { type DigitNetworkName, digitNetworkNames, digitNetworkOf } from "./tasks/digitNetworks.ts";
export { type LatchOptions, latchSequences } from "./tasks/latchSequences.ts";
export { BagClassifier, type NetworkName, networkNames, networkOf } from "./tasks/networks.ts";
export { type DigitOptions, openDigits, runDigits } from "./tasks/runDigits.ts";
export {
  accuracyOf,
  type OpenedTask,
  openTask,
  type RunOptions,
  runTask,
  type TaskName,
  type TaskOptions,
  type TaskResult,
  taskNames,
  trainBags,
} from "./tasks/runTask.ts";
export { Adam, type AdamOptions, AdamW } from "./train/adam.ts";
export { type Bag, type BagBatch, Bags } from "./train/bags.ts";
export { clipGradientNorm, gradientNorm } from "./train/clip.ts";
export { type EarlyStoppingOptions, judgeScores, type ScoreVerdict } from "./train/earlyStopping.ts";
export { Optimizer } from "./train/optimizer.ts";
export {
  constant,
  cosineDecay,
  exponentialDecay,
  type Schedule,
  type ScheduleTime,
  stepDecay,
  warmedUp,
} from "./train/schedules.ts";
export { Sgd, type SgdOptions } from "./train/sgd.ts";
export { type FitOptions, type FitProgress, Training, type TrainingState } from "./train/training.ts";
