import type { Rows } from "../patterns/rows.ts";

/** Row `from` of a batch of states with only the known components, side by side; a view where all are known. */
export function knownComponents(
  states: Float64Array,
  q: number,
  size: number,
  columns: Int32Array | null,
): Float64Array {
  if (columns === null) return states.subarray(q * size, (q + 1) * size);
  const known = new Float64Array(columns.length);
  for (let k = 0; k < known.length; k++) known[k] = states[q * size + columns[k]];
  return known;
}

/** The one affine map that all rows share, or null when they differ (layer norm). */
export function sharedMap({ gain, offset, count }: Rows): { gain: number; offset: number } | null {
  for (let i = 1; i < count; i++) if (gain[i] !== gain[0] || offset[i] !== offset[0]) return null;
  return { gain: gain[0], offset: offset[0] };
}
