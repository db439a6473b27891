import { spawnSync } from "node:child_process";
import { getEventListeners } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { AssociativeMemory, defineSimilarity, Patterns, Random } from "../../packages/core/dist/index.js";
import { MemoryWorker } from "../../packages/core/dist/parallel/index.js";
import { emptyFolder, root } from "./command.ts";
import { open, watchWorkers } from "./openWorkers.ts";

const dist = pathToFileURL(join(root, "packages/core/dist/")).href;
const size = 64;

watchWorkers();

function bytes(seed: string, rows: number): Uint8Array {
  const random = new Random(seed);
  return Uint8Array.from({ length: rows * size }, () => random.below(256));
}

function memoryOf(rows = 100): AssociativeMemory {
  return new AssociativeMemory(new Patterns(bytes("patterns", rows), { size, scale: "unit" }), {
    beta: 3,
    kernels: "portable",
  });
}

/** A retrieval of this takes some hundred milliseconds: time to do something meanwhile. */
const long = { rows: 800, queries: bytes("long", 1000), options: { exact: "dense", tolerance: 0 } } as const;

/** Until a worker is at work. */
function begun(worker: MemoryWorker): Promise<{ finished: Promise<unknown>; at: number }> {
  return new Promise((resolve) => {
    const finished = worker.retrieve(long.queries, {
      ...long.options,
      onProgress: (at) => resolve({ finished, at }),
    });
    finished.catch(() => {});
  });
}

const dies = (reason: RegExp) =>
  expect.objectContaining({ code: "ERR_WORKER", message: expect.stringMatching(reason) });

describe("the memory as it is when a retrieval is asked for", () => {
  test.each([{}, { share: false }, { share: false, workers: 1 }])("%j", async (options) => {
    const memory = memoryOf();
    const worker = open(memory, options);
    const queries = bytes("queries", 6);
    const changes = [
      () => void memory.add(bytes("new", 1)),
      () => void memory.add(bytes("newer", 1), { weight: 5 }),
      () => memory.remove(3),
      () => memory.reweight(0, 40),
      () => memory.update(1, bytes("other", 1)),
      () => memory.age(1),
    ];
    for (const change of changes) {
      const waiting = worker.retrieve(queries, { exact: "dense" });
      const later = worker.retrieve(queries.slice(size), { exact: "dense" });
      const wanted = memory.retrieve(queries, { exact: "dense" });
      // Both still wait for their turn.
      change();
      const found = await waiting;
      expect(() => found.certificate(0)).toThrow(/the memory was changed since this retrieval/);
      const rest = await later;
      found.state.forEach((value, j) => {
        expect(value).toBeCloseTo(wanted.state[j], 9);
        if (j >= size) expect(rest.state[j - size]).toBeCloseTo(value, 9);
      });
      const now = await worker.retrieve(queries, { exact: "dense" });
      const same = memory.retrieve(queries, { exact: "dense" });
      now.energy.forEach((energy, q) => {
        expect(energy).toBeCloseTo(same.energy[q], 9);
      });
      expect(now.energy).not.toEqual(wanted.energy);
    }
  });

  test("patterns in shared memory are not copied, nor those that another's memory shares", async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(100 * size));
    shared.set(bytes("patterns", 100));
    const memory = new AssociativeMemory(new Patterns(shared, { size }), { beta: 1e-3 });
    const found = await open(memory).retrieve(bytes("queries", 3));
    expect(found.state).toEqual(memory.retrieve(bytes("queries", 3)).state);
    expect(memory.stored.data.buffer).toBe(shared.buffer);
  });
});

test("small work stays on the calling thread, and large work leaves it free", async () => {
  const nowhere = new URL("file:///nowhere.js");
  const memory = memoryOf();
  const small = open(memory, { smallest: 2 ** 25, url: nowhere });
  const progress: number[][] = [];
  const found = await small.retrieve(bytes("queries", 3), { onProgress: (...at) => progress.push(at) });
  expect(found.count).toBe(3);
  expect(progress).toEqual([[3, 3]]);
  await expect(small.retrieve(long.queries, { maxSteps: 500, exact: "dense" })).rejects.toEqual(
    dies(/nowhere/),
  );

  const worker = open(memoryOf(long.rows));
  let ticks = 0;
  const clock = setInterval(() => ticks++, 5);
  await worker.retrieve(long.queries, long.options);
  clearInterval(clock);
  expect(ticks).toBeGreaterThan(5);
});

