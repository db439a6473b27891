import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { Patterns } from "../patterns/patterns.ts";
import { AssociativeMemory } from "./associativeMemory.ts";
import type { MemoryOptions } from "./options.ts";
import { floats } from "./testing/arbitraries.ts";

const random = new Random("revision");
const size = 9;
const rows = Array.from({ length: 12 }, () => floats(random, 1, size));
const query = floats(random, 1, size);
const make = (which: readonly number[], options: MemoryOptions = {}): AssociativeMemory =>
  new AssociativeMemory(
    which.map((i) => rows[i]),
    { beta: 0.7, ...options },
  );

test("any course of changes gives what a fresh memory gives", () => {
  for (let run = 0; run < 40; run++) {
    const source = new Random(run);
    const start = [0, 1, 2, 3];
    const memory = make(start, { weights: [1, 2, 3, 4] });
    const kept = start.map((i) => ({ i, weight: i + 1 }));
    let spare = 4;
    for (let change = 0; change < 12; change++) {
      const at = source.below(kept.length);
      const weight = source.uniform(0.5, 2);
      const kind = source.below(4);
      if (kind === 0 && spare < rows.length) {
        expect(memory.add(rows[spare], { weight })).toBe(kept.length);
        kept.push({ i: spare++, weight });
      } else if (kind === 1 && kept.length > 1) {
        memory.remove(at);
        kept.splice(at, 1);
      } else if (kind === 2 && spare < rows.length) {
        memory.update(at, rows[spare]);
        kept[at].i = spare++;
      } else {
        memory.reweight(at, weight);
        kept[at].weight = weight;
      }
    }
    const fresh = make(
      kept.map(({ i }) => i),
      { weights: kept.map(({ weight }) => weight) },
    );
    const [a, b] = [memory.retrieve(query), fresh.retrieve(query)];
    expect(memory.count).toBe(fresh.count);
    for (const [j, value] of b.state.entries()) expect(a.state[j]).toBeCloseTo(value, 12);
    for (const [i, value] of b.association(0).entries()) expect(a.association(0)[i]).toBeCloseTo(value, 12);
  }
});

test("a failed change leaves patterns, weights, values and earlier retrievals as they were", () => {
  const values = new Patterns(
    new Float64Array(8).map((_, k) => k),
    { size: 2 },
  );
  const memory = make([0, 1, 2, 3], { values, weights: [1, 2, 3, 4] });
  const before = memory.retrieve(query);
  const output = before.output.slice();
  const failing: readonly (readonly [string, () => unknown])[] = [
    ["ERR_DUPLICATE", () => memory.add(rows[1], { value: [0, 0] })],
    ["ERR_DUPLICATE", () => memory.update(2, rows[1])],
    [
      "ERR_NOT_FINITE",
      () =>
        memory.add(
          rows[5].map((v, j) => (j === 4 ? Number.NaN : v)),
          { value: [0, 0] },
        ),
    ],
    ["ERR_NOT_FINITE", () => memory.add(rows[5], { value: [0, Number.NaN] })],
    ["ERR_SIZE", () => memory.add(rows[5], { value: [0] })],
    ["ERR_SIZE", () => memory.add([1], { value: [0, 0] })],
    ["ERR_OPTION", () => memory.add(rows[5])],
    ["ERR_OPTION", () => memory.add(rows[5], { value: [0, 0], weight: 0 })],
    ["ERR_OPTION", () => memory.reweight(1, -1)],
    ["ERR_COUNT", () => memory.reweight(4, 1)],
    ["ERR_COUNT", () => memory.reweight(0.5, 1)],
    ["ERR_COUNT", () => memory.remove(4)],
    ["ERR_COUNT", () => memory.update(-1, rows[5])],
    ["ERR_COUNT", () => memory.separationOf(4)],
    ["ERR_OPTION", () => memory.age(-1)],
  ];
  for (const [code, change] of failing) {
    expect(change, change.toString()).toThrow(expect.objectContaining({ code }));
    expect([memory.count, values.count]).toEqual([4, 4]);
    expect(before.association(0).length).toBe(4);
    expect(memory.retrieve(query).output).toEqual(output);
  }
});

test("a number too large for float32 is refused and leaves the count alone", () => {
  const memory = new AssociativeMemory(new Patterns(Float32Array.from([1, 2, 3, 4]), { size: 2 }), {
    beta: 1,
  });
  expect(() => memory.add([1e300, 0])).toThrow(expect.objectContaining({ code: "ERR_NOT_FINITE" }));
  expect(() => memory.update(0, [1e300, 0])).toThrow(expect.objectContaining({ code: "ERR_NOT_FINITE" }));
  expect(memory.count).toBe(2);
  expect([...memory.stored.at(0)]).toEqual([1, 2]);
});

test("memories aged for long can still be reweighted, and favour the new", () => {
  const memory = make([0, 1, 2]);
  memory.age(2000);
  memory.reweight(1, 1);
  const middle = rows[0].map((v, j) => (v + rows[1][j]) / 2);
  expect(memory.association(middle)[1]).toBeCloseTo(1, 12);
  memory.add(rows[4]);
  expect(memory.association(middle)[0]).toBeLessThan(memory.association(middle)[3]);
});

test("every kind of change makes earlier retrievals stale", () => {
  for (const change of [
    (m: AssociativeMemory) => m.add(rows[5]),
    (m: AssociativeMemory) => m.remove(0),
    (m: AssociativeMemory) => m.update(0, rows[6]),
    (m: AssociativeMemory) => m.reweight(0, 2),
    (m: AssociativeMemory) => m.age(0.1),
  ]) {
    const memory = make([0, 1, 2, 3]);
    const found = memory.retrieve(query);
    change(memory);
    expect(() => found.association(0)).toThrow(expect.objectContaining({ code: "ERR_STALE" }));
    expect(() => found.certificate(0)).toThrow(expect.objectContaining({ code: "ERR_STALE" }));
    expect(found.state.length).toBe(size);
  }
});

test("labels move with their patterns", () => {
  const stored = new Patterns(Uint8Array.from([1, 2, 3, 4, 5, 6]), { size: 2, labels: [7, 8, 9] });
  const memory = new AssociativeMemory(stored, { beta: 1 });
  memory.remove(1);
  memory.add([9, 9], { label: 5 });
  expect([...(stored.labels as Int32Array)]).toEqual([7, 9, 5]);
  expect([...stored.at(1)]).toEqual([5, 6]);
});
