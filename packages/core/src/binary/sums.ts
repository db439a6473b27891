/** Σₖ signs[from + k] terms[k] over `count` terms, in four sums so that additions need not wait for each other. */
export function signedSum(signs: Int8Array, from: number, terms: Float64Array, count: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let k = 0;
  for (; k + 3 < count; k += 4) {
    a += signs[from + k] * terms[k];
    b += signs[from + k + 1] * terms[k + 1];
    c += signs[from + k + 2] * terms[k + 2];
    d += signs[from + k + 3] * terms[k + 3];
  }
  for (; k < count; k++) a += signs[from + k] * terms[k];
  return a + b + (c + d);
}

/** Σₖ factors[from + k] terms[k] over `count` terms. */
export function weightedSum(factors: Float64Array, from: number, terms: Float64Array, count: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let k = 0;
  for (; k + 3 < count; k += 4) {
    a += factors[from + k] * terms[k];
    b += factors[from + k + 1] * terms[k + 1];
    c += factors[from + k + 2] * terms[k + 2];
    d += factors[from + k + 3] * terms[k + 3];
  }
  for (; k < count; k++) a += factors[from + k] * terms[k];
  return a + b + (c + d);
}
