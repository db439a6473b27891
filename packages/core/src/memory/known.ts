import { HopfieldError } from "../errors.ts";
import { duplicateGroups } from "../patterns/duplicates.ts";

/** The queries of a batch that trust the same components. */
export interface KnownGroup {
  /** The known components in rising order; null when all are. */
  readonly columns: Int32Array | null;
  readonly queries: number[];
}

/** The positions of the marked components, or null when all are marked. */
function columnsOf(mask: Uint8Array, query: number): Int32Array | null {
  const columns = Int32Array.from(mask.keys()).filter((j) => mask[j] !== 0);
  if (columns.length === 0) {
    throw new HopfieldError(
      "ERR_ALL_UNKNOWN",
      `query ${query} has no known component; mark at least one with 1 (known: 1 = trust this component)`,
      { query },
    );
  }
  return columns.length === mask.length ? null : columns;
}

/**
 * Sorts the queries of a batch by their masks, so that those which trust the same components run together.
 * @param known  one mask for all (size values) or one per query (count x size); 1 = trust this component
 * @throws HopfieldError ERR_SIZE for another length, ERR_ALL_UNKNOWN naming the query
 */
export function groupByKnown(known: Uint8Array | undefined, count: number, size: number): KnownGroup[] {
  const all = Array.from({ length: count }, (_, q) => q);
  if (known === undefined) return [{ columns: null, queries: all }];
  if (known.length === size) return [{ columns: columnsOf(known, 0), queries: all }];
  if (known.length !== count * size) {
    throw new HopfieldError(
      "ERR_SIZE",
      `known has ${known.length} values (expected ${size} for all queries, or ${count} x ${size})`,
      { length: known.length, count, size },
    );
  }
  const groups = duplicateGroups({ data: known, count, size });
  const grouped = new Set(groups.flat());
  for (const q of all) if (!grouped.has(q)) groups.push([q]);
  return groups.map((queries) => {
    const q = queries[0];
    return { columns: columnsOf(known.subarray(q * size, (q + 1) * size), q), queries };
  });
}
