import { portableKernels } from "../../kernels/portable.ts";
import { argMax } from "../../math/vector.ts";

/** Queries compared with all patterns at a time. */
const block = 64;

/** The nearest of some rows to each state, and how far it is. */
export function nearestRows(
  rows: Float64Array,
  states: Float64Array,
  size: number,
): { readonly indices: Int32Array; readonly distances: Float64Array } {
  const [N, Q] = [rows.length / size, states.length / size];
  const stored = {
    data: rows,
    count: N,
    size,
    gain: new Float64Array(N).fill(1),
    offset: new Float64Array(N),
  };
  const indices = new Int32Array(Q);
  const distances = new Float64Array(Q);
  for (let from = 0; from < Q; from += block) {
    const count = Math.min(block, Q - from);
    const out = new Float64Array(count * N);
    portableKernels.squaredDistance(
      stored,
      null,
      states.subarray(from * size, (from + count) * size),
      count,
      out,
    );
    for (let q = 0; q < count; q++) {
      const row = out.subarray(q * N, (q + 1) * N);
      const best = argMax(row.map((value) => -value));
      indices[from + q] = best;
      distances[from + q] = Math.sqrt(row[best]);
    }
  }
  return { indices, distances };
}
