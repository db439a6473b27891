import { HopfieldError } from "modern-hopfield";
import { gemm } from "../autodiff/gemm.ts";
import { allocate, commonDtype, computed, gradOf, type Tensor } from "../autodiff/tensor.ts";
import { placeOf, type Role, sizePerHead } from "./roles.ts";

/**
 * The values blended by an association: out[b, l, h p + j] = Σₛ association[b, h, l, s] values[b, s, h p + j], all heads
 * side by side.
 *
 * @param association  batch x heads x L x S
 * @param values       batch or 1, S, features
 * @returns batch x L x (heads x features per head)
 * @throws HopfieldError ERR_SIZE when there is not one value per stored pattern
 */
export function blend(association: Tensor, values: Role): Tensor {
  const [batch, heads, L, S] = association.shape;
  const { tensor } = values;
  const [, rows, row] = tensor.shape;
  if (rows !== S) {
    throw new HopfieldError("ERR_SIZE", `${rows} projected patterns for ${S} stored patterns`, {
      values: rows,
      stored: S,
    });
  }
  const size = sizePerHead(values, heads);
  const width = heads * size;
  const out = allocate(commonDtype("blend", association, tensor), batch * L * width);
  const each = (visit: (block: number, valuesAt: number, outAt: number) => void): void => {
    for (let b = 0; b < batch; b++) {
      for (let h = 0; h < heads; h++) {
        visit(b * heads + h, placeOf(values, b, h, heads), b * L * width + h * size);
      }
    }
  };
  each((block, at, to) => {
    gemm(L, size, S, association.data, block * L * S, S, 1, tensor.data, at, row, 1, out, to, width);
  });
  return computed(out, [batch, L, width], [association, tensor], (grad) => {
    const toAssociation = association.requiresGrad ? gradOf(association) : null;
    const toValues = tensor.requiresGrad ? gradOf(tensor) : null;
    each((block, at, to) => {
      if (toAssociation !== null) {
        gemm(L, S, size, grad, to, width, 1, tensor.data, at, 1, row, toAssociation, block * L * S, S);
      }
      if (toValues !== null) {
        gemm(S, size, L, association.data, block * L * S, 1, S, grad, to, width, 1, toValues, at, row);
      }
    });
  });
}

/**
 * The values as each head of each sample reads them.
 * @returns batch x heads x S x features per head
 */
export function valuesPerHead(values: Role, batch: number, heads: number): Tensor {
  const { tensor } = values;
  const [, S, row] = tensor.shape;
  const size = sizePerHead(values, heads);
  const out = allocate(tensor.dtype, batch * heads * S * size);
  const each = (visit: (from: number, to: number) => void): void => {
    for (let block = 0; block < batch * heads; block++) {
      const from = placeOf(values, Math.floor(block / heads), block % heads, heads);
      for (let s = 0; s < S; s++) {
        for (let j = 0; j < size; j++) visit(from + s * row + j, (block * S + s) * size + j);
      }
    }
  };
  each((from, to) => {
    out[to] = tensor.data[from];
  });
  return computed(out, [batch, heads, S, size], [tensor], (grad) => {
    const sum = gradOf(tensor);
    each((from, to) => {
      sum[from] += grad[to];
    });
  });
}