test("progress rises to the total", async () => {
  for (const options of [{}, { share: false }, { share: false, workers: 1 }]) {
    const seen: number[] = [];
    await open(memoryOf(), options).retrieve(bytes("queries", 1500), {
      onProgress(finished, total) {
        expect(total).toBe(1500);
        seen.push(finished);
      },
    });
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1500);
  }
  const failing = open(memoryOf()).retrieve(bytes("queries", 500), {
    onProgress() {
      throw new Error("mine");
    },
  });
  await expect(failing).rejects.toThrow("mine");
});

describe("giving up", () => {
  test("before: nothing is done", async () => {
    const worker = open(memoryOf());
    await expect(worker.retrieve(bytes("q", 1), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
    const reason = new Error("no more");
    const aborted = worker.retrieve(bytes("q", 1), { signal: AbortSignal.abort(reason) });
    await expect(aborted).rejects.toBe(reason);
  });

  test.each([{}, { share: false }])("during, %j: at once, and the next one is right", async (options) => {
    const memory = memoryOf(long.rows);
    const worker = open(memory, options);
    const controller = new AbortController();
    let [last, aborted] = [0, 0];
    const reason = new Error("no more");
    const given = worker.retrieve(long.queries, {
      ...long.options,
      signal: controller.signal,
      onProgress(finished) {
        expect(aborted).toBe(0);
        last = finished;
        if (aborted > 0) return;
        setTimeout(() => {
          aborted = performance.now();
          controller.abort(reason);
        }, 0);
      },
    });
    await expect(given).rejects.toBe(reason);
    expect(performance.now() - aborted).toBeLessThan(100);
    expect(last).toBeLessThan(1000);
    const few = long.queries.subarray(0, 2 * size);
    const after = await worker.retrieve(few, long.options);
    expect(after.steps).toEqual(memory.retrieve(few, long.options).steps);
  });

  test("leaves nothing on the caller's signal, and an abort afterwards does nothing", async () => {
    const worker = open(memoryOf());
    const controller = new AbortController();
    const { signal } = controller;
    for (let k = 0; k < 20; k++) await worker.retrieve(bytes("q", 1), { signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    controller.abort();
    expect((await worker.retrieve(bytes("q", 1))).count).toBe(1);
  });

  test("latest takes the place of earlier ones, of those alone, by a small one too", async () => {
    const worker = open(memoryOf(long.rows), { smallest: 1e7 });
    const other = worker.retrieve(long.queries, long.options);
    const all = [1, 2, 3].map(() => worker.retrieve(long.queries, { ...long.options, latest: true }));
    const small = worker.retrieve(long.queries.subarray(0, size), { latest: true, maxSteps: 1 });
    const ends = await Promise.allSettled([...all, small, other]);
    expect(ends.map((end) => (end.status === "rejected" ? end.reason.name : "done"))).toEqual([
      "AbortError",
      "AbortError",
      "AbortError",
      "done",
      "done",
    ]);
    const pair = [1, 2].map(() => worker.retrieve(long.queries, { ...long.options, latest: true }));
    await expect(pair[0]).rejects.toThrow("a later retrieval took its place");
    expect((await pair[1]).count).toBe(1000);
  });
});

describe("workers that fail", () => {
  const entry = JSON.stringify(`${dist}parallel/entry.js`);
  function file(code: string): URL {
    const path = join(emptyFolder(), "worker.mjs");
    writeFileSync(path, `import { parentPort } from "node:worker_threads";\n${code}`);
    return pathToFileURL(path);
  }

  test.each([
    ["exits while it works", "process.exit(3)", /exit code 3/],
    ["throws while it works", "throw new Error('boom')", /boom/],
    ["throws what is no error", "throw 'bang'", /bang/],
  ])("one that %s: ERR_WORKER, and the next retrieval starts another", async (_, deed, said) => {
    const marker = join(emptyFolder(), "died");
    const url = file(`
      import { existsSync, writeFileSync } from "node:fs";
      if (existsSync(${JSON.stringify(marker)})) await import(${entry});
      else parentPort.on("message", ({ kind }) => {
        if (kind === "memory") return parentPort.postMessage({ kind: "ready" });
        writeFileSync(${JSON.stringify(marker)}, "");
        ${deed};
      });`);
    const memory = memoryOf();
    const queries = bytes("queries", 10);
    const worker = open(memory, { url });
    await expect(worker.retrieve(queries)).rejects.toEqual(dies(said));
    expect(existsSync(marker)).toBe(true);
    expect((await worker.retrieve(queries)).state).toEqual(memory.retrieve(queries).state);
  });

  test("one that dies while nobody asks is replaced", async () => {
    const url = file(`await import(${entry}); setTimeout(() => process.exit(0), 400);`);
    const worker = open(memoryOf(), { url });
    await worker.retrieve(bytes("q", 2));
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect((await worker.retrieve(bytes("q", 2))).count).toBe(2);
  });

  test("a wrong url", async () => {
    const missing = open(memoryOf(), { url: pathToFileURL(join(emptyFolder(), "none.js")) });
    for (let k = 0; k < 2; k++)
      await expect(missing.retrieve(bytes("q", 1))).rejects.toEqual(dies(/none\.js/));
    const elsewhere = open(memoryOf(), { url: new URL("http://localhost/worker.js") });
    await expect(elsewhere.retrieve(bytes("q", 1))).rejects.toEqual(dies(/cannot be started/));
    const another = open(memoryOf(), {
      url: file(`parentPort.on("message", () => parentPort.postMessage(7));`),
    });
    await expect(another.retrieve(bytes("q", 1))).rejects.toEqual(dies(/is url the worker's file/));
  });

  test("a worker without WebAssembly", async () => {
    const url = file(`delete globalThis.WebAssembly; await import(${entry});`);
    const memory = memoryOf();
    expect((await open(memory, { url }).retrieve(bytes("q", 2))).state).toEqual(
      memory.retrieve(bytes("q", 2)).state,
    );
    const fast = new AssociativeMemory(memory.stored, { beta: 3 });
    await expect(open(fast, { url }).retrieve(bytes("q", 2))).rejects.toEqual(dies(/do not run here/));
  });
});

test("close rejects what is under way and what comes later", async () => {
  const worker = open(memoryOf(long.rows));
  const { finished } = await begun(worker);
  const queued = worker.retrieve(long.queries, long.options);
  worker.close();
  worker.close();
  for (const one of [finished, queued, worker.retrieve(bytes("q", 1))]) {
    await expect(one).rejects.toEqual(dies(/this memory worker was closed/));
  }
});

test("what no worker can know is refused at once", () => {
  const similarity = defineSimilarity({ name: "mine", score: () => 0, update: "mean" });
  const memory = new AssociativeMemory([[1, 2]], { similarity });
  expect(() => new MemoryWorker(memory)).toThrow(
    /a worker cannot know the similarity mine, which is your own/,
  );
  for (const options of [{ workers: 0 }, { workers: 1.5 }, { smallest: Number.NaN }, { smallest: -1 }]) {
    expect(() => new MemoryWorker(memoryOf(), options)).toThrow(
      expect.objectContaining({ code: "ERR_OPTION" }),
    );
  }
});

describe("programs", () => {
  const script = `
    const { AssociativeMemory, Patterns, selectKernels } = await import(${JSON.stringify(`${dist}index.js`)});
    const { MemoryWorker } = await import(${JSON.stringify(`${dist}parallel/index.js`)});
    const data = Uint8Array.from({ length: 9000 }, (_, k) => (k * k * 31 + (k >> 3) * 77) % 256);
    const memory = new AssociativeMemory(new Patterns(data, { size: 90 }), { duplicates: "merge" });
    const worker = new MemoryWorker(memory, { workers: 2, smallest: 0 });
    const queries = data.map((b, k) => (k % 3 ? b : 0)).slice(0, 900);
    const [found, wanted] = [await worker.retrieve(queries), memory.retrieve(queries)];
    const worst = found.state.reduce((most, value, j) => Math.max(most, Math.abs(value - wanted.state[j])), 0);
    console.log(worker.layout, selectKernels().name, worst < 1e-3);`;
  function run(before: string): { said: string; took: number } {
    const from = performance.now();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "-e", `${before}\n${script}`],
      { encoding: "utf8", timeout: 60_000 },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return { said: stdout.trim(), took: performance.now() - from };
  }

  test("end by themselves while idle workers exist", () => {
    const { said, took } = run("");
    expect(said).toMatch(/^shared (relaxed|simd) true$/);
    expect(took).toBeLessThan(20_000);
  });

  test("without WebAssembly", () => {
    expect(run("delete globalThis.WebAssembly;").said).toBe("shared portable true");
  });

  test("without shared memory", () => {
    // Node's own workers need it when they are loaded.
    const { said } = run('import "node:worker_threads"; delete globalThis.SharedArrayBuffer;');
    expect(said).toMatch(/^shards \w+ true$/);
  });
});
