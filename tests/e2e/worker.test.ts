import { describe, expect, test } from "vitest";
import {
  AssociativeMemory,
  type KernelsName,
  type MemoryOptions,
  Patterns,
  type PatternsOptions,
  Random,
  type Retrieval,
  type RetrieveOptions,
} from "../../packages/core/dist/index.js";
import type { MemoryWorker, MemoryWorkerOptions } from "../../packages/core/dist/parallel/index.js";
import { open, watchWorkers } from "./openWorkers.ts";

// Workers run the compiled file, so these tests do too.
const [count, size] = [300, 96];

watchWorkers();

const layouts = {
  shared: {},
  shards: { share: false },
  single: { share: false, workers: 1 },
} satisfies Record<MemoryWorker["layout"], MemoryWorkerOptions>;

function bytes(seed: string, rows = count): Uint8Array {
  const random = new Random(seed);
  return Uint8Array.from({ length: rows * size }, () => random.below(256));
}

function memoryOf(options: MemoryOptions = {}, patterns: Partial<PatternsOptions> = {}): AssociativeMemory {
  return new AssociativeMemory(new Patterns(bytes("patterns"), { size, scale: "unit", ...patterns }), {
    beta: 8,
    ...options,
  });
}

/** Stored patterns with a third of their components drawn anew. */
function damaged(rows: number): Uint8Array {
  const random = new Random("damage");
  const queries = bytes("patterns").slice(0, rows * size);
  for (let j = 0; j < queries.length; j++) if (random.uniform() < 1 / 3) queries[j] = random.below(256);
  return queries;
}

/** All that a retrieval says, as plain values. */
function said(retrieval: Retrieval) {
  const queries = [...retrieval.steps.keys()];
  return {
    outcome: retrieval.outcome,
    steps: [...retrieval.steps],
    top: queries.map((q) => retrieval.top(q).map(({ index }) => index)),
    beta: [retrieval.beta],
    state: [...retrieval.state],
    output: [...retrieval.output],
    energies: queries.flatMap((q) => [...retrieval.energies(q)]),
    weights: queries.flatMap((q) => retrieval.top(q).map(({ weight }) => weight)),
    association: [...retrieval.association(0)],
    trace: queries.flatMap((q) => retrieval.trace(q).flatMap(({ state, energy }) => [energy, ...state])),
    skipped: queries.map((q) => retrieval.certificate(q).skipped),
  };
}

/** Numbers to a share of the largest beside them, everything else exactly. */
function expectClose(found: Retrieval, wanted: Retrieval, most: number): void {
  const [some, others] = [said(found), said(wanted)];
  for (const key of ["outcome", "steps", "top"] as const) expect(some[key]).toEqual(others[key]);
  for (const key of ["beta", "state", "output", "energies", "weights", "association", "trace"] as const) {
    expect(some[key].length).toBe(others[key].length);
    const scale = others[key].reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const worst = others[key].reduce((most, value, k) => Math.max(most, Math.abs(value - some[key][k])), 0);
    expect(worst / scale).toBeLessThan(most);
  }
}

const half = Uint8Array.from({ length: size }, (_, j) => (j < size / 2 ? 1 : 0));
const halves = Uint8Array.from({ length: 40 * size }, (_, k) => {
  const q = Math.floor(k / size);
  return q % 3 === 0 || ((k % size) + q) % 2 === 0 ? 1 : 0;
});

const cases: Record<
  string,
  { make: (kernels: KernelsName) => AssociativeMemory; options?: RetrieveOptions }
