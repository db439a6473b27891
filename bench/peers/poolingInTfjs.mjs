// The forward and backward pass of a HopfieldPooling classifier in TensorFlow.js on its WebAssembly backend, with our
// weights.
import { createRequire } from "node:module";
import { join } from "node:path";
import { findPackage } from "./findPackage.mjs";

/**
 * @returns {Promise<{ version: string, logits: number[], forward(): Promise<unknown>, both(): Promise<unknown> }>}
 * @throws AbsentError where TensorFlow.js is not installed
 */
export async function poolingInTfjs(pooling, head, input, classes) {
  const { folder: wasmFolder } = findPackage("@tensorflow/tfjs-backend-wasm");
  const { folder, version } = findPackage("@tensorflow/tfjs");
  const require = createRequire(join(folder, "package.json"));
  const tf = require(folder);
  const wasm = require(wasmFolder);
  wasm.setWasmPaths(`${join(wasmFolder, "dist")}/`);
  await tf.setBackend("wasm");
  await tf.ready();
  const { heads, hiddenSize: d, maxSteps, scaling } = pooling.hopfield.plan;
  const [B, S, E] = input.shape;
  const width = heads * d;
  const p = {};
  for (const [name, { data, shape }] of pooling.namedParameters()) {
    p[name.replace("hopfield.", "").replace("association_core.", "")] = tf.variable(tf.tensor(data, shape));
  }
  for (const [name, { data, shape }] of head.namedParameters()) {
    p[`head.${name}`] = tf.variable(tf.tensor(data, shape));
  }
  const x = tf.tensor(input.data, [B, S, E]);
  const rows = tf.tensor(Array.from(classes, (c) => [c === 0 ? 1 : 0, c === 1 ? 1 : 0]));
  const norm = (patterns, w, b) => {
    const off = tf.sub(patterns, tf.mean(patterns, -1, true));
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(off), -1, true), 1e-5));
    return tf.add(tf.mul(tf.mul(off, scale), w), b);
  };
  const affine = (patterns, w, b) =>
    tf.add(tf.matMul(tf.reshape(patterns, [-1, patterns.shape.at(-1)]), w, false, true), b);
  const split = (patterns, n) => tf.transpose(tf.reshape(patterns, [n, -1, heads, d]), [0, 2, 1, 3]);
  const logits = () => {
    const [wq, wk, wv] = tf.split(p.in_proj_weight, 3, 0);
    const [bq, bk, bv] = tf.split(p.in_proj_bias, 3, 0);
    const state = norm(p.pooling_weights, p["norm_state_pattern.weight"], p["norm_state_pattern.bias"]);
    const stored = norm(x, p["norm_stored_pattern.weight"], p["norm_stored_pattern.bias"]);
    const values = norm(x, p["norm_pattern_projection.weight"], p["norm_pattern_projection.bias"]);
    let q = tf.tile(split(affine(state, wq, bq), 1), [B, 1, 1, 1]);
    const k = split(affine(stored, wk, bk), B);
    const v = split(affine(values, wv, bv), B);
    let weights;
    for (let step = 0; step <= maxSteps[0]; step++) {
      weights = tf.softmax(tf.matMul(tf.mul(q, scaling[0]), k, false, true));
      if (step < maxSteps[0]) q = tf.matMul(weights, k);
    }
    const found = tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), [B, width]);
    return affine(affine(found, p["out_proj.weight"], p["out_proj.bias"]), p["head.weight"], p["head.bias"]);
  };
  const loss = () => tf.neg(tf.div(tf.sum(tf.mul(tf.logSoftmax(logits()), rows)), B));
  const forward = async () => {
    const found = tf.tidy(logits);
    const data = await found.data();
    found.dispose();
    return data;
  };
  return {
    version,
    logits: Array.from(await forward()),
    forward,
    async both() {
      const { value, grads } = tf.variableGrads(loss);
      const data = await grads[p.pooling_weights.name].data();
      tf.dispose([value, grads]);
      return data;
    },
  };
}
