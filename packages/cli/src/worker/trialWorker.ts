// The entry of the worker thread: one job, then the end.
import { parentPort, workerData } from "node:worker_threads";
import { diagnoseSource, runTrialWith, type TrialSource } from "modern-hopfield/trial";
import { embeddersFor } from "../experiment/embedders.ts";
import { type Job, type Message, plainError, revive } from "./message.ts";

function say(message: Message): void {
  parentPort?.postMessage(message);
}

/** A source that came as a message. */
function revivedSource(source: TrialSource): TrialSource {
  return source.kind === "images" ? { ...source, images: revive(source.images) } : source;
}

const job = workerData as Job;
try {
  const source = revivedSource(job.source);
  const onProgress = (done: number, total: number): void => say({ kind: "progress", done, total });
  const answer =
    job.verb === "diagnose"
      ? diagnoseSource(source, job.config, { sample: job.sample, onProgress })
      : await runTrialWith(source, job.config, {
          diagnose: job.diagnose,
          onProgress,
          embedders: await embeddersFor({ space: job.config.space, vector: job.config.vector }, job.dataDir),
        });
  say({ kind: "answer", answer });
} catch (error) {
  say({ kind: "error", error: plainError(error) });
}
