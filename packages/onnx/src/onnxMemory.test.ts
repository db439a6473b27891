import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AssociativeMemory, type MemoryOptions, Patterns, Random, type Retrieval } from "modern-hopfield";
import { expect, test } from "vitest";
import { OnnxMemory } from "./onnxMemory.ts";
import { findOnnxRuntime } from "./testing/peers.ts";

const from = findOnnxRuntime();
const missing = from === null;
if (missing) {
  console.log(
    "no onnxruntime-node found (HOPFIELD_PEERS may name its folder): retrievals by it are not tested",
  );
}
const options = from === null || from === undefined ? { threads: 1 } : { threads: 1, from };

/** Random patterns: bytes read as 0..1, or floats. */
function patterns(count: number, size: number, bytes = true, seed = 1): Patterns {
  const random = new Random(seed);
  return bytes
    ? new Patterns(
        Uint8Array.from({ length: count * size }, () => 256 * random.uniform()),
        { size, scale: "unit" },
      )
    : new Patterns(
        Float32Array.from({ length: count * size }, () => random.normal() + 0.5),
        { size },
      );
}

/** The first patterns, with noise. */
function noisy(stored: Patterns, count: number, noise: number): Float64Array {
  const random = new Random(2);
  return Float64Array.from(
    { length: count * stored.size },
    (_, k) => stored.at(Math.floor(k / stored.size))[k % stored.size] + noise * random.normal(),
  );
}

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  for (let k = 0; k < wanted.length; k++) {
    const near = Math.abs(found[k] - wanted[k]) <= tolerance * Math.max(1, Math.abs(wanted[k]));
    if (!near && found[k] !== wanted[k]) {
      expect.fail(`at ${k}: ${found[k]} instead of ${wanted[k]}`);
    }
  }
}

function expectSame(found: Retrieval, wanted: Retrieval, tolerance = 2e-5): void {
  expect(found.beta).toBe(wanted.beta);
  expect(found.outcome).toEqual(wanted.outcome);
  expect(found.steps).toEqual(wanted.steps);
  expectClose(found.state, wanted.state, tolerance);
  expectClose(found.output, wanted.output, tolerance);
  expectClose(found.energy, wanted.energy, tolerance);
  for (let i = 0; i < wanted.count; i++) {
    expectClose(found.energies(i), wanted.energies(i), tolerance);
    const [some, all] = [found.certificate(i), wanted.certificate(i)];
    expect(some.topIndex).toBe(all.topIndex);
    expect(some.metastableSize).toBe(all.metastableSize);
    expectClose([some.gap], [all.gap], 10 * tolerance);
    expectClose([some.effectivePatterns], [all.effectivePatterns], 10 * tolerance);
    const [top, wantedTop] = [found.top(i), wanted.top(i)];
    expectClose(
      top.map(({ weight }) => weight),
      wantedTop.map(({ weight }) => weight),
      tolerance,
    );
    expectClose(found.association(i), wanted.association(i), 10 * tolerance);
  }
}

async function compare(
  stored: Patterns,
  given: MemoryOptions,
  query: Float64Array,
  asked: Parameters<OnnxMemory["retrieve"]>[1] = {},
): Promise<Retrieval> {
  const memory = new AssociativeMemory(stored, given);
  const onnx = await OnnxMemory.load(memory, options);
  try {
    const found = await onnx.retrieve(query, asked);
    expectSame(found, memory.retrieve(query, { ...asked, exact: "dense" }));
    return found;
  } finally {
    await onnx.release();
  }
}

for (const similarity of ["squaredEuclidean", "dot", "cosine", "centredCosine"] as const) {
  for (const bytes of [true, false]) {
    test.skipIf(missing)(
      `${similarity} of ${bytes ? "bytes" : "floats"} retrieves as the memory does`,
      async () => {
        const stored = patterns(300, 40, bytes);
        const query = noisy(stored, 20, 0.3);
        await compare(stored, { similarity, effective: 2 }, query);
        await compare(stored, { similarity, effective: 40 }, query, { maxSteps: 2 });
        await compare(stored, { similarity }, query, { maxSteps: 0 });
      },
    );
  }
}

