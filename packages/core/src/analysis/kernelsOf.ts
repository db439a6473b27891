import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import type { RetrieveProblem } from "../memory/problem.ts";
import { Patterns } from "../patterns/patterns.ts";
import { rowOf } from "../patterns/rows.ts";

/**
 * The kernels that a memory works with: those of any retrieval.
 * @throws HopfieldError ERR_EMPTY_MEMORY
 */
export function kernelsOf(memory: AssociativeMemory): RetrieveProblem["kernels"] {
  // The query is asked for nothing; as Patterns it is read in the memory's own units.
  const values = memory.count > 0 ? rowOf(memory.stored.plain, 0) : new Float64Array(memory.size);
  const query = new Patterns(values, { size: memory.size });
  return memory.prepare(query, { beta: 1, exact: "dense" }).problem.kernels;
}
