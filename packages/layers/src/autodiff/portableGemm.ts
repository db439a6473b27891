import type { Floats } from "./tensor.ts";

/**
 * c[i, j] += Σₚ a[i, p] b[p, j] for i < m, j < n, p < k, where a[i, p] lies at `ao + i ar + p ac`, b[p, j] at
 * `bo + p br + j bc` and c[i, j] at `co + i cr + j`: with strides every transposition and every head's slice of a wide
 * row is a product in place. Sums run in float64.
 */
export function gemmPortable(
  m: number,
  n: number,
  k: number,
  a: Floats,
  ao: number,
  ar: number,
  ac: number,
  b: Floats,
  bo: number,
  br: number,
  bc: number,
  c: Floats,
  co: number,
  cr: number,
): void {
  const evenM = m - (m % 2);
  const evenN = n - (n % 4);
  for (let i = 0; i < evenM; i += 2) {
    const a0 = ao + i * ar;
    const a1 = a0 + ar;
    const c0 = co + i * cr;
    const c1 = c0 + cr;
    for (let j = 0; j < evenN; j += 4) {
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      let at = bo + j * bc;
      for (let p = 0, q = 0; p < k; p++, q += ac, at += br) {
        const x = a[a0 + q];
        const y = a[a1 + q];
        const b0 = b[at];
        const b1 = b[at + bc];
        const b2 = b[at + 2 * bc];
        const b3 = b[at + 3 * bc];
        s00 += x * b0;
        s01 += x * b1;
        s02 += x * b2;
        s03 += x * b3;
        s10 += y * b0;
        s11 += y * b1;
        s12 += y * b2;
        s13 += y * b3;
      }
      c[c0 + j] += s00;
      c[c0 + j + 1] += s01;
      c[c0 + j + 2] += s02;
      c[c0 + j + 3] += s03;
      c[c1 + j] += s10;
      c[c1 + j + 1] += s11;
      c[c1 + j + 2] += s12;
      c[c1 + j + 3] += s13;
    }
    for (let j = evenN; j < n; j++) {
      let s0 = 0;
      let s1 = 0;
      let at = bo + j * bc;
      for (let p = 0, q = 0; p < k; p++, q += ac, at += br) {
        s0 += a[a0 + q] * b[at];
        s1 += a[a1 + q] * b[at];
      }
      c[c0 + j] += s0;
      c[c1 + j] += s1;
    }
  }
  if (evenM === m) return;
  const a0 = ao + evenM * ar;
  const c0 = co + evenM * cr;
  for (let j = 0; j < evenN; j += 4) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let at = bo + j * bc;
    for (let p = 0, q = a0; p < k; p++, q += ac, at += br) {
      const x = a[q];
      s0 += x * b[at];
      s1 += x * b[at + bc];
      s2 += x * b[at + 2 * bc];
      s3 += x * b[at + 3 * bc];
    }
    c[c0 + j] += s0;
    c[c0 + j + 1] += s1;
    c[c0 + j + 2] += s2;
    c[c0 + j + 3] += s3;
  }
  for (let j = evenN; j < n; j++) {
    let s = 0;
    let at = bo + j * bc;
    for (let p = 0, q = a0; p < k; p++, q += ac, at += br) s += a[q] * b[at];
    c[c0 + j] += s;
  }
}
