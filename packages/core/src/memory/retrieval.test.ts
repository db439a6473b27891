import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { distance } from "../math/vector.ts";
import { Patterns } from "../patterns/patterns.ts";
import { AssociativeMemory } from "./associativeMemory.ts";
import { topK } from "./separations/selective.ts";
import { withNull } from "./separations/withNull.ts";
import { dot } from "./similarities/dot.ts";
import { squaredEuclidean } from "./similarities/squaredEuclidean.ts";
import { caseOf, descending, domainOf, floats, maskOf } from "./testing/arbitraries.ts";

const byName = descending.map((similarity) => [similarity.name, similarity] as const);

/** Asserts that two rows of numbers agree to rounding. */
function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>, tolerance = 1e-10): void {
  expect(got.length).toBe(wanted.length);
  for (let j = 0; j < wanted.length; j++) {
    expect(Math.abs(got[j] - wanted[j])).toBeLessThanOrEqual(tolerance * (1 + Math.abs(wanted[j])));
  }
}

test("one step of dot and softmax is attention", () => {
  for (let seed = 0; seed < 50; seed++) {
    const { data, count, size, query, stored, random } = caseOf(dot, seed);
    const values = new Patterns(floats(random, count, 4), { size: 4 });
    const beta = 1 / Math.sqrt(size);
    const row = (i: number): Float64Array => Float64Array.from(data.subarray(i * size, (i + 1) * size));
    const exps = Array.from({ length: count }, (_, i) =>
      Math.exp(beta * row(i).reduce((sum, x, j) => sum + x * query[j], 0)),
    );
    const total = exps.reduce((a, b) => a + b);
    const blend = (rows: (i: number) => Float64Array, width: number): number[] =>
      Array.from({ length: width }, (_, j) => exps.reduce((sum, e, i) => sum + (e / total) * rows(i)[j], 0));
    const own = new AssociativeMemory(stored, { similarity: "dot", beta });
    expectClose(own.retrieve(query, { maxSteps: 1 }).output, blend(row, size), 1e-12);
    const hetero = new AssociativeMemory(stored, { similarity: "dot", beta, values });
    expectClose(
      hetero.retrieve(query, { maxSteps: 1 }).output,
      blend((i) => values.at(i), 4),
      1e-12,
    );
  }
});

test.each(byName)("the order of stored patterns does not matter: %s", (_name, similarity) => {
  for (let seed = 0; seed < 20; seed++) {
    const { random, data, count, size, query, stored, beta } = caseOf(similarity, seed);
    const order = random.shuffle(Array.from({ length: count }, (_, i) => i));
    const shuffled = new Patterns(
      order.map((i) => data.slice(i * size, (i + 1) * size)),
      { size },
    );
    // A single sharp step: after it two ways of summing may fall to two sides of a tie.
    const options = { similarity, beta: Math.min(beta, 10) };
    const a = new AssociativeMemory(stored, options).retrieve(query, { maxSteps: 1 });
    const b = new AssociativeMemory(shuffled, options).retrieve(query, { maxSteps: 1 });
    expectClose(
      b.association(0),
      order.map((i) => a.association(0)[i]),
    );
    expectClose(b.state, a.state, 1e-7);
  }
});

test.each(byName.filter(([, { space, name }]) => space === "vectors" && name !== "dot"))(
  "states of %s stay between the smallest and the largest stored value of each component",
  (_name, similarity) => {
    for (let seed = 0; seed < 40; seed++) {
      const { stored, size, count, query, beta } = caseOf(similarity, seed);
      const { state } = new AssociativeMemory(stored, { similarity, beta }).retrieve(query);
      for (let j = 0; j < size; j++) {
        const column = Array.from({ length: count }, (_, i) => stored.at(i)[j]);
        const slack = similarity.name === "jensenShannon" ? 1e-6 : 1e-9;
        expect(state[j]).toBeGreaterThanOrEqual(Math.min(...column) - slack);
        expect(state[j]).toBeLessThanOrEqual(Math.max(...column) + slack);
      }
    }
  },
);

