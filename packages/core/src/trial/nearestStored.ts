import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { Patterns } from "../patterns/patterns.ts";
import { type TrialStore, unitsOf } from "./store.ts";

/**
 * The `k` (1 by default) stored patterns nearest to each query in Euclidean distance over all components, query after query,
 * the best first: what an index would find, which knows of no mask and of no normalisation. Queries are in pixel units,
 * or a vector's own.
 */
export type NearestStored = (queries: readonly Float64Array[], k?: number) => Int32Array;

/** Prepares such a search over the patterns of a trial. */
export function nearestStored({ patterns }: Pick<TrialStore, "patterns">): NearestStored {
  const { data, count, size, scale } = patterns;
  const plain = new Patterns(data.subarray(0, count * size), { size, scale: scale.name });
  const memory = new AssociativeMemory(plain, { similarity: "squaredEuclidean", duplicates: "allow" });
  return (queries, k = 1) => memory.nearest(unitsOf(queries, plain), { k }).indices;
}
