import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { BinaryHopfield } from "./binaryHopfield.ts";
import { DenseBinary, type DenseBinaryOptions } from "./denseBinary.ts";
import { flipped, randomSigns, signCase } from "./testing/cases.ts";

const interactions: readonly DenseBinaryOptions[] = [
  { interaction: "power", degree: 2 },
  { interaction: "power", degree: 3 },
  { interaction: "power", degree: 4 },
  { interaction: "power", degree: 30 },
  { interaction: "rectifiedPower", degree: 2 },
  { interaction: "rectifiedPower", degree: 3 },
  { interaction: "rectifiedPower", degree: 25 },
  { interaction: "exponential" },
];
const anyInteraction = fc.constantFrom(...interactions);

/** -Σ F in whole numbers. */
function energyInWholeNumbers(
  patterns: readonly Int8Array[],
  state: Int8Array,
  degree: number,
  rectified: boolean,
): bigint {
  let sum = 0n;
  for (const pattern of patterns) {
    const overlap = BigInt(pattern.reduce((total, sign, j) => total + sign * state[j], 0));
    if (overlap > 0n || !rectified) sum -= overlap ** BigInt(degree);
  }
  return sum;
}

test("one unit at a time the energy never rises, whatever F", () => {
  fc.assert(
    fc.property(fc.integer(), anyInteraction, (seed, options) => {
      const { patterns, queries } = signCase(seed);
      const network = new DenseBinary(patterns, options);
      const run = network.retrieve(queries, { seed, trace: true });
      queries.forEach((_, q) => {
        expect(run.outcome[q]).toBe("converged");
        expect(run.energyRises(q)).toBe(0);
        expect(run.energies(q)).toEqual([...network.energy([...run.trace(q)])]);
      });
    }),
    { numRuns: 200 },
  );
});

test("each unit takes the sign with the lower energy, by whole numbers without rounding", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom(...interactions.filter(({ degree }) => degree !== undefined)),
      (seed, options) => {
        const { patterns, queries, size } = signCase(seed);
        const network = new DenseBinary(patterns, options);
        const { degree = 0, interaction } = options;
        const rectified = interaction === "rectifiedPower";
        const state = queries[0].slice();
        const order = Array.from({ length: size }, (_, i) => i);
        for (let i = 0; i < size; i++) {
          const other = state.map((s, j) => (j === i ? -s : s));
          const turns =
            energyInWholeNumbers(patterns, other, degree, rectified) <
            energyInWholeNumbers(patterns, state, degree, rectified);
          const known = new Uint8Array(size).fill(1);
          known[i] = 0;
          const [got] = network.retrieve(state, { known, order, maxSweeps: 1 }).stateOf(0).subarray(i);
          expect(got).toBe(turns ? -state[i] : state[i]);
          state[i] = got;
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("the exponential takes the sign with the lower energy, where float64 can tell", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { patterns, queries, size } = signCase(seed, { most: 60 });
      const network = new DenseBinary(patterns, { interaction: "exponential" });
      const direct = (state: Int8Array): number =>
        patterns.reduce((sum, x) => sum - Math.exp(x.reduce((c, sign, j) => c + sign * state[j], 0)), 0);
      const [state] = queries;
      const now = direct(state);
      expect(network.energy(state)[0]).toBeCloseTo(-Math.log(-now), 9);
      for (let i = 0; i < size; i++) {
        const then = direct(state.map((s, j) => (j === i ? -s : s)));
        if (Math.abs(then - now) < 1e-9 * Math.abs(now)) continue;
        const known = new Uint8Array(size).fill(1);
        known[i] = 0;
        const got = network.retrieve(state, { known, maxSweeps: 1 }).stateOf(0)[i];
        expect(got).toBe(then < now ? -state[i] : state[i]);
      }
    }),
    { numRuns: 60 },
  );
});

test("patterns beside their opposites: an odd power feels nothing, and rounding moves no unit", () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(3, 21, 31), (seed, degree) => {
      const { patterns, queries, random } = signCase(seed, { most: 30 });
      const both = random.shuffle([...patterns, ...patterns.map((row) => row.map((s) => -s))]);
      const run = new DenseBinary(both, { degree }).retrieve(queries);
      expect(run.state).toEqual(Int8Array.from(queries.flatMap((row) => [...row])));
      expect([...run.sweeps]).toEqual([1, 1, 1]);
    }),
    { numRuns: 60 },
  );
});

test("degree 2 is Hebb with zero diagonal", () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom("async" as const, "sync" as const), (seed, update) => {
      const { patterns, queries, size } = signCase(seed, { most: 40 });
      const dense = new DenseBinary(patterns, { degree: 2 });
      const hebb = new BinaryHopfield(patterns, { rule: "hebb" });
      const a = dense.retrieve(queries, { update, seed, trace: true });
      const b = hebb.retrieve(queries, { update, seed, trace: true });
      expect(a.state).toEqual(b.state);
      expect(a.outcome).toEqual(b.outcome);
      // -Σ (x·s)² = 2 d E + what the diagonal would add, N d.
      queries.forEach((_, q) => {
        a.energies(q).forEach((energy, t) => {
          expect(energy).toBeCloseTo(2 * size * b.energies(q)[t] - patterns.length * size, 6);
        });
      });
    }),
    { numRuns: 60 },
  );
});

