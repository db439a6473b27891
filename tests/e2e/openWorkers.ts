import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { AssociativeMemory } from "../../packages/core/dist/index.js";
import { MemoryWorker, type MemoryWorkerOptions } from "../../packages/core/dist/parallel/index.js";

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
const opened: MemoryWorker[] = [];

/** A worker of two threads that does work of any size, closed after the test, which must leave no rejection behind. */
export function open(memory: AssociativeMemory, options: MemoryWorkerOptions = {}): MemoryWorker {
  const worker = new MemoryWorker(memory, { workers: 2, smallest: 0, ...options });
  opened.push(worker);
  return worker;
}

/** Watches over the tests of the file that calls it. */
export function watchWorkers(): void {
  beforeAll(() => void process.on("unhandledRejection", note));
  afterAll(() => void process.off("unhandledRejection", note));
  afterEach(async () => {
    for (const worker of opened.splice(0)) worker.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(unhandled.splice(0)).toEqual([]);
  });
}