> = {
  squaredEuclidean: { make: (kernels) => memoryOf({ kernels }) },
  "dot, layer norm": { make: (kernels) => memoryOf({ kernels, similarity: "dot" }, { normalize: "layer" }) },
  manhattan: { make: (kernels) => memoryOf({ kernels, similarity: "manhattan" }) },
  cosine: { make: (kernels) => memoryOf({ kernels, similarity: "cosine", beta: 40 }) },
  kullbackLeibler: { make: (kernels) => memoryOf({ kernels, similarity: "kullbackLeibler" }) },
  sparsemax: { make: (kernels) => memoryOf({ kernels, separation: "sparsemax" }) },
  // Whether the last movement is below the tolerance would be a matter of rounding.
  vague: {
    make: (kernels) => memoryOf({ kernels, beta: 0.05 }),
    options: { maxSteps: 3, tolerance: 0 },
  },
  "one mask": { make: (kernels) => memoryOf({ kernels }), options: { known: half } },
  "a mask for each": { make: (kernels) => memoryOf({ kernels }), options: { known: halves, clamp: false } },
  weights: {
    make: (kernels) =>
      memoryOf({ kernels, weights: Float64Array.from({ length: count }, (_, i) => 1 + (i % 7)), beta: 2 }),
  },
  values: {
    make: (kernels) =>
      memoryOf({
        kernels,
        beta: 2,
        values: new Patterns(bytes("values", count).slice(0, count * 5), { size: 5 }),
      }),
  },
  trace: { make: (kernels) => memoryOf({ kernels, beta: 2 }), options: { trace: true } },
  "maxSteps 0": { make: (kernels) => memoryOf({ kernels, beta: 2 }), options: { maxSteps: 0 } },
  "beta auto": { make: (kernels) => memoryOf({ kernels, beta: "auto" }) },
  "float32, half floats": {
    make: (kernels) =>
      new AssociativeMemory(
        new Patterns(
          Float32Array.from(bytes("patterns"), (b) => b / 255),
          { size, form: "float16" },
        ),
        { beta: 8, kernels },
      ),
  },
};

/** What shards are held against: they associate with every pattern. */
const dense = { exact: "dense" } as const;

describe("results are those of the memory", () => {
  for (const [name, { make, options = {} }] of Object.entries(cases)) {
    test.each(Object.entries(layouts))(`${name}, %s`, async (layout, choice) => {
      const queries = damaged(40);
      const asked = { ...options, ...(layout === "shards" ? dense : {}) };
      for (const kernels of layout === "single" ? (["portable"] as const) : (["portable", "auto"] as const)) {
        const memory = make(kernels);
        const input = memory.stored.data instanceof Uint8Array ? queries : queries.map((b) => b / 255);
        const worker = open(memory, choice);
        const [found, wanted] = [await worker.retrieve(input, asked), memory.retrieve(input, asked)];
        // WebAssembly takes a batch by its size: another rounding in smaller ones, so the last bits may differ.
        if (kernels === "portable" && worker.layout !== "shards") expect(said(found)).toEqual(said(wanted));
        else expectClose(found, wanted, kernels === "portable" ? 1e-9 : 2 ** -18);
        worker.close();
      }
    });
  }

  test("in the layout that the machine and the similarity allow", () => {
    const layout = (options: MemoryOptions, choice: MemoryWorkerOptions): string =>
      open(memoryOf(options), choice).layout;
    expect(layout({}, {})).toBe("shared");
    expect(layout({}, { share: false })).toBe("shards");
    expect(layout({}, { share: false, workers: 1 })).toBe("single");
    expect(layout({ similarity: "manhattan" }, { share: false })).toBe("single");
    expect(layout({ separation: "sparsemax" }, { share: false })).toBe("single");
  });

  test("where there are more workers than patterns", async () => {
    const memory = new AssociativeMemory(
      [
        [0, 1],
        [1, 0],
      ],
      { beta: 3 },
    );
    const worker = open(memory, { share: false, workers: 3 });
    expectClose(await worker.retrieve([0.2, 0.7], dense), memory.retrieve([0.2, 0.7], dense), 1e-9);
  });
});

describe.each(Object.entries(layouts))("the nearest patterns, layout %s", (_layout, options) => {
  test.each(["squaredEuclidean", "dot", "manhattan"] as const)("%s", async (similarity) => {
    const memory = memoryOf({ similarity });
    const queries = damaged(70);
    const known = Uint8Array.from({ length: size }, (_, j) => (j % 4 === 0 ? 0 : 1));
    for (const more of [{}, { known }, { k: 3 }, { k: 1000 }]) {
      const found = await open(memory, options).nearest(queries, more);
      const wanted = memory.nearest(queries, more);
      expect(found.k).toBe(wanted.k);
      // Of all patterns some are equally far to rounding, which depends on the size of a batch.
      if (found.k < count) expect(found.indices).toEqual(wanted.indices);
      found.scores.forEach((score, n) => {
        expect(score).toBeCloseTo(wanted.scores[n], 9);
      });
    }
  });
});
