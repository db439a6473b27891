// onnxruntime-node: the steps as one graph of matrix products and softmax, with the stored patterns as a constant.
import { closeSync, openSync, readSync, writeFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { readQueries } from "../../packages/cli/dist/bench/jobFiles.js";
import { serve } from "../../packages/cli/dist/bench/serve.js";
import { findPackage, threads } from "./findPackage.mjs";
import { onnxModel } from "./onnxModel.mjs";

/** Makes the file of the stored patterns as float32, in pieces; returns its name. */
function floatsFile({ folder, kind }) {
  if (kind === "float32") return "stored.bin";
  const from = openSync(join(folder, "stored.bin"), "r");
  const to = openSync(join(folder, "stored.f32"), "w");
  const bytes = new Uint8Array(2 ** 20);
  for (;;) {
    const count = readSync(from, bytes);
    if (count === 0) break;
    writeSync(
      to,
      Float32Array.from(bytes.subarray(0, count), (byte) => byte / 255),
    );
  }
  closeSync(from);
  closeSync(to);
  return "stored.f32";
}

await serve(() => {
  const { folder, version } = findPackage("onnxruntime-node");
  const { InferenceSession, Tensor } = createRequire(import.meta.url)(folder);
  let job;
  let file;
  let session;
  let feeds;
  let found;

  /** A session of the job's model, which must lie beside the stored patterns. */
  async function open(recalled) {
    const path = join(job.folder, "model.onnx");
    writeFileSync(path, onnxModel(job, file, recalled));
    return InferenceSession.create(path, { intraOpNumThreads: threads, interOpNumThreads: 1 });
  }

  return {
    version,
    notes: [],
    async prepare(wanted) {
      job = wanted;
      file = floatsFile(job);
      feeds = { q: new Tensor("float32", readQueries(job), [job.queries, job.size]) };
      session = await open(false);
    },
    async run() {
      found = await session.run(feeds);
    },
    async answer() {
      await session.release();
      if (job.top === 0) found = await (await open(true)).run(feeds);
      const indices = Int32Array.from(found.i.data, Number);
      return { indices, states: job.top > 0 ? null : Float32Array.from(found.y.data) };
    },
  };
});
