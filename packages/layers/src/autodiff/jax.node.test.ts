import { defaultDevice, grad, init, type Array as JaxArray, lax, nn, numpy as np } from "@jax-js/jax";
import { Random } from "modern-hopfield";
import { beforeAll, expect, test } from "vitest";
import { gelu, selu, sigmoid, softplus, tanh } from "./activations.ts";
import { affine } from "./affine.ts";
import { add, divide, multiply } from "./arithmetic.ts";
import { gradients } from "./backward.ts";
import { conv2d } from "./convolution.ts";
import { layerNorm } from "./layerNorm.ts";
import { crossEntropy } from "./losses.ts";
import { matmul } from "./matmul.ts";
import { max } from "./reduce.ts";
import { concat, slice, transpose } from "./shape.ts";
import { logSumExp, softmax } from "./softmax.ts";
import { elementCount, type Tensor, tensor } from "./tensor.ts";

// The independent oracle: jax-js (MIT) on its WebAssembly device, in float32. A function owns what it is given, so every
// use of an array but its last says `.ref`.
beforeAll(async () => {
  await init("wasm");
  defaultDevice("wasm");
});

/** A composition in both libraries. */
interface Case {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly ours: (...inputs: Tensor[]) => Tensor;
  readonly theirs: (...inputs: JaxArray[]) => JaxArray;
}

const cases: readonly Case[] = [
  {
    name: "batched matmul with both factors swapped",
    shapes: [
      [3, 5, 4],
      [3, 6, 5],
    ],
    ours: (a, b) => matmul(a, b, { transposeA: true, transposeB: true }),
    theirs: (a, b) => np.matmul(np.transpose(a, [0, 2, 1]), np.transpose(b, [0, 2, 1])),
  },
  {
    name: "matmul with a broadcast batch",
    shapes: [
      [2, 3, 4, 5],
      [3, 5, 2],
    ],
    ours: (a, b) => matmul(a, b),
    // jax-js 0.1.25 multiplies factors of different ranks wrongly, so the batch is repeated by hand.
    theirs: (a, b) => np.matmul(a, np.broadcastTo(b.reshape([1, 3, 5, 2]), [2, 3, 5, 2])),
  },
  {
    name: "affine",
    shapes: [[4, 3], [5, 3], [5]],
    ours: (x, w, b) => affine(x, w, b),
    theirs: (x, w, b) => np.add(np.matmul(x, np.transpose(w)), b),
  },
  {
    name: "broadcast arithmetic",
    shapes: [[2, 3, 4], [3, 1], [4]],
    ours: (a, b, c) => divide(multiply(a, b), add(multiply(c, c), 1)),
    theirs: (a, b, c) => np.trueDivide(np.multiply(a, b), np.add(np.multiply(c.ref, c), 1)),
  },
  {
    name: "softmax along the last axis",
    shapes: [[2, 3, 5]],
    ours: (x) => softmax(x),
    theirs: (x) => nn.softmax(x),
  },
  {
    name: "log-sum-exp along the middle axis",
    shapes: [[2, 4, 3]],
    ours: (x) => logSumExp(x, 1),
    theirs: (x) => nn.logsumexp(x, 1),
  },
  {
    name: "layer norm",
    shapes: [[3, 6], [6], [6]],
    ours: (x, w, b) => layerNorm(x, w, b),
    theirs: (x, w, b) => np.add(np.multiply(nn.standardize(x, -1), w), b),
  },
  { name: "tanh", shapes: [[4, 4]], ours: tanh, theirs: np.tanh },
  { name: "sigmoid", shapes: [[4, 4]], ours: sigmoid, theirs: nn.sigmoid },
  { name: "softplus", shapes: [[4, 4]], ours: softplus, theirs: nn.softplus },
  { name: "selu", shapes: [[4, 4]], ours: selu, theirs: nn.selu },
  {
    name: "gelu",
    shapes: [[4, 4]],
    ours: gelu,
    theirs: (x) => nn.gelu(x, { approximate: false }),
  },
  {
    name: "max, concat, slice, transpose",
    shapes: [
      [3, 4],
      [2, 4],
    ],
    ours: (a, b) => max(transpose(slice(concat([a, b], 0), 0, 1, 4), [1, 0]), 1),
    theirs: (a, b) => {
      const rows = np.split(np.concatenate([a, b], 0), [1, 4], 0);
      rows[0].dispose();
      rows[2].dispose();
      return np.max(np.transpose(rows[1]), 1);
    },
  },
  {
    name: "conv2d with stride and border",
    shapes: [
      [2, 3, 6, 5],
      [4, 3, 3, 3],
    ],
    ours: (x, w) => conv2d(x, w, null, { stride: 2, padding: 1 }),
    theirs: (x, w) =>
      lax.conv(x, w, [2, 2], [
        [1, 1],
        [1, 1],
      ] as never),
  },
  {
    name: "cross entropy",
    shapes: [[3, 4]],
    ours: (x) => crossEntropy(x, [2, 0, 3]),
    theirs: (x) =>
      np.multiply(
        np.sum(
          np.multiply(
            nn.logSoftmax(x),
            np.array([
              [0, 0, 1, 0],
              [1, 0, 0, 0],
              [0, 0, 0, 1],
            ]),
          ),
        ),
        -1 / 3,
      ),
  },
  {
    name: "attention of two heads",
    shapes: [
      [2, 2, 3, 4],
      [2, 2, 5, 4],
      [2, 2, 5, 3],
    ],
    ours: (q, k, v) => matmul(softmax(matmul(q, k, { transposeB: true })), v),
    theirs: (q, k, v) => np.matmul(nn.softmax(np.matmul(q, np.transpose(k, [0, 1, 3, 2]))), v),
  },
];

test.each(cases)("$name agrees with jax-js, forward and backward", async ({ shapes, ours, theirs, name }) => {
  const random = new Random(name);
  const inputs = shapes.map((shape) =>
    tensor(
      Float32Array.from({ length: elementCount(shape) }, () => random.normal()),
      { shape, requiresGrad: true },
    ),
  );
  const given = (): JaxArray[] =>
    inputs.map(({ data, shape }) => np.array(data as Float32Array<ArrayBuffer>).reshape([...shape]));
  const result = ours(...inputs);
  expectClose(await theirs(...given()).data(), result.data);
  const weights = Float32Array.from({ length: result.data.length }, () => random.normal());
  const found = gradients(result, inputs, weights);
  const loss = (...arrays: JaxArray[]): JaxArray =>
    np.sum(np.multiply(theirs(...arrays), np.array(weights).reshape([...result.shape])));
  const wanted = grad(loss, { argnums: inputs.map((_, n) => n) })(...given());
  for (const [n, array] of (wanted as JaxArray[]).entries()) expectClose(await array.data(), found[n]);
});

function expectClose(wanted: ArrayLike<number>, got: ArrayLike<number>): void {
  expect(got.length).toBe(wanted.length);
  const scale = Math.max(1, ...Array.from(wanted, Math.abs));
  for (let k = 0; k < got.length; k++) expect(Math.abs(got[k] - wanted[k])).toBeLessThan(1e-5 * scale);
}
