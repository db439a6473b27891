// The forward and backward pass of a HopfieldPooling classifier in jax-js, compiled by `jit`, with our weights.
import { defaultDevice, grad, init, jit, nn, numpy as np, tree } from "@jax-js/jax";

/**
 * Every use of an array but its last needs `.ref`: a function owns what it is given.
 *
 * @returns {Promise<{ forward(): Promise<Float32Array>, both(): Promise<Float32Array>, }>} logits, and the gradient of the pooling weights
 */
export async function poolingInJaxJs(pooling, head, input, classes) {
  await init("wasm");
  defaultDevice("wasm");
  const { heads, hiddenSize: d, inputSize: E, maxSteps, scaling } = pooling.hopfield.plan;
  const [B, S] = input.shape;
  const width = heads * d;
  const parameters = {};
  for (const [name, { data, shape }] of pooling.namedParameters()) {
    parameters[name.replace("hopfield.", "").replace("association_core.", "")] = np
      .array(data.slice())
      .reshape([...shape]);
  }
  for (const [name, { data, shape }] of head.namedParameters()) {
    parameters[`head.${name}`] = np.array(data.slice()).reshape([...shape]);
  }
  const rows = Array.from(classes, (c) => [c === 0 ? 1 : 0, c === 1 ? 1 : 0]);
  const norm = (x, w, b) => np.add(np.multiply(nn.standardize(x, -1), w), b);
  const affine = (x, w, b) => np.add(np.matmul(x, np.transpose(w)), b);
  const split = (x, n) => np.transpose(x.reshape([n, -1, heads, d]), [0, 2, 1, 3]);
  const logits = (p, x) => {
    const [wq, wk, wv] = np.split(p.in_proj_weight, [width, 2 * width], 0);
    const [bq, bk, bv] = np.split(p.in_proj_bias, [width, 2 * width], 0);
    const state = norm(p.pooling_weights, p["norm_state_pattern.weight"], p["norm_state_pattern.bias"]);
    const stored = norm(x.ref, p["norm_stored_pattern.weight"], p["norm_stored_pattern.bias"]);
    const values = norm(x, p["norm_pattern_projection.weight"], p["norm_pattern_projection.bias"]);
    let q = np.broadcastTo(split(affine(state, wq, bq), 1), [B, heads, 1, d]);
    const k = split(affine(stored, wk, bk), B);
    const v = split(affine(values, wv, bv), B);
    let weights;
    for (let step = 0; step <= maxSteps[0]; step++) {
      const last = step === maxSteps[0];
      const keys = np.transpose(k.ref, [0, 1, 3, 2]);
      weights = nn.softmax(np.matmul(np.multiply(q, scaling[0]), keys));
      if (!last) q = np.matmul(weights, k.ref);
    }
    k.dispose();
    const found = np.transpose(np.matmul(weights, v), [0, 2, 1, 3]).reshape([B, width]);
    return affine(affine(found, p["out_proj.weight"], p["out_proj.bias"]), p["head.weight"], p["head.bias"]);
  };
  const loss = (p, x) =>
    np.multiply(np.sum(np.multiply(nn.logSoftmax(logits(p, x)), np.array(rows))), -1 / B);
  const data = np.array(input.data.slice()).reshape([B, S, E]);
  const [forward, both] = [jit(logits), jit(grad(loss))];
  const given = () => [tree.ref(parameters), data.ref];
  return {
    forward: () => forward(...given()).data(),
    async both() {
      const found = both(...given());
      const { pooling_weights: wanted, ...others } = found;
      tree.dispose(others);
      return await wanted.data();
    },
  };
}
