import { Worker } from "node:worker_threads";
import type { TrialOutcome } from "modern-hopfield/trial";
import { type Answers, type Job, type Message, revive, revivedError } from "./message.ts";

/** An outcome that came as a message. */
function revivedOutcome(outcome: TrialOutcome): TrialOutcome {
  if (outcome.pictures === null) return outcome;
  const { corrupted, retrieved, original, known } = outcome.pictures;
  const pictures = {
    corrupted: revive(corrupted),
    retrieved: revive(retrieved),
    original: revive(original),
    known,
  };
  return { ...outcome, pictures };
}

/**
 * Does a job in a worker thread. A trial computes without a pause, and a signal is only seen in a pause: on the main
 * thread, Ctrl-C would wait for the end of the trial.
 *
 * @throws whatever the job threw, with its code
 */
export function inWorker<V extends Job["verb"]>(
  job: Extract<Job, { verb: V }>,
  onProgress?: (done: number, total: number) => void,
): Promise<Answers[V]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./trialWorker.js", import.meta.url), { workerData: job });
    worker.on("message", (message: Message) => {
      if (message.kind === "progress") onProgress?.(message.done, message.total);
      else if (message.kind === "error") reject(revivedError(message.error));
      else {
        const answer =
          job.verb === "retrieve" ? revivedOutcome(message.answer as TrialOutcome) : message.answer;
        resolve(answer as Answers[V]);
      }
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`the worker ended with code ${code} and no answer`)));
  });
}
