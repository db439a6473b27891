import { unknownName } from "../../errors.ts";
import { exp, log } from "../../math/elementary.ts";
import { logSumExp } from "../../math/logSumExp.ts";

/** The separations of Millidge et al. 2022. */
export type UniversalSeparation =
  | "log"
  | "sqrt"
  | "identity"
  | "square"
  | "cube"
  | "quartic"
  | "tenth"
  | "softmax"
  | "max";

/** The powers among them. */
const degrees: Readonly<Partial<Record<UniversalSeparation, number>>> = {
  sqrt: 0.5,
  identity: 1,
  square: 2,
  cube: 3,
  quartic: 4,
  tenth: 10,
};

/** The names of all of them. */
export const universalSeparations: readonly UniversalSeparation[] = [
  "log",
  "sqrt",
  "identity",
  "square",
  "cube",
  "quartic",
  "tenth",
  "softmax",
  "max",
];

/** The degree of a power; undefined for the others. */
export function degreeOf(name: UniversalSeparation): number | undefined {
  return degrees[name];
}

/** Divides a row by its sum, in place. Infinite entries (distance 0) share it evenly: the limit of a vanishing distance. */
function bringToSumOne(row: Float64Array): void {
  const infinite = row.reduce((count, value) => count + (value === Number.POSITIVE_INFINITY ? 1 : 0), 0);
  if (infinite > 0) {
    for (let i = 0; i < row.length; i++) row[i] = row[i] === Number.POSITIVE_INFINITY ? 1 / infinite : 0;
    return;
  }
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i];
  for (let i = 0; i < row.length; i++) row[i] /= sum;
}

/** The index of the largest number; a NaN counts as larger than all, the first of equals wins, as in PyTorch. */
function argMaxAsTorch(row: Float64Array): number {
  let best = 0;
  for (let i = 0; i < row.length; i++) {
    if (Number.isNaN(row[i])) return i;
    if (row[i] > row[best]) best = i;
  }
  return best;
}

/**
 * Turns a row of scores into weights, in place: divides them by their sum, separates, and divides by the sum again.
 * Returns the index of the largest weight. Weights are NaN where the scores have no sum to divide by; `max` then takes the
 * first pattern, as in theirs.
 *
 * @param beta  what `softmax` multiplies the divided scores by; the others do not use it
 * @throws HopfieldError ERR_OPTION for another name
 * @see Millidge et al. 2022 (arXiv 2202.04557), equation 3 and section 4.2
 */
export function separate(row: Float64Array, name: UniversalSeparation, beta: number): number {
  if (!universalSeparations.includes(name)) throw unknownName("separation", name, universalSeparations);
  bringToSumOne(row);
  if (name === "max") {
    const best = argMaxAsTorch(row);
    row.fill(0);
    row[best] = 1;
    return best;
  }
  if (name === "softmax") {
    for (let i = 0; i < row.length; i++) row[i] *= beta;
    const total = logSumExp(row);
    for (let i = 0; i < row.length; i++) row[i] = exp(row[i] - total);
  } else {
    const degree = degrees[name];
    for (let i = 0; i < row.length; i++) row[i] = degree === undefined ? log(row[i]) : row[i] ** degree;
    bringToSumOne(row);
  }
  return argMaxAsTorch(row);
}
