import { HopfieldError } from "modern-hopfield";
import { allocate, computed, elementCount, gradOf, type Tensor } from "./tensor.ts";

/**
 * The rows of a table by their indices: an embedding. The result has the shape of the indices, then that of a row.
 *
 * @param table    rows along the first axis
 * @param indices  whole numbers from 0; `shape` is theirs, flat by default
 * @throws HopfieldError ERR_RANGE for an index without a row
 */
export function gather(
  table: Tensor,
  indices: ArrayLike<number>,
  shape: readonly number[] = [indices.length],
): Tensor {
  const [rows, ...row] = table.shape;
  const width = elementCount(row);
  for (let k = 0; k < indices.length; k++) {
    if (!Number.isInteger(indices[k]) || indices[k] < 0 || indices[k] >= rows) {
      throw new HopfieldError("ERR_RANGE", `no row ${indices[k]} (expected 0..${rows - 1})`, {
        index: indices[k],
        rows,
      });
    }
  }
  const out = allocate(table.dtype, indices.length * width);
  for (let k = 0; k < indices.length; k++) {
    out.set(table.data.subarray(indices[k] * width, (indices[k] + 1) * width), k * width);
  }
  return computed(out, [...shape, ...row], [table], (grad) => {
    const sum = gradOf(table);
    for (let k = 0; k < indices.length; k++) {
      const to = indices[k] * width;
      for (let j = 0; j < width; j++) sum[to + j] += grad[k * width + j];
    }
  });
}