test.skipIf(missing)("weights, values and normalised patterns are minded", async () => {
  const stored = patterns(120, 30);
  const query = noisy(stored, 10, 0.4);
  const weights = Float64Array.from({ length: 120 }, (_, i) => 0.1 + (i % 7));
  const values = patterns(120, 4, false, 5);
  await compare(stored, { weights, effective: 3 }, query);
  await compare(stored, { weights, similarity: "dot", effective: 3 }, query);
  await compare(stored, { values, effective: 3 }, query);
  await compare(stored, { values, effective: 1.01 }, query, { tolerance: 0.05 });
  const normed = new Patterns(Float32Array.from(patterns(120, 30, false).data as Float32Array), {
    size: 30,
    normalize: "layer",
  });
  await compare(normed, { effective: 3 }, noisy(patterns(120, 30, false), 10, 0.4));
});

for (const similarity of ["squaredEuclidean", "dot"] as const) {
  for (const clamp of [true, false]) {
    test.skipIf(missing)(`${similarity} over known components, ${clamp ? "" : "not "}clamped`, async () => {
      const stored = patterns(150, 24);
      const query = noisy(stored, 6, 0.2);
      const one = Uint8Array.from({ length: 24 }, (_, j) => (j < 16 ? 1 : 0));
      await compare(stored, { similarity, effective: 3 }, query, { known: one, clamp });
      const each = Uint8Array.from({ length: 6 * 24 }, (_, k) => (k % 24 < 20 - Math.floor(k / 48) ? 1 : 0));
      await compare(stored, { similarity, effective: 3 }, query, { known: each, clamp });
    });
  }
}

test.skipIf(missing)("traces, familiarity and the last energy are those of the memory", async () => {
  const stored = patterns(100, 20);
  const memory = new AssociativeMemory(stored, { effective: 2 }).calibrate((pattern, random) =>
    pattern.map((value) => value + 0.1 * random.normal()),
  );
  const onnx = await OnnxMemory.load(memory, options);
  const query = noisy(stored, 5, 0.2);
  const found = await onnx.retrieve(query, { trace: true, lastEnergy: false });
  const wanted = memory.retrieve(query, { trace: true, lastEnergy: false, exact: "dense" });
  expectSame(found, wanted);
  expectClose(found.familiarity ?? [], wanted.familiarity ?? [0], 1e-6);
  expect(found.trace(0).length).toBe(wanted.trace(0).length);
  expectClose(found.trace(0)[1].state, wanted.trace(0)[1].state, 2e-5);
  await onnx.release();
});

test.skipIf(missing)("patterns far from the origin keep their differences", async () => {
  const random = new Random(4);
  const data = Float32Array.from({ length: 80 * 16 }, () => 1000 + random.normal());
  const stored = new Patterns(data, { size: 16 });
  await compare(stored, { effective: 2 }, noisy(stored, 10, 0.3));
});

test.skipIf(missing)(
  "many small weights beside a large one are not lost, and no energy seems to rise",
  async () => {
    const stored = patterns(20_000, 24);
    const query = noisy(stored, 8, 0.1);
    const memory = new AssociativeMemory(stored, { beta: 8 });
    const onnx = await OnnxMemory.load(memory, options);
    const found = await onnx.retrieve(query, { tolerance: 0 });
    expectClose(found.energy, memory.retrieve(query, { tolerance: 0, exact: "dense" }).energy, 2e-6);
    for (let i = 0; i < 8; i++) {
      const { energyRises, skipped } = found.certificate(i);
      expect(energyRises).toBe(0);
      expect(skipped).toBeGreaterThan(0);
      expect(skipped).toBeLessThan(1e-3);
    }
    await onnx.release();
  },
);

test.skipIf(missing)("a single pattern, and very few, are enough", async () => {
  const stored = patterns(1, 8, false);
  const memory = new AssociativeMemory(stored, { beta: 3 });
  const onnx = await OnnxMemory.load(memory, options);
  const query = new Float64Array(8).fill(0.5);
  const alone = await onnx.retrieve(query);
  expectSame(alone, memory.retrieve(query, { exact: "dense" }));
  expect(alone.certificate(0).gap).toBe(Number.POSITIVE_INFINITY);
  for (let n = 1; n < 7; n++) {
    memory.add(query.map((value, j) => value + Math.sin(n * (j + 1))));
    expectSame(await onnx.retrieve(query), memory.retrieve(query, { exact: "dense" }));
  }
  await onnx.release();
});

