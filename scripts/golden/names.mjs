import { Patterns, parseSeparation, parseSimilarity } from "modern-hopfield";

/** Our similarity for a name of the reference, and the factor between their scores and ours. */
export function similarityFor(name, size) {
  const same = {
    dot: "dot",
    cosine: "cosine",
    centred_cosine: "centredCosine",
    recip_l1: "reciprocalManhattan",
    l1: "manhattan",
    l2: "euclidean",
    half_sq_l2: "squaredEuclidean",
  };
  if (name === "mean_l1") return { similarity: parseSimilarity("manhattan"), factor: 1 / size };
  if (name === "sq_l2") return { similarity: parseSimilarity("squaredEuclidean"), factor: 2 };
  if (name === "mean_sq_l2") return { similarity: parseSimilarity("squaredEuclidean"), factor: 2 / size };
  return { similarity: parseSimilarity(same[name] ?? name), factor: 1 };
}

/** Our separation for a description of the reference. */
export function separationFor({ name, alpha, degree, k }) {
  const spec = {
    softmax: "softmax",
    sparsemax: "sparsemax",
    entmax15: "entmax/alpha=1.5",
    entmax: `entmax/alpha=${alpha}`,
    polynomial: `polynomial/degree=${degree}`,
    topk: `topK/k=${k}`,
    argmax: "max",
  };
  return parseSeparation(spec[name] ?? name);
}

/** A matrix of the reference as patterns. */
export function patternsOf(tensor) {
  return new Patterns(Float64Array.from(tensor.data), { size: tensor.shape[1] });
}

/** The rows of a matrix. */
export function rowsOf({ data, shape: [count, size] }) {
  return Array.from({ length: count }, (_, i) => Float64Array.from(data.slice(i * size, (i + 1) * size)));
}
