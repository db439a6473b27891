import type { PairSource } from "./pairSource.ts";
import { bindRows, enterPattern } from "./pairSource.ts";

/** The similarities with s(x, y) = s(y, x) for all stored patterns; the divergences of Kullback and Leibler are not. */
const symmetric = new Set([
  "dot",
  "squaredEuclidean",
  "manhattan",
  "euclidean",
  "cosine",
  "centredCosine",
  "bipolar",
  "jensenShannon",
]);

/** Patterns whose scores are compared both ways, lest a similarity of one's own bears one of the names. */
const probed = 12;

/** Differences of two scores beyond this share of the largest one are no rounding of any kernels. */
const rounding = 1e-4;

/** Whether a pair of stored patterns has one score, whichever of the two asks; such pairs are scored once. */
export function isSymmetric(source: PairSource): boolean {
  const { stored, similarity } = source;
  if (!symmetric.has(similarity.name.replace(/\+mean$/, ""))) return false;
  const { size } = stored;
  const count = Math.min(probed, stored.count);
  const bound = bindRows(source, 0, count);
  const states = new Float64Array(count * size);
  for (let i = 0; i < count; i++) enterPattern(stored, i, bound, states, i);
  const scores = new Float64Array(count * count);
  bound.scores(states, count, scores);
  let largest = 0;
  for (const score of scores) largest = Math.max(largest, Math.abs(score));
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(scores[i * count + j] - scores[j * count + i]) > rounding * largest) return false;
    }
  }
  return true;
}
