import { selectKernels } from "modern-hopfield";
import { differs, first } from "./compare.mjs";
import { patternsOf, rowsOf, separationFor, similarityFor } from "./names.mjs";

/** Kind "similarity": scores of queries against stored patterns, with or without known masks. */
export function checkSimilarity(entry, tensor, kernelsName) {
  const stored = patternsOf(tensor("stored"));
  const known = tensor("known") && rowsOf(tensor("known"));
  const { similarity, factor } = similarityFor(entry.similarity, stored.size);
  const got = rowsOf(tensor("queries")).flatMap((query, q) => {
    const columns = known ? Int32Array.from([...known[q].keys()].filter((j) => known[q][j] !== 0)) : null;
    const scores = new Float64Array(stored.count);
    similarity.bind({ stored, kernels: selectKernels(kernelsName), columns }).scores(query, 1, scores);
    return Array.from(scores, (score) => factor * score);
  });
  return differs("similarities", got, tensor("similarities").data);
}

/** Kind "separation": weights, entropy, conjugate, and the gradient by central differences of our weights. */
export function checkSeparation(entry, tensor) {
  const separation = separationFor(entry.separation);
  const weights = [];
  const conjugates = [];
  const expectations = [];
  const rows = rowsOf(tensor("logits"));
  for (const logits of rows) {
    const out = new Float64Array(logits.length);
    conjugates.push(separation.weigh(logits, out, 1));
    weights.push(...out);
    expectations.push(out.reduce((sum, p, i) => sum + (p > 0 ? p * logits[i] : 0), 0));
  }
  const entropies = conjugates.map((conjugate, q) => conjugate - expectations[q]);
  return first(
    differs("weights", weights, tensor("weights").data),
    tensor("conjugate") ? differs("conjugate", conjugates, tensor("conjugate").data) : null,
    tensor("entropy")
      ? differs("entropy", entropies, tensor("entropy").data, 1e-10 * Math.max(1, entry.scale))
      : null,
    tensor("grad_logits") ? gradient(separation, rows, tensor) : null,
  );
}

/** The gradient of Σ weights * cotangent by central differences; a kink of a sparse separation may lie in the way. */
function gradient(separation, rows, tensor) {
  const cotangents = rowsOf(tensor("cotangent"));
  const step = 1e-6;
  const value = (logits, cotangent) => {
    const out = new Float64Array(logits.length);
    separation.weigh(logits, out, 1);
    return out.reduce((sum, p, i) => sum + p * cotangent[i], 0);
  };
  const got = rows.flatMap((logits, q) =>
    Array.from(logits, (z, i) => {
      const up = logits.with(i, z + step);
      const down = logits.with(i, z - step);
      return (value(up, cotangents[q]) - value(down, cotangents[q])) / (2 * step);
    }),
  );
  return differs("grad_logits", got, tensor("grad_logits").data, 1e-6);
}
