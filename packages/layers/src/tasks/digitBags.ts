import { HopfieldError, Random } from "modern-hopfield";
import type { Bag } from "../train/bags.ts";

/** Pictures of digits: rows of bytes and what they show. */
export interface Digits {
  /** count x 784 bytes, 0 is background. */
  readonly pixels: Uint8Array;
  readonly labels: ArrayLike<number>;
}

/** The size of the digit-bag task. */
export interface DigitBagOptions {
  /** 200 by default. */
  readonly bags?: number;
  /** The digit that makes a bag positive; 9 by default. */
  readonly target?: number;
  /** Pictures of a bag, drawn from a normal distribution; 10 by default. */
  readonly mean?: number;
  /** Its deviation; 2 by default. */
  readonly deviation?: number;
  readonly seed?: number | string;
}

/** Pixels of a picture. */
const size = 784;

/**
 * Bags of handwritten digits: does a bag hold a nine? Half of the bags do, so that chance is one half. Pixels have the mean
 * and deviation of MNIST taken out.
 *
 * @throws HopfieldError ERR_SIZE unless there are 784 pixels per label
 * @see Ilse, Tomczak and Welling 2018 (arXiv 1802.04712)
 */
export function digitBags(
  { pixels, labels }: Digits,
  options: DigitBagOptions = {},
): { bags: Bag[]; size: number } {
  const { bags: count = 200, target = 9, mean = 10, deviation = 2, seed = 0 } = options;
  if (pixels.length !== size * labels.length) {
    throw new HopfieldError(
      "ERR_SIZE",
      `${pixels.length} pixels for ${labels.length} labels (expected 784 each)`,
      {
        pixels: pixels.length,
        labels: labels.length,
      },
    );
  }
  const random = new Random(seed);
  const all = Array.from(labels);
  const others = all.flatMap((label, n) => (label === target ? [] : [n]));
  const targets = all.flatMap((label, n) => (label === target ? [n] : []));
  const bags = Array.from({ length: count }, (_, n): Bag => {
    const own = random.fork(n);
    const length = Math.max(1, Math.round(own.normal(mean, deviation)));
    const label = n % 2;
    const chosen = Array.from({ length }, () => others[own.below(others.length)]);
    // A positive bag has one target, and more of them as often as digits are that one.
    if (label === 1) {
      for (let k = 0; k < length; k++)
        if (own.below(10) === 0) chosen[k] = targets[own.below(targets.length)];
      chosen[own.below(length)] = targets[own.below(targets.length)];
    }
    const instances = new Float32Array(length * size);
    chosen.forEach((picture, k) => {
      for (let j = 0; j < size; j++) {
        instances[k * size + j] = (pixels[picture * size + j] / 255 - 0.1307) / 0.3081;
      }
    });
    return { instances, label };
  });
  return { bags, size };
}
