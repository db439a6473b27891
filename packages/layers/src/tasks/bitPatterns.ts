import { Random } from "modern-hopfield";
import type { Bag } from "../train/bags.ts";

/** The size of the bit-pattern task. */
export interface BitPatternOptions {
  /** 2048 by default. */
  readonly bags?: number;
  /** Instances of a bag; 16 by default. */
  readonly instances?: number;
  /** Bits of an instance; 8 by default. */
  readonly bits?: number;
  /** How many patterns are signals; 8 by default. */
  readonly signals?: number;
  readonly seed?: number | string;
}

/** A set of bags with the place of the signal in each; -1 where there is none. */
export interface BitPatterns {
  readonly bags: readonly Bag[];
  readonly places: readonly number[];
  readonly size: number;
}

/**
 * The bit-pattern task of the hflayers notebooks: does a bag of random bit patterns hold one of a few secret ones? Half of
 * the bags hold exactly one signal, at a random place; all other instances are no signal.
 */
export function bitPatterns(options: BitPatternOptions = {}): BitPatterns {
  const { bags: count = 2048, instances = 16, bits = 8, signals = 8, seed = 0 } = options;
  const random = new Random(seed);
  const words = random.fork("words").sample(2 ** bits, 2 ** bits);
  const [secret, plain] = [words.slice(0, signals), words.slice(signals)];
  const places: number[] = [];
  const bags = Array.from({ length: count }, (_, n): Bag => {
    const own = random.fork(n);
    const chosen = Array.from({ length: instances }, () => plain[own.below(plain.length)]);
    const label = n % 2;
    const place = label === 1 ? own.below(instances) : -1;
    if (place >= 0) chosen[place] = secret[own.below(secret.length)];
    places.push(place);
    const digits = chosen.flatMap((word) => Array.from({ length: bits }, (__, bit) => (word >> bit) & 1));
    return { instances: Float32Array.from(digits), label };
  });
  return { bags, places, size: bits };
}
