import {
  type AssociativeMemory,
  centredCosine,
  cosine,
  dot,
  HopfieldError,
  type Similarity,
  softmax,
  squaredEuclidean,
} from "modern-hopfield";

/**
 * What the graph needs to know of a similarity: with patterns u (as prepared) about their mean, u = c + μ, its score
 * is c·η + a term of the pattern + a term of the state; the last drops out of the softmax.
 */
export interface Metric {
  readonly similarity: Similarity;
  /** Changes a pattern to the u that the products are made with, in place; null where it stays as it is. */
  readonly prepare: ((row: Float64Array) => void) | null;
  /** Whether the score is -½|u - ξ|²: η = ξ - μ, and -½|c|² is the pattern's term. Else it is u·ξ and η = ξ. */
  readonly distance: boolean;
  /** Whether states are brought back to unit length. */
  readonly sphere: boolean;
  /** Whether R(ξ) is ½|ξ|², and not 0. */
  readonly halfSquare: boolean;
}

/** Brings a row to unit length, in place; one without length stays. */
export function toUnit(row: Float64Array): void {
  let squares = 0;
  for (const value of row) squares += value * value;
  const norm = Math.sqrt(squares);
  if (norm > 0) for (let j = 0; j < row.length; j++) row[j] /= norm;
}

function toCentredUnit(row: Float64Array): void {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  for (let j = 0; j < row.length; j++) row[j] -= mean;
  toUnit(row);
}

const sphere = { distance: false, sphere: true, halfSquare: false };

const metrics: readonly Metric[] = [
  { similarity: squaredEuclidean, prepare: null, distance: true, sphere: false, halfSquare: false },
  { similarity: dot, prepare: null, distance: false, sphere: false, halfSquare: true },
  { similarity: cosine, prepare: toUnit, ...sphere },
  { similarity: centredCosine, prepare: toCentredUnit, ...sphere },
];

/**
 * The metric of a memory.
 * @throws HopfieldError ERR_OPTION for another similarity or separation than the graph can compute
 */
export function metricOf({ similarity, separation }: AssociativeMemory): Metric {
  const metric = metrics.find((one) => one.similarity === similarity);
  if (metric === undefined) {
    const known = metrics.map((one) => one.similarity.name).join(", ");
    throw new HopfieldError(
      "ERR_OPTION",
      `ONNX Runtime cannot compute the similarity ${similarity.name} (it knows ${known}); use one of them, or the memory's own retrieve`,
      { similarity: similarity.name },
    );
  }
  if (separation !== softmax) {
    throw new HopfieldError(
      "ERR_OPTION",
      `ONNX Runtime cannot compute the separation ${separation.name} (it knows softmax); use softmax, or the memory's own retrieve`,
      { separation: separation.name },
    );
  }
  return metric;
}
