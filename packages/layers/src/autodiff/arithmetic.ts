import { broadcastShape, sourceOf } from "./broadcast.ts";
import { allocate, commonDtype, computed, elementCount, gradOf, type Tensor, tensor } from "./tensor.ts";

/** A tensor, or a number that stands for one of any shape. */
export type Operand = Tensor | number;

function asTensor(value: Operand, like: Operand): Tensor {
  if (typeof value !== "number") return value;
  return tensor(value, { shape: [], dtype: typeof like === "number" ? "float32" : like.dtype });
}

/** An operation on pairs of numbers with its two partial derivatives. */
function pairwise(
  what: string,
  left: Operand,
  right: Operand,
  value: (x: number, y: number) => number,
  byLeft: (x: number, y: number) => number,
  byRight: (x: number, y: number) => number,
): Tensor {
  const a = asTensor(left, right);
  const b = asTensor(right, left);
  const dtype = commonDtype(what, a, b);
  const shape = broadcastShape(a.shape, b.shape, what);
  const count = elementCount(shape);
  const from = sourceOf(a.shape, shape);
  const to = sourceOf(b.shape, shape);
  const [x, y] = [a.data, b.data];
  const out = allocate(dtype, count);
  for (let k = 0; k < count; k++) out[k] = value(x[from?.[k] ?? k], y[to?.[k] ?? k]);
  return computed(out, shape, [a, b], (grad) => {
    if (a.requiresGrad) {
      const sum = gradOf(a);
      for (let k = 0; k < count; k++) {
        const i = from === null ? k : from[k];
        sum[i] += grad[k] * byLeft(x[i], y[to === null ? k : to[k]]);
      }
    }
    if (b.requiresGrad) {
      const sum = gradOf(b);
      for (let k = 0; k < count; k++) {
        const j = to === null ? k : to[k];
        sum[j] += grad[k] * byRight(x[from === null ? k : from[k]], y[j]);
      }
    }
  });
}

/** a + b of equal shapes, without the detour over a function per number. */
function addSame(a: Tensor, b: Tensor): Tensor {
  const count = a.data.length;
  const out = allocate(commonDtype("add", a, b), count);
  const [x, y] = [a.data, b.data];
  for (let k = 0; k < count; k++) out[k] = x[k] + y[k];
  return computed(out, a.shape, [a, b], (grad) => {
    for (const input of [a, b]) {
      if (!input.requiresGrad) continue;
      const sum = gradOf(input);
      for (let k = 0; k < count; k++) sum[k] += grad[k];
    }
  });
}

const one = (): number => 1;

/** a + b, broadcast. */
export function add(a: Operand, b: Operand): Tensor {
  if (typeof a !== "number" && typeof b !== "number" && a.rank === b.rank) {
    if (a.shape.every((size, axis) => size === b.shape[axis])) return addSame(a, b);
  }
  return pairwise("add", a, b, (x, y) => x + y, one, one);
}

/** a - b, broadcast. */
export function subtract(a: Operand, b: Operand): Tensor {
  return pairwise(
    "subtract",
    a,
    b,
    (x, y) => x - y,
    one,
    () => -1,
  );
}

/** a b, number by number, broadcast. */
export function multiply(a: Operand, b: Operand): Tensor {
  return pairwise(
    "multiply",
    a,
    b,
    (x, y) => x * y,
    (_, y) => y,
    (x) => x,
  );
}

/** a / b, broadcast. */
export function divide(a: Operand, b: Operand): Tensor {
  return pairwise(
    "divide",
    a,
    b,
    (x, y) => x / y,
    (_, y) => 1 / y,
    (x, y) => -x / (y * y),
  );
}

/** The larger of a and b, broadcast; of equals, `a` gets the gradient. */
export function maximum(a: Operand, b: Operand): Tensor {
  return pairwise(
    "maximum",
    a,
    b,
    Math.max,
    (x, y) => (x >= y ? 1 : 0),
    (x, y) => (x >= y ? 0 : 1),
  );
}
