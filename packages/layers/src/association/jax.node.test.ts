import { defaultDevice, grad, init, type Array as JaxArray, nn, numpy as np } from "@jax-js/jax";
import { Random } from "modern-hopfield";
import { beforeAll, expect, test } from "vitest";
import { gradients } from "../autodiff/backward.ts";
import { elementCount, type Tensor, tensor } from "../autodiff/tensor.ts";
import { associate } from "./associate.ts";
import { blend } from "./blend.ts";
import type { LayerSimilarity } from "./problem.ts";
import { softmaxSeparation } from "./separations.ts";

// The same mathematics written in jax-js, which takes the gradient itself. Its functions own what they are given.
beforeAll(async () => {
  await init("wasm");
  defaultDevice("wasm");
});

const [B, H, L, S, d] = [2, 3, 4, 5, 6];

function random(name: string, shape: readonly number[]): Tensor {
  const stream = new Random(name);
  const data = Float32Array.from({ length: elementCount(shape) }, () => stream.normal());
  return tensor(data, { shape, requiresGrad: true });
}

/** Heads of q, k and v apart: batch x heads x rows x features. */
function theirs(similarity: LayerSimilarity, updates: number, beta: readonly number[]) {
  const split = (x: JaxArray): JaxArray => np.transpose(x.reshape([B, -1, H, d]), [0, 2, 1, 3]);
  return (...given: JaxArray[]): JaxArray => {
    const [first, k, v] = given.map(split);
    const scale = (): JaxArray => np.array([...beta]).reshape([1, H, 1, 1]);
    let q = first;
    for (let step = 0; ; step++) {
      let scores = np.matmul(q, np.transpose(k.ref, [0, 1, 3, 2]));
      if (similarity === "squaredEuclidean") {
        const squares = np.sum(np.multiply(k.ref, k.ref), -1).reshape([B, H, 1, S]);
        scores = np.subtract(scores, np.multiply(squares, 0.5));
      }
      const weights = nn.softmax(np.multiply(scores, scale()));
      if (step === updates) {
        k.dispose();
        return np.transpose(np.matmul(weights, v), [0, 2, 1, 3]).reshape([B, L, H * d]);
      }
      q = np.matmul(weights, k.ref);
    }
  };
}

test.each([
  ["dot", 0],
  ["dot", 3],
  ["squaredEuclidean", 2],
] as const)(
  "heads with their own beta, %s, %i updates: forward and backward agree with jax-js",
  async (similarity, updates) => {
    const beta = [0.3, 0.6, 1.1];
    const inputs = [random("q", [B, L, H * d]), random("k", [B, S, H * d]), random("v", [B, S, H * d])];
    const [q, k, v] = inputs;
    const { association } = associate({
      batch: B,
      heads: H,
      states: { tensor: q, shared: false },
      stored: { tensor: k, shared: false },
      unmasked: 0,
      masks: {},
      beta: tensor(beta),
      tiled: null,
      similarity,
      separation: softmaxSeparation,
      stopping: { rule: "state", maxSteps: [updates, updates, updates], epsilon: [1e-30, 1e-30, 1e-30] },
      gradient: "unrolled",
      empty: "zero",
    });
    const output = blend(association, { tensor: v, shared: false });
    const given = (): JaxArray[] =>
      inputs.map(({ data, shape }) => np.array(data as Float32Array<ArrayBuffer>).reshape([...shape]));
    const run = theirs(similarity, updates, beta);
    expectClose(await run(...given()).data(), output.data);
    const weights = random("cotangent", output.shape).data as Float32Array<ArrayBuffer>;
    const found = gradients(output, inputs, weights);
    const loss = (...arrays: JaxArray[]): JaxArray =>
      np.sum(np.multiply(run(...arrays), np.array(weights).reshape([...output.shape])));
    const wanted = grad(loss, { argnums: [0, 1, 2] })(...given()) as JaxArray[];
    for (const [n, array] of wanted.entries()) expectClose(await array.data(), found[n]);
  },
);

function expectClose(wanted: ArrayLike<number>, got: ArrayLike<number>): void {
  expect(got.length).toBe(wanted.length);
  const scale = Math.max(1, ...Array.from(wanted, Math.abs));
  for (let k = 0; k < got.length; k++) expect(Math.abs(got[k] - wanted[k])).toBeLessThan(2e-5 * scale);
}
