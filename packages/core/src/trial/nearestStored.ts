import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { Patterns } from "../patterns/patterns.ts";
import type { TrialStore } from "./store.ts";

/**
 * The stored pattern nearest to each query in Euclidean distance over all components, as an index would find it: the
 * baseline that knows of no mask and of no normalisation.
 * @param queries  in pixel units, or a vector's own
 */
export function nearestStored({ patterns }: TrialStore, queries: readonly Float64Array[]): Int32Array {
  const { data, count, size, scale } = patterns;
  const plain = new Patterns(data.subarray(0, count * size), { size, scale: scale.name });
  const memory = new AssociativeMemory(plain, { similarity: "squaredEuclidean", duplicates: "allow" });
  const flat = new Float64Array(queries.length * size);
  queries.forEach((query, q) => {
    for (let j = 0; j < size; j++) flat[q * size + j] = scale.gain * query[j] + scale.offset;
  });
  return memory.nearest(flat, { k: 1 }).indices;
}
