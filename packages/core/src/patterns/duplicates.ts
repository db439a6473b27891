import type { Rows } from "./rows.ts";

/** A 32-bit digest of one row of stored numbers (FNV-1a over its bytes). */
function digest(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (let k = 0; k < bytes.length; k++) h = Math.imul(h ^ bytes[k], 0x01000193);
  return h >>> 0;
}

/**
 * The groups of equal rows, each as the indices of its members in rising order. Rows are compared as stored,
 * byte by byte; digests only find the candidates.
 */
export function duplicateGroups(rows: Pick<Rows, "data" | "count" | "size">): number[][] {
  const { data, count, size } = rows;
  const width = size * data.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, count * width);
  const equal = (a: number, b: number): boolean => {
    for (let k = 0; k < width; k++) if (bytes[a * width + k] !== bytes[b * width + k]) return false;
    return true;
  };
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