test("the order of stored patterns does not matter", () => {
  fc.assert(
    fc.property(fc.integer(), anyInteraction, (seed, options) => {
      const { patterns, queries, random } = signCase(seed);
      const shuffled = random.shuffle([...patterns]);
      for (const update of ["async", "sync"] as const) {
        const a = new DenseBinary(patterns, options).retrieve(queries, { update, seed });
        const b = new DenseBinary(shuffled, options).retrieve(queries, { update, seed });
        expect(a.state).toEqual(b.state);
      }
    }),
    { numRuns: 100 },
  );
});

test("a clamped unit never moves", () => {
  fc.assert(
    fc.property(fc.integer(), anyInteraction, (seed, options) => {
      const { patterns, queries, random, size } = signCase(seed);
      const known = Uint8Array.from({ length: size }, () => random.below(2));
      for (const update of ["async", "sync"] as const) {
        const run = new DenseBinary(patterns, options).retrieve(queries, { known, update, trace: true });
        queries.forEach((query, q) => {
          for (const state of run.trace(q)) {
            expect(state.every((s, i) => known[i] === 0 || s === query[i])).toBe(true);
          }
        });
      }
    }),
    { numRuns: 60 },
  );
});

test("patterns that cancel leave the decision to those far behind: no rounding", () => {
  // The state lies half-way between two patterns, whose exponentials are e^20 times that of the third.
  const size = 60;
  const a = new Int8Array(size).fill(1);
  const b = a.map((s, i) => (i < 20 ? -s : s));
  const third = a.map((s, i) => (i >= 30 ? -s : s));
  const state = a.map((s, i) => (i < 10 ? -s : s));
  const known = new Uint8Array(size).fill(1);
  // Unit 0: a says +1 and b -1 with equal overlaps without it; the third decides, by a factor of e^-20 and less.
  known[0] = 0;
  for (const sign of [1, -1]) {
    const patterns = [a, b, third.map((s, i) => (i === 0 ? sign : s))];
    for (const start of [1, -1]) {
      const query = state.map((s, i) => (i === 0 ? start : i === 1 ? 1 : s));
      const balanced = query.map((s, i) => (i === 10 ? -1 : s));
      const without = (row: Int8Array): number =>
        row.reduce((sum, s, j) => (j === 0 ? sum : sum + s * balanced[j]), 0);
      const [ca, cb] = [without(a), without(b)];
      const run = new DenseBinary(patterns, { interaction: "exponential" }).retrieve(balanced, { known });
      const expected = ca === cb ? sign : ca > cb ? 1 : -1;
      expect(run.stateOf(0)[0]).toBe(expected);
    }
  }
});

test("the exponential is finite and recalls at 2,000 units", () => {
  const random = new Random("large");
  const patterns = randomSigns(random, 100, 2000);
  const queries = patterns.slice(0, 5).map((pattern) => flipped(random, pattern, 0.3));
  const network = new DenseBinary(patterns, { interaction: "exponential" });
  const run = network.retrieve(queries);
  queries.forEach((_, q) => {
    expect(run.energies(q).every(Number.isFinite)).toBe(true);
    expect(run.stateOf(q)).toEqual(patterns[q]);
    expect(run.energy[q]).toBe(-2000);
  });
  expect(network.fixedPatterns().every((fixed) => fixed === 1)).toBe(true);
});

test("powers of large degree keep their signs, and one that leaves float64 is refused", () => {
  const random = new Random("degree");
  const patterns = randomSigns(random, 20, 300);
  const queries = patterns.map((pattern) => flipped(random, pattern, 0.2));
  const run = new DenseBinary(patterns, { degree: 101 }).retrieve(queries);
  patterns.forEach((pattern, m) => {
    expect(run.stateOf(m)).toEqual(pattern);
    expect(run.energies(m).every(Number.isFinite)).toBe(true);
  });
  expect(() => new DenseBinary(patterns, { degree: 130 })).toThrow(/leaves float64 at 300 units/);
  expect(() => new DenseBinary(patterns, { degree: 1.5 })).toThrow(/degree/);
  expect(() => new DenseBinary(patterns, { interaction: "exp" as "power" })).toThrow(
    /did you mean exponential/,
  );
});

test("adding patterns one by one is adding them at once", () => {
  fc.assert(
    fc.property(fc.integer(), anyInteraction, (seed, options) => {
      const { patterns, queries, size } = signCase(seed);
      const grown = new DenseBinary([], { ...options, size });
      patterns.forEach((pattern, m) => {
        expect(grown.add(pattern)).toBe(m);
      });
      const whole = new DenseBinary(patterns, options);
      expect(grown.retrieve(queries, { seed }).state).toEqual(whole.retrieve(queries, { seed }).state);
      expect(grown.energy(queries)).toEqual(whole.energy(queries));
    }),
    { numRuns: 60 },
  );
});
