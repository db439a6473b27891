import { Random } from "modern-hopfield";
import type { Bag } from "../train/bags.ts";

/** The size of the latch task. */
export interface LatchOptions {
  /** 4096 by default. */
  readonly sequences?: number;
  /** Symbols of a sequence; 32 by default. */
  readonly length?: number;
  /** Different symbols; 20 by default. */
  readonly symbols?: number;
  readonly seed?: number | string;
}

/**
 * The latch task: the first symbol of a sequence, one of two, is its class; all others are noise. A network has to keep the
 * first until the end. Symbols are one-hot, so a sequence is a bag of `length` instances of `symbols` numbers.
 *
 * @see Hochreiter and Mozer 2001
 */
export function latchSequences(options: LatchOptions = {}): {
  readonly bags: readonly Bag[];
  readonly size: number;
} {
  const { sequences = 4096, length = 32, symbols = 20, seed = 0 } = options;
  const random = new Random(seed);
  const bags = Array.from({ length: sequences }, (_, n): Bag => {
    const own = random.fork(n);
    const label = n % 2;
    const instances = new Float32Array(length * symbols);
    instances[label] = 1;
    for (let t = 1; t < length; t++) instances[t * symbols + 2 + own.below(symbols - 2)] = 1;
    return { instances, label };
  });
  return { bags, size: symbols };
}