test.each(byName)("a batch gives what single retrievals give: %s", (_name, similarity) => {
  for (let seed = 0; seed < 10; seed++) {
    const { random, stored, size, beta } = caseOf(similarity, seed);
    const queries = Array.from({ length: 7 }, () => floats(random, 1, size, domainOf(similarity)));
    const masks = queries.map(() => maskOf(random, size));
    const known = Uint8Array.from(masks.flatMap((mask) => [...mask]));
    const memory = new AssociativeMemory(stored, { similarity, beta });
    for (const options of [{}, { known }, { known, clamp: false }]) {
      const batch = memory.retrieve(queries, options);
      queries.forEach((query, q) => {
        const single = memory.retrieve(query, "known" in options ? { ...options, known: masks[q] } : options);
        expect(batch.stateOf(q)).toEqual(single.state);
        expect(batch.outputOf(q)).toEqual(single.output);
        expect(batch.association(q)).toEqual(single.association(0));
        expect(batch.energies(q)).toEqual(single.energies(0));
        expect([batch.steps[q], batch.outcome[q]]).toEqual([single.steps[0], single.outcome[0]]);
        expect(batch.certificate(q)).toEqual(single.certificate(0));
      });
    }
  }
});

test("each query stops on its own: steps, tolerance and outcome", () => {
  const { stored, size, random } = caseOf(squaredEuclidean, "stops");
  const memory = new AssociativeMemory(stored, { beta: 1 });
  const queries = floats(random, 30, size);
  const outcomes = new Set<string>();
  for (const tolerance of [0.5, 1e-3]) {
    const found = memory.retrieve(queries, { maxSteps: 4, tolerance, trace: true });
    for (let q = 0; q < 30; q++) {
      const trace = found.trace(q);
      const steps = found.steps[q];
      expect(trace.length).toBe(steps + 1);
      expect(found.energies(q).length).toBe(steps + 1);
      expect(trace.map(({ energy }) => energy)).toEqual(found.energies(q));
      expect(trace[steps].state).toEqual(found.stateOf(q));
      const moves = trace.slice(1).map(({ state }, t) => distance(state, trace[t].state));
      moves.slice(0, -1).forEach((move) => {
        expect(move).toBeGreaterThan(tolerance);
      });
      expect(found.outcome[q]).toBe(moves[steps - 1] <= tolerance ? "converged" : "max-steps");
      expect(steps <= 4 && (steps === 4 || found.outcome[q] === "converged")).toBe(true);
      outcomes.add(found.outcome[q]);
    }
  }
  expect([...outcomes].sort()).toEqual(["converged", "max-steps"]);
});

test.each(byName)("a trace has one entry more than steps, clamped or not: %s", (_name, similarity) => {
  for (let seed = 0; seed < 15; seed++) {
    const { random, stored, query, size, beta } = caseOf(similarity, seed);
    const memory = new AssociativeMemory(stored, { similarity, beta });
    for (const options of [{}, { known: maskOf(random, size) }]) {
      const plain = memory.retrieve(query, options);
      const traced = memory.retrieve(query, { ...options, trace: true });
      expect(traced.trace(0).length).toBe(traced.steps[0] + 1);
      expect(traced.state).toEqual(plain.state);
      expectClose(traced.energies(0), plain.energies(0), 1e-9);
    }
  }
});

test("the association is the one last observed, and the energies are those of the states", () => {
  const { stored, size, random, beta } = caseOf(squaredEuclidean, "observe");
  const memory = new AssociativeMemory(stored, { beta });
  const seen: Float64Array[] = [];
  const found = memory.retrieve(floats(random, 9, size), {
    observe: (query, _step, _logits, association) => {
      seen[query] = association.slice();
    },
  });
  for (let q = 0; q < 9; q++) {
    expect(found.association(q)).toEqual(seen[q]);
    expect(memory.energy(found.stateOf(q))[0]).toBeCloseTo(found.energy[q], 12);
  }
});

test("top-k is the association sorted, and zero steps give the association of the query", () => {
  const { stored, query, count } = caseOf(squaredEuclidean, 5);
  const memory = new AssociativeMemory(stored, { beta: 0.3 });
  const found = memory.retrieve(query, { maxSteps: 0 });
  expect(found.state).toEqual(Float64Array.from(query));
  expect([found.steps[0], found.outcome[0]]).toEqual([0, "max-steps"]);
  expect(found.association(0)).toEqual(memory.association(query));
  expect(found.energies(0)).toEqual([...memory.energy(query)]);
  const sorted = Array.from(found.association(0), (weight, index) => ({ index, weight })).sort(
    (a, b) => b.weight - a.weight,
  );
  for (const k of [1, 2, 5, 7, 100]) expect(found.top(0, k)).toEqual(sorted.slice(0, k));
  expect(found.top(0, 100).length).toBe(count);
  expect(found.certificate(0).distanceBound).toBeNull();
});

