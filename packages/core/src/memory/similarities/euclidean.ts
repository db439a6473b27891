import { knownComponents } from "../../kernels/gather.ts";
import { rowOf } from "../../patterns/rows.ts";
import type { Similarity, SimilarityContext } from "../similarity.ts";
import { decodeAll, enterAsIs, massOf, noPotential, updateByMean, weighted } from "./support.ts";

/** Rounds of Weiszfeld per update; each one lowers the sum, so stopping early costs speed and no law. */
const rounds = 300;

/** How many of the heaviest patterns are tried as the median itself. */
const tried = 16;

/**
 * s(x, ξ) = -|x - ξ| (not squared); R = 0; update = the weighted geometric median, which minimises Σ pᵢ |xᵢ - ξ|:
 * the heaviest pattern itself once it holds more than half the mass, else Weiszfeld's iteration from the weighted
 * mean, the current state or one of the heaviest patterns, whichever is lowest, with the correction of Vardi and Zhang
 * (2000) at a pattern; to about six digits of the sum.
 */
export const euclidean: Similarity = {
  name: "euclidean",
  update: "geometric median",
  descends: true,
  bound: "median",
  space: "vectors",
  scoreSign: "nonPositive",
  check() {},
  bind(context: SimilarityContext) {
    const { stored, kernels, columns } = context;
    const byMean = updateByMean(context);
    return {
      scores(states, count, out) {
        kernels.squaredDistance(stored, columns, states, count, out);
        for (let k = 0; k < count * stored.count; k++) out[k] = -Math.sqrt(out[k]);
      },
      update(weights, states, count, next) {
        const { count: N, size } = stored;
        byMean(weights, states, count, next);
        for (let q = 0; q < count; q++) {
          const mass = massOf(weights, q, N);
          const found = weighted(weights, q, N);
          const target = next.subarray(q * size, (q + 1) * size);
          if (!(mass > 0)) continue;
          if (found[0].weight > 0.5 * mass) {
            target.set(rowOf(stored, found[0].index));
            continue;
          }
          const rows = decodeAll(context, found);
          const shares = Float64Array.from(found, (f) => f.weight / mass);
          // Near a pattern Weiszfeld's steps shrink without end, so the heaviest patterns are tried as they are.
          const starts = [states.subarray(q * size, (q + 1) * size)];
          for (let k = 0; k < Math.min(tried, found.length); k++)
            starts.push(rows.subarray(k * size, (k + 1) * size));
          let least = spread(rows, shares, target, columns);
          for (const start of starts) {
            const value = spread(rows, shares, start, columns);
            if (value >= least) continue;
            least = value;
            target.set(start);
          }
          for (let k = 0; k < rounds; k++) if (!weiszfeld(rows, shares, target, columns)) break;
        }
      },
      potential: noPotential,
      enter: enterAsIs,
    };
  },
};

/** The distance of row k from the point, over the known components. */
function distanceTo(rows: Float64Array, k: number, point: Float64Array, columns: Int32Array | null): number {
  const size = point.length;
  const row = knownComponents(rows, k, size, columns);
  const known = knownComponents(point, 0, size, columns);
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum += (row[j] - known[j]) ** 2;
  return Math.sqrt(sum);
}

/** Σ pₖ |xₖ - ξ| */
function spread(
  rows: Float64Array,
  shares: Float64Array,
  point: Float64Array,
  columns: Int32Array | null,
): number {
  let sum = 0;
  for (let k = 0; k < shares.length; k++) sum += shares[k] * distanceTo(rows, k, point, columns);
  return sum;
}

/** One step towards the geometric median, in place; false when the point no longer moves. */
function weiszfeld(
  rows: Float64Array,
  shares: Float64Array,
  point: Float64Array,
  columns: Int32Array | null,
): boolean {
  const size = point.length;
  const mean = new Float64Array(size);
  let total = 0;
  let here = 0;
  for (let k = 0; k < shares.length; k++) {
    const distance = distanceTo(rows, k, point, columns);
    if (distance === 0) {
      here += shares[k];
      continue;
    }
    const weight = shares[k] / distance;
    total += weight;
    for (let j = 0; j < size; j++) mean[j] += weight * rows[k * size + j];
  }
  if (total === 0) return false;
  for (let j = 0; j < size; j++) mean[j] /= total;
  let keep = 0;
  if (here > 0) {
    // At a pattern the pull of the others must exceed its weight, else the pattern is the median.
    const pull = total * distanceTo(mean, 0, point, columns);
    if (pull <= here) return false;
    keep = here / pull;
  }
  let moved = 0;
  let scale = 0;
  for (let j = 0; j < size; j++) {
    const value = (1 - keep) * mean[j] + keep * point[j];
    moved = Math.max(moved, Math.abs(value - point[j]));
    scale = Math.max(scale, Math.abs(value));
    point[j] = value;
  }
  return moved > 1e-14 * scale;
}
