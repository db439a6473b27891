import type { Rows } from "./rows.ts";

/** Rows to compare as stored; with maps where equal stored numbers can mean different values. */
export type ComparableRows = Pick<Rows, "data" | "count" | "size"> & Partial<Pick<Rows, "gain" | "offset">>;

/** A 32-bit digest of one row of stored numbers (FNV-1a over its bytes). */
function digest(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (let k = 0; k < bytes.length; k++) h = Math.imul(h ^ bytes[k], 0x01000193);
  return h >>> 0;
}

/** A function that tells whether two rows are equal: their bytes, and their maps where they have some. */
export function comparingRows(rows: ComparableRows): (a: number, b: number) => boolean {
  const { data, count, size, gain, offset } = rows;
  const width = size * data.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, count * width);
  return (a, b) => {
    if (gain !== undefined && gain[a] !== gain[b]) return false;
    if (offset !== undefined && offset[a] !== offset[b]) return false;
    for (let k = 0; k < width; k++) if (bytes[a * width + k] !== bytes[b * width + k]) return false;
    return true;
  };
}

/**
 * The groups of equal rows, each as the indices of its members in rising order. Rows are compared as stored,
 * byte by byte; digests only find the candidates.
 */
export function duplicateGroups(rows: ComparableRows): number[][] {
  const { data, count, size } = rows;
  const width = size * data.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, count * width);
  const equal = comparingRows(rows);
  const byDigest = new Map<number, number[][]>();
  for (let i = 0; i < count; i++) {
    const key = digest(bytes.subarray(i * width, (i + 1) * width));
    const groups = byDigest.get(key);
    const group = groups?.find((members) => equal(members[0], i));
    if (group !== undefined) group.push(i);
    else if (groups !== undefined) groups.push([i]);
    else byDigest.set(key, [[i]]);
  }
  return [...byDigest.values()].flat().filter((group) => group.length > 1);
}
