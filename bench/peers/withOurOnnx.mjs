// This project's optional accelerator: @modern-hopfield/onnx, which loads onnxruntime-node.

import { readQueries, readStored } from "../../packages/cli/dist/bench/jobFiles.js";
import { serve } from "../../packages/cli/dist/bench/serve.js";
import { AssociativeMemory, Patterns } from "../../packages/core/dist/index.js";
import { OnnxMemory } from "../../packages/onnx/dist/index.js";
import { findPackage, threads } from "./findPackage.mjs";

await serve(() => {
  const { folder, version } = findPackage("onnxruntime-node");
  let job;
  let queries;
  let onnx;
  let found;
  return {
    version,
    notes: ["@modern-hopfield/onnx"],
    async prepare(wanted) {
      job = wanted;
      queries = readQueries(job);
      const scale = job.kind === "uint8" ? "unit" : "pixel";
      const stored = new Patterns(readStored(job), { size: job.size, scale });
      const memory = new AssociativeMemory(stored, {
        similarity: job.similarity,
        beta: job.beta,
        duplicates: "allow",
      });
      onnx = await OnnxMemory.load(memory, { threads, from: folder });
    },
    async run() {
      const maxSteps = job.top > 0 ? 0 : job.steps;
      found = await onnx.retrieve(queries, { maxSteps, tolerance: 0, lastEnergy: false });
    },
    answer() {
      const most = Math.max(1, job.top);
      const indices = new Int32Array(job.queries * most);
      for (let q = 0; q < job.queries; q++) {
        found.top(q, most).forEach(({ index }, k) => {
          indices[q * most + k] = index;
        });
      }
      return { indices, states: job.top > 0 ? null : Float32Array.from(found.state) };
    },
  };
});
