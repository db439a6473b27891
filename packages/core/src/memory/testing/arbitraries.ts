import { Random } from "../../math/random.ts";
import { Patterns } from "../../patterns/patterns.ts";
import type { PatternData } from "../../patterns/rows.ts";
import type { Separation } from "../separation.ts";
import { entmax, sparsemax } from "../separations/entmax.ts";
import { normmax } from "../separations/normmax.ts";
import { softmax } from "../separations/softmax.ts";
import { withNull } from "../separations/withNull.ts";
import { bipolar } from "../similarities/bipolar.ts";
import { centredCosine, cosine } from "../similarities/cosine.ts";
import { dot } from "../similarities/dot.ts";
import { euclidean } from "../similarities/euclidean.ts";
import { jensenShannon } from "../similarities/jensenShannon.ts";
import { kullbackLeibler, reverseKullbackLeibler } from "../similarities/kullbackLeibler.ts";
import { manhattan } from "../similarities/manhattan.ts";
import { squaredEuclidean } from "../similarities/squaredEuclidean.ts";
import type { Similarity } from "../similarity.ts";

/** Every built-in similarity whose energy is claimed never to rise. */
export const descending: readonly Similarity[] = [
  dot,
  squaredEuclidean,
  manhattan,
  euclidean,
  cosine,
  centredCosine,
  bipolar,
  kullbackLeibler(),
  reverseKullbackLeibler(),
  jensenShannon(),
];

/** Every kind of separation that is the gradient of a convex function. */
export const convex: readonly Separation[] = [
  softmax,
  sparsemax,
  entmax({ alpha: 1.25 }),
  entmax({ alpha: 1.5 }),
  entmax({ alpha: 1.75 }),
  normmax({ alpha: 2 }),
  normmax({ alpha: 5 }),
  withNull(),
  withNull({ separation: sparsemax, score: -0.5 }),
];

/** Every similarity beside every convex separation, for `test.each`. */
export const pairs: readonly (readonly [string, Similarity, Separation])[] = descending.flatMap(
  (similarity) =>
    convex.map((separation) => [`${similarity.name} x ${separation.name}`, similarity, separation] as const),
);

/** The values that a similarity can compare. */
export type Domain = "any" | "amounts" | "signs";

/** Where the patterns of a similarity live. */
export function domainOf({ name }: Similarity): Domain {
  if (name === "bipolar") return "signs";
  return /kullback|jensen/i.test(name) ? "amounts" : "any";
}

/** One random value of the domain. */
function valueIn(domain: Domain, random: Random): number {
  if (domain === "signs") return random.uniform() < 0.5 ? -1 : 1;
  return domain === "amounts" ? random.uniform() : random.normal();
}

/** `count` rows of `size` random values of the domain. */
export function floats(random: Random, count: number, size: number, domain: Domain = "any"): Float64Array {
  return Float64Array.from({ length: count * size }, () => valueIn(domain, random));
}

/** `count` rows of `size` random bytes. */
export function bytes(random: Random, count: number, size: number): Uint8Array {
  return Uint8Array.from({ length: count * size }, () => random.below(256));
}

/** A number between the two, its logarithm uniform. */
export function logUniform(random: Random, from: number, to: number): number {
  return Math.exp(random.uniform(Math.log(from), Math.log(to)));
}

/** A mask with at least two known components and at least one unknown. */
export function maskOf(random: Random, size: number): Uint8Array {
  const mask = new Uint8Array(size);
  for (const j of random.sample(size, 2 + random.below(size - 2))) mask[j] = 1;
  return mask;
}

/** Patterns, a query and a beta that a similarity can work with. */
export interface Case {
  readonly random: Random;
  readonly count: number;
  readonly size: number;
  readonly data: PatternData;
  readonly stored: Patterns;
  readonly query: Float64Array;
  readonly beta: number;
  readonly weights: Float64Array;
}

/** A random case of a similarity; half of the queries are damaged stored patterns, the others foreign. */
export function caseOf(similarity: Similarity, seed: number | string): Case {
  const random = new Random(seed).fork(similarity.name);
  const domain = domainOf(similarity);
  // ±1 patterns must differ by chance, so they are longer.
  const size = domain === "signs" ? 16 + random.below(10) : 3 + random.below(10);
  const count = 2 + random.below(9);
  const data = floats(random, count, size, domain);
  const from = random.below(count) * size;
  const query =
    random.uniform() < 0.5
      ? floats(random, 1, size, domain)
      : data.slice(from, from + size).map((v) => (random.uniform() < 0.3 ? valueIn(domain, random) : v));
  return {
    random,
    count,
    size,
    data,
    stored: new Patterns(data, { size }),
    query,
    beta: logUniform(random, 1e-2, 1e3),
    weights: Float64Array.from({ length: count }, () => logUniform(random, 0.1, 10)),
  };
}
