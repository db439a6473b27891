import { expect, test } from "vitest";
import { diagnose } from "../analysis/diagnose.ts";
import { Random } from "../math/random.ts";
import { median } from "../math/statistics.ts";
import { distance } from "../math/vector.ts";
import { Patterns } from "../patterns/patterns.ts";
import { AssociativeMemory } from "./associativeMemory.ts";
import { defineSimilarity } from "./similarities/custom.ts";

const random = new Random("changes");
const rows = Array.from({ length: 8 }, () => Float64Array.from({ length: 6 }, () => random.normal()));
const query = Float64Array.from({ length: 6 }, () => random.normal());
const memoryOf = (stored: readonly Float64Array[], weights?: number[]): AssociativeMemory =>
  new AssociativeMemory(stored, { beta: 1.3, ...(weights ? { weights } : {}) });

test("adding, replacing and removing give the same as a fresh memory", () => {
  const memory = memoryOf(rows.slice(0, 5));
  memory.add(rows[5]);
  memory.add(rows[6]);
  memory.remove(1);
  memory.update(2, rows[7]);
  const fresh = memoryOf([rows[0], rows[2], rows[7], rows[4], rows[5], rows[6]]);
  expect(memory.count).toBe(6);
  expect(memory.retrieve(query).state).toEqual(fresh.retrieve(query).state);
});

test("a weight of 2 equals the pattern stored twice", () => {
  const weighted = memoryOf(rows.slice(0, 4), [1, 2, 1, 1]);
  const twice = new AssociativeMemory([...rows.slice(0, 4), rows[1]], { beta: 1.3, duplicates: "allow" });
  expect(distance(weighted.retrieve(query).state, twice.retrieve(query).state)).toBeLessThan(1e-12);
  weighted.reweight(1, 1);
  expect(weighted.retrieve(query).state).toEqual(memoryOf(rows.slice(0, 4)).retrieve(query).state);
});

test("ageing lets what is added later stand out", () => {
  const memory = memoryOf(rows.slice(0, 4));
  const before = memory.retrieve(query, { maxSteps: 1 });
  memory.age(3);
  expect(distance(memory.retrieve(query, { maxSteps: 1 }).state, before.state)).toBeLessThan(1e-12);
  const i = memory.add(rows[5]);
  const plain = memoryOf([...rows.slice(0, 4), rows[5]]);
  const aged = memory.retrieve(query, { maxSteps: 1 }).association(0)[i];
  expect(aged).toBeGreaterThan(plain.retrieve(query, { maxSteps: 1 }).association(0)[i]);
});

test("what cannot be stored leaves the memory as it was", () => {
  const memory = memoryOf(rows.slice(0, 4));
  const state = memory.retrieve(query).state;
  expect(() => memory.add(rows[2])).toThrow(/patterns 2 and 4 are equal/);
  expect(() => memory.add([1, 2, Number.NaN, 4, 5, 6])).toThrow(/NaN at component 2/);
  expect(() => memory.add([1, 2])).toThrow(/2 values \(expected 6\)/);
  expect(() => memory.update(0, rows[1])).toThrow(/are equal/);
  expect(() => memory.reweight(0, 0)).toThrow(/invalid weight of pattern 0: 0/);
  expect(() => memory.remove(9)).toThrow(/no pattern 9/);
  expect(memory.count).toBe(4);
  expect(memory.retrieve(query).state).toEqual(state);
});

test("bytes given to a memory are not changed by it", () => {
  const bytes = Uint8Array.from({ length: 12 }, (_, k) => 20 * k);
  const before = bytes.slice();
  const memory = new AssociativeMemory(new Patterns(bytes, { size: 4, scale: "unit" }));
  memory.update(0, new Uint8Array([1, 2, 3, 4]));
  memory.add(new Uint8Array([9, 9, 9, 9]));
  expect(bytes).toEqual(before);
  expect(() => memory.add([0.5, 0, 0, 0])).toThrow(/keeps bytes/);
});

test("a retrieval asks nothing of a memory that has changed since", () => {
  const memory = memoryOf(rows.slice(0, 4));
  const r = memory.retrieve(query);
  expect(r.association(0)).toHaveLength(4);
  memory.remove(0);
  expect(() => r.association(0)).toThrow(/changed since/);
});

