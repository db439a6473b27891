import { HopfieldError } from "../errors.ts";
import type { ImageSet } from "../images/imageSet.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { type KernelsName, selectKernels } from "../kernels/select.ts";
import { argMax } from "../math/vector.ts";
import type { Embedder } from "../metrics/embedder.ts";
import { channelsWithRoom } from "./convolution.ts";
import type { Convolver } from "./convolver.ts";
import { enter, requireSide } from "./entrance.ts";
import { channelMeans, type Frame, writeShortened } from "./frame.ts";
import { openConvolver } from "./openConvolver.ts";
import { featureCount, stageChannels, stageSides } from "./resnetShapes.ts";
import { type ResNetWeights, readResNetWeights } from "./resnetWeights.ts";

/** Options of a residual network. */
export interface ResNetOptions {
  /** What reports call it; `resnet20` and the like by default. */
  readonly name?: string;
  /** The arithmetic: `auto`, the fastest that runs here, by default. */
  readonly kernels?: KernelsName | Kernels;
}

/** Options of an embedding that leaves the thread free between pictures. */
export interface EmbedOptions {
  /** Gives up between two chunks of pictures. */
  readonly signal?: AbortSignal;
  /** Called as pictures are finished. */
  readonly onProgress?: (finished: number, total: number) => void;
}

/** Pictures between which the thread is free: some tenths of a second. */
const chunk = 64;

/** Frames of a stage: blocks begin and end in the first two by turns, and have their middle in the third. */
const framesPerStage = 3;

/**
 * A residual network for pictures of 32x32: its 64 features are the means of the last 64 channels over the picture.
 *
 * float32 in the convolutions, the last mean and the classes in float64. A picture's numbers do not depend on what else
 * is in the batch.
 *
 * @see He, Zhang, Ren and Sun 2016, "Deep Residual Learning for Image Recognition", section 4.2 (arXiv 1512.03385)
 */
export class ResNet implements Embedder {
  readonly name: string;
  readonly size: number = featureCount;
  /** Layers with weights, 6n + 2. */
  readonly depth: number;
  /** How many classes it tells apart. */
  readonly classes: number;
  readonly #weights: ResNetWeights;
  readonly #convolver: Convolver;

  /** @param weights  as `readResNetWeights` gives them */
  constructor(weights: ResNetWeights, { name, kernels }: ResNetOptions = {}) {
    this.#weights = weights;
    const entrance = { side: stageSides[0], channels: channelsWithRoom(3) };
    const stages = stageSides.flatMap((side, stage) =>
      new Array(framesPerStage).fill({ side, channels: stageChannels[stage] }),
    );
    this.#convolver = openConvolver(selectKernels(kernels), weights.convolutions, [entrance, ...stages]);
    this.depth = 6 * weights.blocks + 2;
    this.classes = weights.classes;
    this.name = name ?? `resnet${this.depth}`;
  }

  /**
   * The features of every picture, count x 64; the thread is free between chunks of 64 pictures.
   * @throws HopfieldError ERR_SIZE unless the pictures are 32x32; the signal's reason when it is given up
   */
  async embed(images: ImageSet, { signal, onProgress }: EmbedOptions = {}): Promise<Float32Array> {
    requireSide(images, stageSides[0], this.name);
    const out = new Float32Array(images.count * featureCount);
    for (let from = 0; from < images.count; from += chunk) {
      signal?.throwIfAborted();
      const to = Math.min(images.count, from + chunk);
      this.#run(images, from, to, out);
      onProgress?.(to, images.count);
      // A task of its own, so that timers, messages and painting get their turn.
      await new Promise((resolve) => setTimeout(resolve));
    }
    return out;
  }

  /**
   * The features of every picture, count x 64, at once.
   * @throws HopfieldError ERR_SIZE unless the pictures are 32x32
   */
  embedSync(images: ImageSet): Float32Array {
    requireSide(images, stageSides[0], this.name);
    const out = new Float32Array(images.count * featureCount);
    this.#run(images, 0, images.count, out);
    return out;
  }

  /**
   * The scores of the classes before the softmax, count x classes.
   * @throws HopfieldError ERR_SIZE unless the pictures are 32x32
   */
  logits(images: ImageSet): Float32Array {
    return this.logitsOf(this.embedSync(images));
  }

  /**
   * The scores of the classes for features that are there already.
   * @throws HopfieldError ERR_SIZE unless they are a whole number of times 64
   */
  logitsOf(features: Float32Array): Float32Array {
    const count = features.length / featureCount;
    if (!Number.isInteger(count)) {
      throw new HopfieldError(
        "ERR_SIZE",
        `${features.length} numbers are not ${featureCount} features per picture; give what embed returned`,
        { length: features.length },
      );
    }
    const { linear, linearBias } = this.#weights;
    const out = new Float32Array(count * this.classes);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < this.classes; k++) {
        let sum = linearBias[k];
        for (let j = 0; j < featureCount; j++) {
          sum += linear[k * featureCount + j] * features[i * featureCount + j];
        }
        out[i * this.classes + k] = sum;
      }
    }
    return out;
  }

  /**
   * The most likely class of every picture.
   * @throws HopfieldError ERR_SIZE unless the pictures are 32x32
   */
  classify(images: ImageSet): Int32Array {
    const logits = this.logits(images);
    const { classes } = this;
    return Int32Array.from({ length: images.count }, (_, i) =>
      argMax(logits.subarray(i * classes, (i + 1) * classes)),
    );
  }

  /** Writes the features of pictures `from`..`to`-1 to their places in `out`. */
  #run(images: ImageSet, from: number, to: number, out: Float32Array): void {
    for (let i = from; i < to; i++) {
      enter(images, i, this.#convolver.frames[0]);
      out.set(channelMeans(this.#forward()), i * featureCount);
    }
  }

  /** The last frame for the picture at the entrance. */
  #forward(): Frame {
    const { convolutions, blocks } = this.#weights;
    const { frames } = this.#convolver;
    let state = frames[1];
    this.#convolver.convolve(convolutions[0], frames[0], null, state);
    let k = 1;
    for (let stage = 0; stage < stageSides.length; stage++) {
      const [one, other, middle] = frames.slice(1 + framesPerStage * stage);
      for (let block = 0; block < blocks; block++) {
        const next = state === one ? other : one;
        let earlier = state;
        if (state.side !== next.side) {
          // The first block of a stage: of its two ends, the one that is free holds the shortcut.
          earlier = other;
          writeShortened(state, earlier);
        }
        this.#convolver.convolve(convolutions[k], state, null, middle);
        this.#convolver.convolve(convolutions[k + 1], middle, earlier, next);
        state = next;
        k += 2;
      }
    }
    return state;
  }
}

/**
 * The ResNet-20 for CIFAR-10 of akamaster/pytorch_resnet_cifar10, or one of its deeper kin (32, 44, 56, 110; any 6n + 2),
 * from a safetensors file of its weights: shortcuts without weights ("option A"), batch norm folded in, RGB / 255
 * normalised with mean .485 .456 .406 and deviation .229 .224 .225, gray repeated over the channels.
 *
 * @param file  the bytes of the safetensors file
 * @throws HopfieldError ERR_DATA for a damaged file, or one that lists every tensor which is missing, unexpected or
 *   misshaped; ERR_OPTION for kernels that do not run here
 * @example
 * const network = resnet20(await readFile("resnet20-cifar10.safetensors"));
 * const features = network.embedSync(images); // images.count x 64
 */
export function resnet20(file: Uint8Array, options: ResNetOptions = {}): ResNet {
  return new ResNet(readResNetWeights(file), options);
}
