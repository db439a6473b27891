import { HopfieldError } from "../../errors.ts";
import type { Patterns } from "../../patterns/patterns.ts";
import { decodeRow } from "../../patterns/rows.ts";
import type { Similarity, SimilarityContext } from "../similarity.ts";
import { noPotential } from "./support.ts";

/** A norm below this share of the largest component's counts as zero. */
const tiny = 1e-13;

/** The mean (0 unless centred) and the norm about it of a vector's known components; norm 0 where it vanishes. */
function momentsOf(
  values: Float64Array,
  columns: Int32Array | null,
  centred: boolean,
): { mean: number; norm: number } {
  const width = columns === null ? values.length : columns.length;
  let mean = 0;
  let largest = 0;
  for (let k = 0; k < width; k++) {
    const value = values[columns === null ? k : columns[k]];
    mean += value;
    largest = Math.max(largest, Math.abs(value));
  }
  mean = centred ? mean / width : 0;
  let squares = 0;
  for (let k = 0; k < width; k++) squares += (values[columns === null ? k : columns[k]] - mean) ** 2;
  const norm = Math.sqrt(squares);
  return { mean, norm: norm > tiny * largest * Math.sqrt(width) ? norm : 0 };
}

/** The moments of every stored pattern over the known components. */
function storedMoments(
  { stored, columns }: Pick<SimilarityContext, "stored" | "columns">,
  centred: boolean,
): { means: Float64Array; norms: Float64Array } {
  const means = new Float64Array(stored.count);
  const norms = new Float64Array(stored.count);
  const row = new Float64Array(stored.size);
  for (let i = 0; i < stored.count; i++) {
    decodeRow(stored, i, null, row);
    const { mean, norm } = momentsOf(row, columns, centred);
    means[i] = mean;
    norms[i] = norm;
  }
  return { means, norms };
}

function cosineLike(name: string, centred: boolean): Similarity {
  return {
    name,
    update: "normalised mean of unit patterns",
    descends: true,
    bound: "none",
    space: "sphere",
    scoreSign: "any",
    check(stored: Patterns) {
      const at = storedMoments({ stored, columns: null }, centred).norms.indexOf(0);
      if (at >= 0) {
        throw new HopfieldError(
          "ERR_ZERO_NORM",
          `pattern ${at} has norm 0${centred ? " after its mean is removed" : ""}; ${name} has no direction for it: remove it or use squaredEuclidean`,
          { pattern: at },
        );
      }
    },
    bind({ stored, kernels, columns }: SimilarityContext) {
      const { count: N, size } = stored;
      const { means, norms } = storedMoments({ stored, columns }, centred);
      return {
        scores(states, count, out) {
          const queries = Float64Array.from(states.subarray(0, count * size));
          for (let q = 0; q < count; q++) {
            const query = queries.subarray(q * size, (q + 1) * size);
            const { mean, norm } = momentsOf(query, columns, centred);
            for (let j = 0; j < size; j++) query[j] = norm > 0 ? (query[j] - mean) / norm : 0;
          }
          // The query is centred, so the patterns' own means drop out of the product.
          kernels.dot(stored, columns, queries, count, out);
          for (let q = 0; q < count; q++) {
            for (let i = 0; i < N; i++) out[q * N + i] = norms[i] > 0 ? out[q * N + i] / norms[i] : 0;
          }
        },
        update(weights, states, count, next) {
          const scaled = new Float64Array(count * N);
          for (let q = 0; q < count; q++) {
            for (let i = 0; i < N; i++) scaled[q * N + i] = norms[i] > 0 ? weights[q * N + i] / norms[i] : 0;
          }
          kernels.weightedSum(stored, scaled, count, next);
          for (let q = 0; q < count; q++) {
            let shift = 0;
            if (centred) for (let i = 0; i < N; i++) shift += scaled[q * N + i] * means[i];
            const target = next.subarray(q * size, (q + 1) * size);
            for (let j = 0; j < size; j++) target[j] -= shift;
            const { norm } = momentsOf(target, columns, false);
            if (norm > 0) for (let j = 0; j < size; j++) target[j] /= norm;
            else target.set(states.subarray(q * size, (q + 1) * size));
          }
        },
        potential: noPotential,
        enter(state) {
          const { mean, norm } = momentsOf(state, columns, centred);
          if (norm === 0) {
            throw new HopfieldError(
              "ERR_ZERO_NORM",
              `the query has norm 0 over its known components${centred ? " after their mean is removed" : ""}; ${name} has no direction for it: use squaredEuclidean`,
            );
          }
          for (let j = 0; j < size; j++) state[j] = (state[j] - mean) / norm;
        },
      };
    },
  };
}

/**
 * s(x, ξ) = x·ξ / (|x| |ξ|), 0 where a norm is 0; states are unit vectors, update = Σ pᵢ xᵢ/|xᵢ| brought back to
 * unit length: the minimiser of -Σ pᵢ s over the unit sphere. Pixels come from the readout of the raw patterns with
 * the same association.
 */
export const cosine: Similarity = cosineLike("cosine", false);

/**
 * The cosine after each vector's own mean is removed (Pearson's correlation): blind to brightness and contrast.
 * States are unit vectors of mean 0.
 */
export const centredCosine: Similarity = cosineLike("centredCosine", true);