test("a batch equals one query at a time; masks may differ", () => {
  const memory = memoryOf(rows);
  const queries = rows.slice(0, 3).map((row) => row.map((value) => value + 0.3));
  const known = new Uint8Array([1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1]);
  const batch = memory.retrieve(queries, { known, maxSteps: 3 });
  queries.forEach((one, q) => {
    const single = memory.retrieve(one, { known: known.subarray(6 * q, 6 * q + 6), maxSteps: 3 });
    expect(distance(batch.stateOf(q), single.state)).toBeLessThan(1e-12);
    expect(batch.steps[q]).toBe(single.steps[0]);
  });
});

test("known components are kept, one step is the fixed point; unclamped all may move", () => {
  const memory = memoryOf(rows);
  const known = new Uint8Array([1, 1, 0, 0, 1, 0]);
  const kept = memory.retrieve(query, { known, maxSteps: 9, tolerance: 0 });
  expect(kept.steps[0]).toBe(1);
  expect(kept.outcome[0]).toBe("converged");
  for (const j of [0, 1, 4]) expect(kept.state[j]).toBe(query[j]);
  const free = memory.retrieve(query, { known, clamp: false, maxSteps: 9 });
  expect(free.state[0]).not.toBe(query[0]);
});

test("each query stops on its own; the trace holds every state; zero steps only look", () => {
  const memory = memoryOf(rows);
  const r = memory.retrieve([rows[0], query], { maxSteps: 40, tolerance: 1e-6, trace: true });
  for (let q = 0; q < 2; q++) {
    expect(r.outcome[q]).toBe("converged");
    expect(r.trace(q)).toHaveLength(
      r.steps[q] + (distance(r.stateOf(q), r.trace(q).at(-1)?.state ?? []) === 0 ? 1 : 0),
    );
    expect(r.energies(q)).toHaveLength(r.steps[q] + 1);
  }
  const look = memory.retrieve(query, { maxSteps: 0 });
  expect(look.steps[0]).toBe(0);
  expect(look.state).toEqual(query);
  expect(look.top(0, 3)[0].weight).toBe(Math.max(...memory.association(query)));
});

test("beta auto meets its target, and says 1 where beta has no effect", () => {
  const queries = rows.map((row) => row.map((value) => value + 0.2));
  for (const effective of [1.05, 2, 5]) {
    const memory = new AssociativeMemory(rows, { beta: "auto", effective });
    const beta = memory.solveBeta(queries);
    const r = memory.retrieve(queries, { beta, maxSteps: 1 });
    const found = queries.map((_, q) => r.certificate(q).effectivePatterns);
    expect(median(found)).toBeGreaterThan(0.99 * effective);
    expect(median(found)).toBeLessThan(1.01 * effective);
  }
  expect(new AssociativeMemory(rows, { separation: "max" }).solveBeta(queries)).toBe(1);
  const twins = new AssociativeMemory([rows[0], rows[0], rows[1]], { duplicates: "allow" });
  expect(Number.isFinite(twins.solveBeta(rows[0]))).toBe(true);
});

test("familiarity is low for what the memory does not know", () => {
  const memory = new AssociativeMemory(
    Array.from({ length: 60 }, () => Float64Array.from({ length: 20 }, () => random.normal())),
  ).calibrate((pattern, stream) => pattern.map((value) => value + stream.normal(0, 0.3)), { samples: 60 });
  const known = memory.retrieve(
    Array.from({ length: 60 }, (_, i) => memory.stored.at(i).map((value) => value + random.normal(0, 0.3))),
  ).familiarity;
  const foreign = memory.retrieve(
    Array.from({ length: 60 }, () => Float64Array.from({ length: 20 }, () => random.normal())),
  ).familiarity;
  expect(median(known ?? [])).toBeGreaterThan(0.3);
  expect(median(known ?? [])).toBeLessThan(0.7);
  expect(median(foreign ?? [])).toBeLessThan(0.03);
});

