// jax-js on its WebAssembly device, compiled by `jit`.
import { readQueries, readStoredFloats } from "../../packages/cli/dist/bench/jobFiles.js";
import { serve } from "../../packages/cli/dist/bench/serve.js";
import { importFrom } from "./findPackage.mjs";

await serve(async () => {
  const { library, version } = await importFrom("@jax-js/jax", "dist/index.js");
  const { defaultDevice, init, jit, lax, nn, numpy: np } = library;
  await init("wasm");
  defaultDevice("wasm");
  let job;
  let stored;
  let queries;
  let compiled;
  let last;
  // Every use of an array but its last needs `.ref`: a function owns what it is given.
  const scores = (states, x) => np.matmul(states, np.transpose(x));
  const topOf = (q, x) => lax.topK(scores(q, x), job.top)[1];
  const statesAfter = (steps) => (q, x) => {
    let states = q;
    for (let step = 0; step < steps; step++) {
      const weights = nn.softmax(scores(states, x.ref).mul(job.beta));
      states = np.matmul(weights, step === steps - 1 ? x : x.ref);
    }
    return states;
  };
  return {
    version,
    notes: [],
    prepare(wanted) {
      job = wanted;
      stored = np.array(readStoredFloats(job)).reshape([job.stored, job.size]);
      queries = np.array(readQueries(job)).reshape([job.queries, job.size]);
      compiled = jit(job.top > 0 ? topOf : statesAfter(job.steps));
    },
    async run() {
      last = await compiled(queries.ref, stored.ref).data();
    },
    async answer() {
      if (job.top > 0) return { indices: Int32Array.from(last), states: null };
      // The heaviest pattern of the last association: that of the state one step before.
      const before = job.steps - 1;
      const states = before > 0 ? statesAfter(before)(queries.ref, stored.ref) : queries.ref;
      const indices = await np.argmax(scores(states, stored.ref), 1).data();
      return { indices: Int32Array.from(indices), states: Float32Array.from(last) };
    },
  };
});
