/** Σⱼ aⱼ bⱼ */
export function dotProduct(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/** The Euclidean length of a vector. */
export function norm(a: ArrayLike<number>): number {
  return Math.sqrt(dotProduct(a, a));
}

/** The Euclidean distance of two vectors of one size. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) {
    const difference = a[j] - b[j];
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/** The index of the largest value, the lowest one on ties; -1 for no values. */
export function argMax(values: ArrayLike<number>): number {
  let best = -1;
  for (let i = 0; i < values.length; i++) if (best < 0 || values[i] > values[best]) best = i;
  return best;
}
