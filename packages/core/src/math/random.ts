import { log } from "./elementary.ts";

/** Mixes a text into 32 bits (FNV-1a with a final avalanche). */
function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A stream of random numbers that repeats exactly for the same seed, in Node and in every browser.
 *
 * The generator is xoshiro128** (Blackman and Vigna 2018), seeded through splitmix32. `fork(name)` gives an
 * independent stream that depends on the seed and the name alone, never on how many numbers were drawn before:
 * so adding one draw in one place changes nothing elsewhere.
 */
export class Random {
  readonly seed: string;
  readonly #state: Uint32Array = new Uint32Array(4);
  #spareNormal: number | undefined;

  constructor(seed: number | string) {
    this.seed = String(seed);
    let z = hashText(this.seed);
    for (let i = 0; i < 4; i++) {
      z = (z + 0x9e3779b9) >>> 0;
      let t = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
      this.#state[i] = t ^ (t >>> 15);
    }
  }

  /** An independent stream named `name`. */
  fork(name: string | number): Random {
    return new Random(`${this.seed}/${name}`);
  }

  /** 32 random bits as a whole number. */
  bits(): number {
    const s = this.#state;
    const product = Math.imul(s[1], 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result;
  }

  /** A number in [0, 1) with 53 random bits. */
  uniform(from = 0, to = 1): number {
    const u = ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
    return from + u * (to - from);
  }

  /** A whole number in 0..count-1, every one equally likely. */
  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** A normally distributed number (polar method of Marsaglia). */
  normal(mean = 0, deviation = 1): number {
    const spare = this.#spareNormal;
    if (spare !== undefined) {
      this.#spareNormal = undefined;
      return mean + deviation * spare;
    }
    for (;;) {
      const u = this.uniform(-1, 1);
      const v = this.uniform(-1, 1);
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const factor = Math.sqrt((-2 * log(s)) / s);
      this.#spareNormal = v * factor;
      return mean + deviation * u * factor;
    }
  }

  /** Shuffles an array in place (Fisher and Yates) and returns it. */
  shuffle<A extends { length: number; [index: number]: unknown }>(items: A): A {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = items[i];
      items[i] = items[j];
      items[j] = held;
    }
    return items;
  }

  /** `count` different whole numbers of 0..total-1, in random order. */
  sample(total: number, count: number): number[] {
    const drawn = new Map<number, number>();
    const result: number[] = [];
    for (let i = 0; i < Math.min(count, total); i++) {
      const j = i + this.below(total - i);
      result.push(drawn.get(j) ?? j);
      drawn.set(j, drawn.get(i) ?? i);
    }
    return result;
  }
}
