import { HopfieldError } from "modern-hopfield";
import { broadcastShape, sourceOf } from "./broadcast.ts";
import { gemm } from "./gemm.ts";
import { allocate, commonDtype, computed, elementCount, gradOf, type Tensor } from "./tensor.ts";

/** Which factors are taken with their last two axes swapped. */
export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** The last two axes of a factor as a matrix, after a swap. */
function matrixOf(
  { shape }: Tensor,
  swapped: boolean,
): { rows: number; columns: number; rowStep: number; columnStep: number; batch: readonly number[] } {
  if (shape.length < 2) {
    throw new HopfieldError("ERR_SIZE", `a factor of shape [${shape.join(", ")}] is no matrix; reshape it`, {
      shape,
    });
  }
  const [height, width] = shape.slice(-2);
  const batch = shape.slice(0, -2);
  return swapped
    ? { rows: width, columns: height, rowStep: 1, columnStep: width, batch }
    : { rows: height, columns: width, rowStep: width, columnStep: 1, batch };
}

/**
 * The matrix products of the last two axes; the axes before them are a batch and broadcast.
 *
 * @param a  ... x m x k, or ... x k x m with `transposeA`
 * @param b  ... x k x n, or ... x n x k with `transposeB`
 * @returns ... x m x n
 * @throws HopfieldError ERR_SIZE when the factors do not fit
 */
export function matmul(
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): Tensor {
  const dtype = commonDtype("matmul", a, b);
  const left = matrixOf(a, transposeA);
  const right = matrixOf(b, transposeB);
  const [m, k, n] = [left.rows, left.columns, right.columns];
  if (right.rows !== k) {
    throw new HopfieldError(
      "ERR_SIZE",
      `${m} x ${k} times ${right.rows} x ${n} is no matrix product (shapes [${a.shape.join(", ")}] and [${b.shape.join(", ")}])`,
      { a: a.shape, b: b.shape },
    );
  }
  const batch = broadcastShape(left.batch, right.batch, "matmul");
  const count = elementCount(batch);
  const fromA = sourceOf(left.batch, batch);
  const fromB = sourceOf(right.batch, batch);
  const placeA = (s: number): number => (fromA === null ? s : fromA[s]) * m * k;
  const placeB = (s: number): number => (fromB === null ? s : fromB[s]) * k * n;
  const out = allocate(dtype, count * m * n);
  const [ar, ac, br, bc] = [left.rowStep, left.columnStep, right.rowStep, right.columnStep];
  for (let s = 0; s < count; s++) {
    gemm(m, n, k, a.data, placeA(s), ar, ac, b.data, placeB(s), br, bc, out, s * m * n, n);
  }
  return computed(out, [...batch, m, n], [a, b], (grad) => {
    const toA = a.requiresGrad ? gradOf(a) : null;
    const toB = b.requiresGrad ? gradOf(b) : null;
    for (let s = 0; s < count; s++) {
      const at = s * m * n;
      // A swapped factor gets its gradient swapped: the products below are written row by row of what is stored.
      if (toA !== null) {
        if (transposeA) {
          gemm(k, m, n, b.data, placeB(s), br, bc, grad, at, 1, n, toA, placeA(s), m);
        } else gemm(m, k, n, grad, at, n, 1, b.data, placeB(s), bc, br, toA, placeA(s), k);
      }
      if (toB !== null) {
        if (transposeB) {
          gemm(n, k, m, grad, at, 1, n, a.data, placeA(s), ar, ac, toB, placeB(s), k);
        } else gemm(k, n, m, a.data, placeA(s), ac, ar, grad, at, n, 1, toB, placeB(s), n);
      }
    }
  });
}
