import { distance } from "../../math/vector.ts";

/**
 * Groups points that coincide: each belongs to the first earlier group whose first member lies within `within` of it.
 * @param rows  points of `size` components, one after the other
 * @returns the number of the group of each point, from 0 in the order of their first members
 */
export function distinctPoints(rows: Float64Array, size: number, within: number): Int32Array {
  const groups = new Int32Array(rows.length / size);
  const first: Float64Array[] = [];
  for (let q = 0; q < groups.length; q++) {
    const point = rows.subarray(q * size, (q + 1) * size);
    let group = first.findIndex((other) => distance(other, point) <= within);
    if (group < 0) group = first.push(point) - 1;
    groups[q] = group;
  }
  return groups;
}
