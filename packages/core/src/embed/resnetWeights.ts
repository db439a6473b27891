import { HopfieldError } from "../errors.ts";
import { readSafetensors, type SafetensorsTensor } from "../formats/safetensors.ts";
import { type Convolution, foldedConvolution } from "./convolution.ts";
import { convolutionNames, expectedShapes, normParts, stageChannels } from "./resnetShapes.ts";

/** What a file of weights says. */
export interface ResNetWeights {
  /** Blocks of two convolutions in each of the three stages. */
  readonly blocks: number;
  /** The first one, then two per block. */
  readonly convolutions: readonly Convolution[];
  readonly classes: number;
  /** classes x 64 */
  readonly linear: ArrayLike<number>;
  readonly linearBias: ArrayLike<number>;
}

type Tensors = ReadonlyMap<string, SafetensorsTensor>;

/** Counters that training leaves in a file. */
const passedOver = /[.]num_batches_tracked$/;

/** What is written before every name by a training on several devices. */
const prefix = "module.";

function withoutPrefix(tensors: Tensors): Tensors {
  const names = [...tensors.keys()];
  if (!names.every((name) => name.startsWith(prefix))) return tensors;
  return new Map([...tensors].map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

/** How many blocks the stage with most of them names; a gap in their numbers shows as a tensor that is missing. */
function blocksOf(tensors: Tensors): number {
  const found = stageChannels.map((_, stage) => {
    const block = new RegExp(`^layer${stage + 1}[.](\\d+)[.]`);
    return new Set([...tensors.keys()].flatMap((name) => block.exec(name)?.[1] ?? [])).size;
  });
  return Math.max(1, ...found);
}

function isFloat({ data }: SafetensorsTensor): boolean {
  return data instanceof Float32Array || data instanceof Float64Array;
}

/** One line for everything about the tensors that does not fit. */
function misfits(tensors: Tensors, shapes: ReadonlyMap<string, readonly number[]>): string[] {
  const shape = (sizes: readonly number[]): string => `[${sizes.join(", ")}]`;
  const lines: string[] = [];
  for (const [name, wanted] of shapes) {
    const tensor = tensors.get(name);
    if (tensor === undefined) lines.push(`missing ${name} ${shape(wanted)}`);
    else if (!isFloat(tensor) || shape(tensor.shape) !== shape(wanted)) {
      lines.push(
        `misshaped ${name} ${tensor.dtype} ${shape(tensor.shape)}, expected floats ${shape(wanted)}`,
      );
    }
  }
  for (const [name, tensor] of tensors) {
    if (!shapes.has(name) && !passedOver.test(name)) lines.push(`unexpected ${name} ${shape(tensor.shape)}`);
  }
  return lines;
}

/** The first number of a tensor that cannot be one of a trained network. */
function requireSound(name: string, values: ArrayLike<number>): void {
  const least = name.endsWith("running_var") ? 0 : Number.NEGATIVE_INFINITY;
  for (let k = 0; k < values.length; k++) {
    if (!Number.isFinite(values[k]) || values[k] < least) {
      throw new HopfieldError(
        "ERR_DATA",
        `the tensor ${name} has ${values[k]} at ${k} (expected a finite number${least === 0 ? " of at least 0" : ""}); the file is damaged, get it again`,
        { tensor: name, index: k, value: values[k] },
      );
    }
  }
}

/**
 * Reads the weights of a residual network for CIFAR-10 with 6n + 2 layers, n from the names: `conv1`, `layer1.0.conv1`
 * to `layer3.(n-1).conv2`, each with its batch norm `bn`, and `linear`.
 *
 * @throws HopfieldError ERR_DATA for a damaged file; one that lists every tensor that is missing, unexpected or misshaped;
 *   one that names the first number that is not finite
 */
export function readResNetWeights(file: Uint8Array): ResNetWeights {
  const tensors = withoutPrefix(readSafetensors(file).tensors);
  const blocks = blocksOf(tensors);
  const classes = Math.max(1, tensors.get("linear.bias")?.shape[0] ?? 10);
  const shapes = expectedShapes(blocks, classes);
  const lines = misfits(tensors, shapes);
  if (lines.length > 0) {
    throw new HopfieldError(
      "ERR_DATA",
      `these are not the weights of a ResNet-${6 * blocks + 2} for CIFAR-10 as of akamaster/pytorch_resnet_cifar10:\n  ${lines.join("\n  ")}\nconvert the published weights, or give the file of such a network`,
      { blocks, misfits: lines },
    );
  }
  const values = (name: string): ArrayLike<number> => tensors.get(name)?.data as ArrayLike<number>;
  for (const name of shapes.keys()) requireSound(name, values(name));
  const convolutions = convolutionNames(blocks).map(({ weight, norm, inputs, outputs, step }) => {
    const [gain, shift, mean, variance] = normParts.map((part) => values(`${norm}.${part}`));
    return foldedConvolution(values(weight), { gain, shift, mean, variance }, { inputs, outputs, step });
  });
  const [linear, linearBias] = [values("linear.weight"), values("linear.bias")];
  return { blocks, convolutions, classes, linear, linearBias };
}
