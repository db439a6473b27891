import { Random } from "../../math/random.ts";
import type { BinaryHopfield, BinaryHopfieldOptions } from "../binaryHopfield.ts";

/** `count` random rows of +1 and -1. */
export function randomSigns(random: Random, count: number, size: number): Int8Array[] {
  return Array.from({ length: count }, () =>
    Int8Array.from({ length: size }, () => (random.uniform() < 0.5 ? -1 : 1)),
  );
}

/** A row with a share of its signs turned over. */
export function flipped(random: Random, row: Int8Array, share: number): Int8Array {
  return row.map((sign) => (random.uniform() < share ? -sign : sign));
}

/** Random patterns, queries (half of them damaged patterns), and thresholds that are often 0. */
export interface SignCase {
  readonly random: Random;
  readonly size: number;
  readonly count: number;
  readonly patterns: Int8Array[];
  readonly queries: Int8Array[];
  readonly thresholds: Float64Array;
}

/** A random case; sizes that are no multiple of 32 and ties of fields are frequent. */
export function signCase(seed: number | string, { most = 12 }: { readonly most?: number } = {}): SignCase {
  const random = new Random(seed).fork("signs");
  const size = 3 + random.below(60);
  const count = 1 + random.below(most);
  const patterns = randomSigns(random, count, size);
  const queries = Array.from({ length: 3 }, (_, q) =>
    q === 0 ? randomSigns(random, 1, size)[0] : flipped(random, patterns[random.below(count)], 0.2),
  );
  const biased = random.uniform() < 0.3;
  const thresholds = Float64Array.from({ length: size }, () => (biased ? random.normal(0, 0.3) : 0));
  return { random, size, count, patterns, queries, thresholds };
}

/** Every kind of classical network that claims descent. */
export const descendingNetworks: readonly (readonly [string, BinaryHopfieldOptions])[] = [
  ["hebb, zero diagonal", { rule: "hebb" }],
  ["hebb, kept diagonal", { rule: "hebb", diagonal: "kept" }],
  ["hebb as a matrix", { rule: "hebb", form: "matrix" }],
  ["storkey", { rule: "storkey" }],
  ["storkey through the patterns", { rule: "storkey", form: "patterns" }],
  ["pseudoInverse, kept diagonal", { rule: "pseudoInverse" }],
  ["pseudoInverse, zero diagonal", { rule: "pseudoInverse", diagonal: "zero" }],
  ["pseudoInverse through the patterns", { rule: "pseudoInverse", form: "patterns" }],
  ["symmetric perceptron", { rule: "perceptron", symmetric: true, kappa: 0, maxEpochs: 20 }],
];

/** s'Ws and the field of each unit from the plain weights: the definition. */
export function plainFields(network: BinaryHopfield, state: Int8Array): Float64Array {
  const weights = network.weights();
  return Float64Array.from(network.thresholds, (threshold, i) =>
    state.reduce((sum, s, j) => sum + weights[i * state.length + j] * s, -threshold),
  );
}