test.skipIf(missing)(
  "more queries than one chunk takes, asked for at once, in the calls' own order",
  async () => {
    const stored = patterns(64, 12);
    const memory = new AssociativeMemory(stored, { beta: 20 });
    const onnx = await OnnxMemory.load(memory, options);
    const random = new Random(9);
    const query = Float64Array.from({ length: 1200 * 12 }, () => random.uniform());
    const heard: [number, number][] = [];
    const [many, few] = await Promise.all([
      onnx.retrieve(query, { onProgress: (finished, total) => heard.push([finished, total]) }),
      onnx.retrieve(query.subarray(0, 24)),
    ]);
    expect(heard.map(([finished]) => finished)).toEqual([512, 1024, 1200]);
    expect(heard.every(([, total]) => total === 1200)).toBe(true);
    expectClose(many.state, memory.retrieve(query, { exact: "dense" }).state, 1e-3);
    expectClose(few.state, many.state.subarray(0, 24), 1e-6);
    await onnx.release();
  },
);

test.skipIf(missing)("a changed memory is noticed before a retrieval, and ends one under way", async () => {
  const memory = new AssociativeMemory(patterns(50, 10), { beta: 30 });
  const onnx = await OnnxMemory.load(memory, options);
  const query = Float64Array.from({ length: 10 }, (_, j) => (j % 2 === 0 ? 3 : -2));
  await onnx.retrieve(query);
  const added = memory.add(query.map((value) => (value > 0 ? 255 : 0)));
  expect((await onnx.retrieve(query)).top(0)[0].index).toBe(added);
  memory.remove(added);
  expectSame(await onnx.retrieve(query), memory.retrieve(query, { exact: "dense" }));
  memory.reweight(3, 1e9);
  expectSame(await onnx.retrieve(query), memory.retrieve(query, { exact: "dense" }));
  const under = onnx.retrieve(query);
  memory.reweight(3, 1);
  await expect(under).rejects.toMatchObject({ code: "ERR_STALE" });
  expectSame(await onnx.retrieve(query), memory.retrieve(query, { exact: "dense" }));
  await onnx.release();
});

test.skipIf(missing)(
  "a retrieval can be given up, before and between chunks; the next one is whole",
  async () => {
    const memory = new AssociativeMemory(patterns(50, 10), { beta: 30 });
    const onnx = await OnnxMemory.load(memory, options);
    const query = new Float64Array(2000 * 10).fill(0.5);
    await expect(onnx.retrieve(query, { signal: AbortSignal.abort("no") })).rejects.toBe("no");
    const own = new AbortController();
    const heard: number[] = [];
    const onProgress = (finished: number): void => {
      heard.push(finished);
      own.abort("enough");
    };
    await expect(onnx.retrieve(query, { signal: own.signal, onProgress })).rejects.toBe("enough");
    expect(heard).toEqual([512]);
    expect((await onnx.retrieve(query)).count).toBe(2000);
    await onnx.release();
    await expect(onnx.retrieve(query)).rejects.toMatchObject({ code: "ERR_WORKER" });
  },
);

test.skipIf(missing)("a cosine over some components says what to do", async () => {
  const onnx = await OnnxMemory.load(
    new AssociativeMemory(patterns(5, 4), { similarity: "cosine", beta: 3 }),
    options,
  );
  const asked = onnx.retrieve([1, 0, 1, 0], { known: Uint8Array.of(1, 1, 0, 1) });
  await expect(asked).rejects.toMatchObject({ code: "ERR_OPTION" });
  await expect(asked).rejects.toThrow(/squaredEuclidean or dot/);
  await onnx.release();
});

test("without onnxruntime-node the error says how to get it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hopfield-onnx-"));
  try {
    const memory = new AssociativeMemory([[0, 1]], { beta: 1 });
    const asked = OnnxMemory.load(memory, { from: folder });
    await expect(asked).rejects.toMatchObject({ name: "HopfieldError", code: "ERR_OPTION" });
    await expect(asked).rejects.toThrow(/not installed in .*npm install --ignore-scripts onnxruntime-node/);
    if (from !== undefined)
      await expect(OnnxMemory.load(memory)).rejects.toThrow(/onnxruntime-node is not installed;/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what the graph cannot compute is refused at once, and the remedy named", async () => {
  const stored = [
    [0, 1],
    [1, 0],
  ];
  const load = (given: MemoryOptions) => OnnxMemory.load(new AssociativeMemory(stored, given));
  await expect(load({ similarity: "manhattan" })).rejects.toThrow(
    /manhattan .*squaredEuclidean.*own retrieve/,
  );
  await expect(load({ separation: "sparsemax" })).rejects.toThrow(/sparsemax .*use softmax/);
  await expect(OnnxMemory.load(new AssociativeMemory(stored), { threads: 0 })).rejects.toMatchObject({
    code: "ERR_OPTION",
  });
});