test("reference and portable kernels retrieve the same", () => {
  for (const [, similarity] of byName) {
    for (let seed = 0; seed < 10; seed++) {
      const { stored, query, beta } = caseOf(similarity, seed);
      const [a, b] = (["reference", "portable"] as const).map((kernels) =>
        new AssociativeMemory(stored, { similarity, beta: Math.min(beta, 10), kernels }).retrieve(query, {
          maxSteps: 2,
        }),
      );
      expectClose(a.state, b.state, 1e-7);
    }
  }
});

test("a null pattern takes the mass of foreign queries", () => {
  const { stored, size } = caseOf(squaredEuclidean, 8);
  const memory = new AssociativeMemory(stored, { beta: 5, separation: withNull({ score: -4 }) });
  const far = memory.retrieve(new Float64Array(size).fill(50), { maxSteps: 1 });
  expect(far.top(0, 1)[0].weight).toBeLessThan(1e-9);
  expect(memory.retrieve(stored.at(0)).top(0, 1)[0].weight).toBeGreaterThan(0.99);
});

test("a memory without an energy says NaN, and its certificate counts no rises", () => {
  const { stored, query } = caseOf(dot, 3);
  const memory = new AssociativeMemory(stored, { similarity: "dot", separation: topK({ k: 2 }), beta: 1 });
  const found = memory.retrieve(query);
  expect(found.energy[0]).toBeNaN();
  expect(found.certificate(0).energyRises).toBeNull();
  expect(() => memory.calibrate((pattern) => pattern)).toThrow(/topK.* has no energy/);
});

test("a retrieval whose scores overflow says so and keeps the last finite state", () => {
  const huge = new AssociativeMemory(
    [
      [1e200, 0],
      [0, 1e200],
    ],
    { beta: 1 },
  );
  const query = [1e200, -1e200];
  const found = huge.retrieve(query);
  expect(found.outcome[0]).toBe("diverged");
  expect([...found.state]).toEqual(query);
  const large = new AssociativeMemory(
    [
      [1e150, 0],
      [0, 1e150],
    ],
    { beta: 1 },
  ).retrieve([9e149, 1e149]);
  expect([...large.state]).toEqual([1e150, 0]);
  expect(large.energies(0).every(Number.isFinite)).toBe(true);
});

test("the same picture in bytes, 0..1 and 0..255 makes the same association at the matching beta", () => {
  const random = new Random("scales");
  const data = Uint8Array.from({ length: 20 * 48 }, () => random.below(256));
  const query = data.slice(0, 48).map((v) => (random.uniform() < 0.5 ? random.below(256) : v));
  const unit = new AssociativeMemory(new Patterns(data, { size: 48, scale: "unit" }), { beta: 2 });
  const wanted = unit.association(query);
  const pixel = new AssociativeMemory(new Patterns(data, { size: 48 }), { beta: 2 / 255 ** 2 });
  expectClose(pixel.association(query), wanted);
  expectClose(pixel.association(Float64Array.from(query)), wanted);
  const bare = new AssociativeMemory(
    new Patterns(
      Float64Array.from(data, (v) => v / 255),
      { size: 48 },
    ),
    { beta: 2 },
  );
  expectClose(bare.association(Float64Array.from(query, (v) => v / 255)), wanted);
  const bipolar = new AssociativeMemory(new Patterns(data, { size: 48, scale: "bipolar" }), { beta: 0.5 });
  expectClose(bipolar.association(query), wanted);
  const manhattan = (["unit", "pixel"] as const).map((scale) =>
    new AssociativeMemory(new Patterns(data, { size: 48, scale }), {
      similarity: "manhattan",
      beta: scale === "unit" ? 3 : 3 / 255,
    }).association(query),
  );
  expectClose(manhattan[0], manhattan[1]);
});

test("pixel values and a beta of a million neither overflow nor lose the pattern", () => {
  const random = new Random("sharp");
  const data = Uint8Array.from({ length: 30 * 300 }, () => random.below(256));
  for (const similarity of ["dot", "squaredEuclidean", "manhattan", "euclidean"]) {
    const memory = new AssociativeMemory(new Patterns(data, { size: 300 }), { similarity, beta: 1e6 });
    const found = memory.retrieve(data.slice(0, 900));
    expect(found.state.every(Number.isFinite)).toBe(true);
    expect(found.energy.every(Number.isFinite)).toBe(true);
    if (similarity !== "dot") expect(found.stateOf(1)).toEqual(Float64Array.from(data.slice(300, 600)));
  }
});