test("a white picture is a hub under dot, and harmless under squared Euclidean", () => {
  const pictures = Array.from({ length: 100 }, () =>
    Uint8Array.from({ length: 75 }, () => random.below(200)),
  );
  pictures[50] = new Uint8Array(75).fill(255);
  const flat = new Uint8Array(pictures.flatMap((picture) => [...picture]));
  const dot = diagnose(new AssociativeMemory(new Patterns(flat, { size: 75 }), { similarity: "dot" }));
  expect(dot.hubs[0].index).toBe(50);
  expect(dot.hubs[0].wins).toBeGreaterThan(95);
  expect(dot.unreachable.length).toBeGreaterThan(95);
  expect(dot.advice.map(({ code }) => code)).toContain("hubs");
  const squared = diagnose(new AssociativeMemory(new Patterns(flat, { size: 75 })));
  expect(squared.positive).toBe(100);
  expect(squared.hubs).toEqual([]);
  expect(squared.betaWindow?.high).toBeGreaterThan(squared.betaWindow?.low ?? Number.POSITIVE_INFINITY);
});

test("a similarity of one's own works with masks, batches and certificates", () => {
  const own = defineSimilarity({
    name: "chi2",
    score: (x, y) =>
      -x.reduce((sum, value, j) => sum + (value - y[j]) ** 2 / (1 + Math.abs(value) + Math.abs(y[j])), 0),
    update: "mean",
  });
  const memory = new AssociativeMemory(rows, { similarity: own, beta: 30 });
  const r = memory.retrieve(rows[3], { known: new Uint8Array([1, 0, 1, 1, 1, 0]) });
  expect(r.top(0)[0].index).toBe(3);
  expect(r.certificate(0).outcome).toBe("converged");
});

test.each([
  ["ERR_EMPTY_MEMORY", () => new AssociativeMemory(new Patterns([], { size: 3 })).retrieve([1, 2, 3])],
  ["ERR_SIZE", () => memoryOf(rows).retrieve([1, 2])],
  ["ERR_NOT_FINITE", () => memoryOf(rows).retrieve([1, 2, 3, Number.POSITIVE_INFINITY, 5, 6])],
  ["ERR_ALL_UNKNOWN", () => memoryOf(rows).retrieve(query, { known: new Uint8Array(6) })],
  ["ERR_BETA", () => new AssociativeMemory(rows, { beta: -3 })],
  ["ERR_BETA", () => new AssociativeMemory(rows, { beta: Number.NaN })],
  [
    "ERR_BETA",
    () => new AssociativeMemory(rows, { similarity: "manhattan", beta: "certified" }).retrieve(query),
  ],
  ["ERR_DUPLICATE", () => memoryOf([rows[0], rows[1], rows[0]])],
  [
    "ERR_ZERO_NORM",
    () =>
      new AssociativeMemory(
        [
          [0, 0],
          [1, 2],
        ],
        { similarity: "cosine" },
      ),
  ],
  [
    "ERR_ZERO_NORM",
    () =>
      new AssociativeMemory(
        [
          [1, 0],
          [1, 2],
        ],
        { similarity: "cosine" },
      ).retrieve([0, 0]),
  ],
  ["ERR_OPTION", () => new AssociativeMemory(rows, { similarity: "dots" })],
  ["ERR_OPTION", () => new AssociativeMemory(rows, { separation: "identity" })],
  [
    "ERR_RANGE",
    () =>
      new AssociativeMemory(new Patterns(new Uint8Array([0, 200, 30, 90]), { size: 2 })).retrieve([0.1, 0.7]),
  ],
  ["ERR_RANGE", () => new AssociativeMemory(rows, { similarity: "kullbackLeibler" })],
])("bad input has the stable code %s", (code, act) => {
  let caught: unknown;
  try {
    act();
  } catch (error) {
    caught = error;
  }
  expect((caught as { code?: string })?.code).toBe(code);
});

test("a query of another size says what it may be", () => {
  const memory = new AssociativeMemory([new Float64Array(12).fill(1), new Float64Array(12).fill(2)]);
  expect(() => memory.retrieve([1, 2, 3, 4])).toThrow(
    "query has 4 values, the memory stores 12; is it gray?",
  );
});
