import { Worker } from "node:worker_threads";
import { revivedError } from "../worker/message.ts";
import type { Measured } from "./measured.ts";
import type { Answer, Order, WorkerSetUp } from "./pointWorker.ts";
import type { SharedSource } from "./sources.ts";
import type { Task } from "./tasks.ts";

/** A task with the data that it draws from. */
export interface PooledTask {
  readonly task: Task;
  readonly source: SharedSource | null;
}

/** What becomes of a task. */
export interface PoolEvents {
  readonly onMeasured: (task: Task, measured: Measured) => void;
  readonly onError: (task: Task, error: Error) => void;
}

/**
 * Measures tasks in `jobs` worker threads, in their order, each thread one at a time. Resolves when all are done. A
 * task that throws is told by `onError` and the others go on.
 *
 * @throws when a worker dies, or `onMeasured` throws
 */
export async function measureAll(
  tasks: readonly PooledTask[],
  jobs: number,
  setUp: WorkerSetUp,
  events: PoolEvents,
): Promise<void> {
  let next = 0;
  const threads = Math.max(1, Math.min(jobs, tasks.length));
  const workers: Worker[] = [];
  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL("./pointWorker.js", import.meta.url), { workerData: setUp });
      workers.push(worker);
      const given = new Set<number>();
      const tell = (order: Order): void => worker.postMessage(order);
      const ask = (): void => {
        if (next >= tasks.length) {
          resolve();
          return;
        }
        const place = next++;
        const { task, source } = tasks[place];
        if (source !== null && !given.has(source.id)) {
          given.add(source.id);
          tell({ kind: "source", id: source.id, source: source.source });
        }
        tell({ kind: "task", place, task, source: source?.id ?? null });
      };
      worker.on("message", (answer: Answer) => {
        try {
          const { task } = tasks[answer.place];
          if (answer.kind === "measured") events.onMeasured(task, answer.measured);
          else events.onError(task, revivedError(answer.error));
          ask();
        } catch (error) {
          reject(error);
        }
      });
      worker.on("error", reject);
      worker.on("exit", (code) =>
        reject(new Error(`a worker ended with code ${code} before its work was done`)),
      );
      ask();
    });
  try {
    await Promise.all(Array.from({ length: threads }, run));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
