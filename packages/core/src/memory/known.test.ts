import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { Patterns } from "../patterns/patterns.ts";
import { AssociativeMemory } from "./associativeMemory.ts";
import { groupByKnown } from "./known.ts";
import { caseOf, descending, maskOf } from "./testing/arbitraries.ts";

const byName = descending.map((similarity) => [similarity.name, similarity] as const);

test.each(byName)("what stands at unknown components changes nothing: %s", (_name, similarity) => {
  for (let seed = 0; seed < 20; seed++) {
    const { random, stored, query, size, beta } = caseOf(similarity, seed);
    const memory = new AssociativeMemory(stored, { similarity, beta });
    const known = maskOf(random, size);
    for (const clamp of [true, false]) {
      const wanted = memory.retrieve(query, { known, clamp });
      expect(wanted.output.every(Number.isFinite)).toBe(true);
      for (const junk of [Number.NaN, Number.POSITIVE_INFINITY, -3, 1e12]) {
        const other = query.map((v, j) => (known[j] ? v : junk));
        const found = memory.retrieve(other, { known, clamp });
        expect(found.state).toEqual(wanted.state);
        expect(found.output).toEqual(wanted.output);
        expect(found.energies(0)).toEqual(wanted.energies(0));
        expect(found.association(0)).toEqual(wanted.association(0));
      }
    }
  }
});

test.each(byName)("scores compare known components alone: %s", (_name, similarity) => {
  for (let seed = 0; seed < 20; seed++) {
    const { random, data, stored, query, size, count } = caseOf(similarity, seed);
    const known = maskOf(random, size);
    const columns = [...known.keys()].filter((j) => known[j]);
    const narrow = new Patterns(
      Array.from({ length: count }, (_, i) => columns.map((j) => data[i * size + j])),
      { size: columns.length },
    );
    const wanted = new AssociativeMemory(narrow, { similarity, duplicates: "allow" }).scores(
      columns.map((j) => query[j]),
    );
    const got = new AssociativeMemory(stored, { similarity }).scores(query, { known });
    for (const [i, score] of wanted.entries()) expect(got[i]).toBeCloseTo(score, 11);
  }
});

test.each(byName)(
  "clamped, the first step is the fixed point and known components stay: %s",
  (_n, similarity) => {
    for (let seed = 0; seed < 20; seed++) {
      const { random, stored, query, size, beta } = caseOf(similarity, seed);
      const memory = new AssociativeMemory(stored, { similarity, beta });
      const known = maskOf(random, size);
      const found = memory.retrieve(query, { known, maxSteps: 9, tolerance: 0 });
      expect([found.steps[0], found.outcome[0]]).toEqual([1, "converged"]);
      known.forEach((mark, j) => {
        if (mark) expect(found.output[j]).toBe(query[j]);
      });
      if (similarity.space === "vectors") {
        const again = memory.retrieve(found.state, { known });
        for (const [j, value] of found.state.entries()) expect(again.state[j]).toBeCloseTo(value, 6);
      }
    }
  },
);

test("without clamping known components move as well", () => {
  let moved = 0;
  for (let seed = 0; seed < 20; seed++) {
    const { random, stored, query, size } = caseOf(descending[1], seed);
    const known = maskOf(random, size);
    const { state } = new AssociativeMemory(stored, { beta: 1 }).retrieve(query, { known, clamp: false });
    if ([...known.keys()].some((j) => known[j] && Math.abs(state[j] - query[j]) > 0.01)) moved++;
  }
  expect(moved).toBeGreaterThan(5);
});

test("half a picture of bytes comes back whole", () => {
  const random = new Random("half");
  const data = Uint8Array.from({ length: 40 * 64 }, () => random.below(256));
  const known = Uint8Array.from({ length: 64 }, (_, j) => (j < 32 ? 1 : 0));
  for (const similarity of ["squaredEuclidean", "manhattan", "cosine", "centredCosine", "euclidean"]) {
    const memory = new AssociativeMemory(new Patterns(data, { size: 64, scale: "unit" }), { similarity });
    const found = memory.retrieve(data.slice(), { known });
    const right = [...Array(40).keys()].filter((q) => found.top(q, 1)[0].index === q);
    expect(right.length).toBe(40);
  }
  const memory = new AssociativeMemory(new Patterns(data, { size: 64, scale: "unit" }), {
    similarity: "manhattan",
  });
  const damaged = Float64Array.from(data, (v, k) => (k % 64 < 32 ? (1 / 255) * v : 1e9));
  expect(memory.retrieve(damaged, { known }).output).toEqual(Float64Array.from(data, (v) => (1 / 255) * v));
});

test("queries are grouped by their masks, and masks that fit nothing are refused", () => {
  const known = Uint8Array.from([1, 0, 1, 1, 1, 1, 1, 0, 1]);
  const groups = groupByKnown(known, 3, 3);
  expect(groups.map(({ queries }) => queries)).toEqual([[0, 2], [1]]);
  expect(groups.map(({ columns }) => columns && [...columns])).toEqual([[0, 2], null]);
  expect(() => groupByKnown(Uint8Array.from([1, 1, 1, 0, 0, 0]), 2, 3)).toThrow(
    expect.objectContaining({ code: "ERR_ALL_UNKNOWN", message: expect.stringContaining("query 1") }),
  );
  expect(() => groupByKnown(new Uint8Array(4).fill(1), 2, 3)).toThrow(
    expect.objectContaining({ code: "ERR_SIZE", message: expect.stringContaining("known has 4 values") }),
  );
});
