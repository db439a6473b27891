import { Random } from "modern-hopfield";
import { expect, test } from "vitest";
import { add } from "./arithmetic.ts";
import { backward, gradients } from "./backward.ts";
import { dropout } from "./dropout.ts";
import { erf } from "./erf.ts";
import { layerNorm } from "./layerNorm.ts";
import { crossEntropy } from "./losses.ts";
import { matmul } from "./matmul.ts";
import { square } from "./pointwise.ts";
import { sum } from "./reduce.ts";
import { concat, reshape, slice, transpose } from "./shape.ts";
import { softmax } from "./softmax.ts";
import { filled, tensor, withoutGradients } from "./tensor.ts";

test("nested arrays bring their shape, typed arrays are used as they are", () => {
  expect(
    tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]).shape,
  ).toEqual([3, 2]);
  const data = new Float64Array(6);
  const made = tensor(data, { shape: [2, 3] });
  expect(made.data).toBe(data);
  expect(made.dtype).toBe("float64");
});

test("gradients add up over calls of backward until they are cleared", () => {
  const x = tensor([1, 2], { requiresGrad: true });
  backward(sum(square(x)));
  backward(sum(square(x)));
  expect([...x.grad!]).toEqual([4, 8]);
  x.grad = null;
  backward(sum(square(x)));
  expect([...x.grad!]).toEqual([2, 4]);
});

test("gradients() leaves the gradients of tensors alone and gives zeros where nothing depends", () => {
  const x = tensor([1, 2], { requiresGrad: true });
  const other = tensor([5], { requiresGrad: true });
  x.grad = Float32Array.of(7, 7);
  const [dx, dOther] = gradients(sum(square(x)), [x, other]);
  expect([...dx]).toEqual([2, 4]);
  expect([...dOther]).toEqual([0]);
  expect([...x.grad]).toEqual([7, 7]);
  expect(other.grad).toBeNull();
});

test("nothing is remembered inside withoutGradients, nor for inputs that want no gradient", () => {
  const x = tensor([1, 2], { requiresGrad: true });
  const silent = withoutGradients(() => square(x));
  expect(silent.origin).toBeNull();
  expect(() => backward(sum(silent))).toThrow(expect.objectContaining({ code: "ERR_OPTION" }));
  expect(square(tensor([1])).origin).toBeNull();
  expect(square(x).origin).not.toBeNull();
});

test("a deep history needs no stack", () => {
  const start = tensor([1], { requiresGrad: true });
  let x = start;
  for (let k = 0; k < 20_000; k++) x = add(x, 1);
  backward(x);
  expect(start.grad![0]).toBe(1);
});

test("a line of -∞ alone has the softmax 0", () => {
  const x = tensor([
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [0, 0],
  ]);
  expect([...softmax(x).data]).toEqual([0, 0, 0.5, 0.5]);
});

test("the same stream drops the same numbers, and the expectation stays", () => {
  const x = filled([4000], 1);
  const dropped = dropout(x, 0.25, new Random("a"));
  expect([...dropout(x, 0.25, new Random("a")).data]).toEqual([...dropped.data]);
  expect(sum(dropped).item() / 4000).toBeCloseTo(1, 1);
  expect(dropout(x, 0, new Random("a"))).toBe(x);
});

test("erf is that of tables", () => {
  for (const [x, value] of [
    [0, 0],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [2.6, 0.9997639655834707],
    [3.5, 0.9999992569016276],
    [-1, -0.8427007929497149],
  ]) {
    expect(erf(x)).toBeCloseTo(value, 14);
  }
});

test("what cannot be computed is refused with the shapes", () => {
  const a = filled([2, 3]);
  expect(() => matmul(a, a)).toThrow(/2 x 3 times 2 x 3 is no matrix product/);
  expect(() => add(a, filled([2, 2]))).toThrow(expect.objectContaining({ code: "ERR_SIZE" }));
  expect(() => add(a, filled([2, 3], 0, "float64"))).toThrow(/one precision/);
  expect(() => tensor([1, 2, 3], { shape: [2] })).toThrow(expect.objectContaining({ code: "ERR_SIZE" }));
  expect(() => reshape(a, [4, -1])).toThrow(expect.objectContaining({ code: "ERR_SIZE" }));
  expect(() => transpose(a, [0, 0])).toThrow(expect.objectContaining({ code: "ERR_OPTION" }));
  expect(() => concat([a, filled([2, 2])], 0)).toThrow(expect.objectContaining({ code: "ERR_SIZE" }));
  expect(() => slice(a, 1, 2, 5)).toThrow(expect.objectContaining({ code: "ERR_RANGE" }));
  expect(() => sum(a, 2)).toThrow(expect.objectContaining({ code: "ERR_RANGE" }));
  expect(() => layerNorm(a, filled([2]))).toThrow(/weight has 2 numbers, the patterns have 3/);
  expect(() => crossEntropy(a, [0, 3])).toThrow(/no class 3/);
  expect(() => dropout(a, 1, new Random(0))).toThrow(expect.objectContaining({ code: "ERR_OPTION" }));
  expect(() => a.item()).toThrow(expect.objectContaining({ code: "ERR_SIZE" }));
  expect(() => backward(square(tensor([1, 2], { requiresGrad: true })))).toThrow(/needs a seed/);
});
