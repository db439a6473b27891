import { createHash } from "node:crypto";
import type { Answer } from "./job.ts";

/** States enter a signature by so many components of each, rounded to so many places. */
const sampled = 4;
const places = 2;

/**
 * A text that stays the same as long as the same patterns are recalled: a digest of all indices and of some
 * components of every state, rounded so that another order of summation does not show.
 */
export function signature({ indices, states }: Answer, size: number): string {
  const hash = createHash("sha256").update(indices);
  if (states !== null) {
    const rounded: number[] = [];
    for (let at = 0; at < states.length; at += size) {
      for (let k = 0; k < sampled; k++) {
        // Adding 0 turns -0 into 0.
        rounded.push(Math.round(10 ** places * states[at + Math.floor((k * size) / sampled)]) + 0);
      }
    }
    hash.update(Int32Array.from(rounded));
  }
  return hash.digest("hex").slice(0, 12);
}

/** The share of queries whose first index is the pattern that they were made of. */
export function recall(indices: Int32Array, targets: Int32Array): number {
  const each = indices.length / targets.length;
  return targets.reduce((sum, target, q) => sum + (indices[q * each] === target ? 1 : 0), 0) / targets.length;
}

/** The share of the indices of `a` that `b` has for the same query, in whatever order. */
export function agreement(a: Int32Array, b: Int32Array, each: number): number {
  let common = 0;
  for (let from = 0; from < a.length; from += each) {
    const others = b.subarray(from, from + each);
    for (const index of a.subarray(from, from + each)) if (others.includes(index)) common++;
  }
  return a.length === 0 ? 1 : common / a.length;
}

/** The largest difference between components of two batches of states. */
export function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    // NaN must show.
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
