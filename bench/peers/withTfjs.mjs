// TensorFlow.js on its WebAssembly backend.

import { createRequire } from "node:module";
import { join } from "node:path";
import { readQueries, readStoredFloats } from "../../packages/cli/dist/bench/jobFiles.js";
import { serve } from "../../packages/cli/dist/bench/serve.js";
import { findPackage, threads } from "./findPackage.mjs";

await serve(async () => {
  const { folder: wasmFolder } = findPackage("@tensorflow/tfjs-backend-wasm");
  const { folder, version } = findPackage("@tensorflow/tfjs");
  const require = createRequire(join(folder, "package.json"));
  const tf = require(folder);
  const wasm = require(wasmFolder);
  wasm.setWasmPaths(`${join(wasmFolder, "dist")}/`);
  wasm.setThreadsCount(threads);
  await tf.setBackend("wasm");
  await tf.ready();
  let job;
  let stored;
  let queries;
  let last;
  /** The steps; `recalled` adds the heaviest pattern of the last association. */
  const steps = (recalled) =>
    tf.tidy(() => {
      const scores = (states) => tf.matMul(states, stored, false, true);
      if (job.top > 0) return [tf.topk(scores(queries), job.top).indices];
      let states = queries;
      let weights;
      for (let step = 0; step < job.steps; step++) {
        weights = tf.softmax(tf.mul(scores(states), job.beta));
        states = tf.matMul(weights, stored);
      }
      return recalled ? [states, tf.argMax(weights, 1)] : [states];
    });
  return {
    version,
    notes: [
      `simd ${(await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) ? "on" : "off"}`,
      `threads ${(await tf.env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT")) ? threads : 1}`,
    ],
    prepare(wanted) {
      job = wanted;
      stored = tf.tensor2d(readStoredFloats(job), [job.stored, job.size]);
      queries = tf.tensor2d(readQueries(job), [job.queries, job.size]);
    },
    async run() {
      const found = steps(false);
      last = await found[0].data();
      tf.dispose(found);
    },
    async answer() {
      if (job.top > 0) return { indices: Int32Array.from(last), states: null };
      const [states, weights] = steps(true);
      return {
        indices: Int32Array.from(await weights.data()),
        states: Float32Array.from(await states.data()),
      };
    },
  };
});
