// The entry of a worker thread of a sweep: measures points until it is ended.
import { parentPort, workerData } from "node:worker_threads";
import type { Similarity } from "modern-hopfield";
import type { TrialSource } from "modern-hopfield/trial";
import { type PlainError, plainError, revive } from "../worker/message.ts";
import { embeddersFor } from "./embedders.ts";
import { atlasOf, type Measured } from "./measured.ts";
import { protocolNamed } from "./protocols.ts";
import { similaritiesOf } from "./sweepModule.ts";
import type { Task } from "./tasks.ts";

/** What a worker is given at its start. */
export interface WorkerSetUp {
  readonly protocol: string | undefined;
  /** The module of `defineSweep`, where there is one. */
  readonly module: string | null;
  readonly dataDir: string | undefined;
  /** Keep the queries and pictures of first repeats. */
  readonly pictures: boolean;
}

/** What a worker is told. */
export type Order =
  | { readonly kind: "source"; readonly id: number; readonly source: TrialSource }
  | { readonly kind: "task"; readonly place: number; readonly task: Task; readonly source: number | null };

/** What a worker says. */
export type Answer =
  | { readonly kind: "measured"; readonly place: number; readonly measured: Measured }
  | { readonly kind: "error"; readonly place: number; readonly error: PlainError };

const setUp = workerData as WorkerSetUp;
const protocol = protocolNamed(setUp.protocol);
const sources = new Map<number, TrialSource>();

/** Lists that say the same for every repeat of a condition, or are of interest once. */
const firstRepeatOnly: readonly string[] = ["pairs", "separation"];

async function measure(task: Task, source: TrialSource | null): Promise<Measured> {
  const similarities: Readonly<Record<string, Similarity>> = await similaritiesOf(
    setUp.module,
    task.settings,
  );
  const embedders = await embeddersFor(task.settings, setUp.dataDir);
  const { data: _data, side: _side, ...settings } = task.settings;
  const started = performance.now();
  const result = await protocol.run(settings, task.seed, source, { similarities, embedders });
  const seconds = (performance.now() - started) / 1000;
  const first = task.repeat === 0;
  const shown = setUp.pictures && first && result.perQuery !== undefined ? result.perQuery : null;
  const pictures = result.pictures ?? null;
  return {
    measures: result.measures,
    lists: first
      ? result.lists
      : Object.fromEntries(Object.entries(result.lists).filter(([name]) => !firstRepeatOnly.includes(name))),
    perQuery: shown,
    atlas: shown !== null && pictures !== null ? atlasOf(pictures, shown, task.seed) : null,
    seconds,
  };
}

// One point after the other: a point that waits for an embedder must not let the next one begin.
let queue: Promise<void> = Promise.resolve();
parentPort?.on("message", (order: Order) => {
  if (order.kind === "source") {
    const { source } = order;
    sources.set(order.id, source.kind === "images" ? { ...source, images: revive(source.images) } : source);
    return;
  }
  const { place, task } = order;
  queue = queue.then(async () => {
    let answer: Answer;
    try {
      const source = order.source === null ? null : (sources.get(order.source) ?? null);
      answer = { kind: "measured", place, measured: await measure(task, source) };
    } catch (error) {
      answer = { kind: "error", place, error: plainError(error) };
    }
    parentPort?.postMessage(answer);
  });
});
