import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { BinaryHopfield, type BinaryHopfieldOptions } from "./binaryHopfield.ts";
import { descendingNetworks, flipped, plainFields, randomSigns, signCase } from "./testing/cases.ts";

const runs = { numRuns: 60 };

/**
 * Whether numbers can be compared: with more patterns than units Storkey's weights grow without bound on their way, and
 * rounding with them.
 */
const tame = ({ rule }: BinaryHopfieldOptions, patterns: readonly Int8Array[]): boolean =>
  rule !== "storkey" || patterns.length <= patterns[0].length;

/** Every rule in both forms, for laws about the forms. */
const rules: readonly BinaryHopfieldOptions[] = [
  { rule: "hebb" },
  { rule: "hebb", diagonal: "kept" },
  { rule: "storkey" },
  { rule: "storkey", diagonal: "kept" },
  { rule: "pseudoInverse" },
  { rule: "pseudoInverse", diagonal: "zero" },
  { rule: "perceptron", kappa: 0.2, maxEpochs: 20 },
];

test.each(descendingNetworks)("one unit at a time the energy never rises: %s", (_name, options) => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { patterns, queries, thresholds } = signCase(seed);
      const network = new BinaryHopfield(patterns, { ...options, thresholds });
      const run = network.retrieve(queries, { seed, trace: true });
      expect(network.descends).toBe(true);
      queries.forEach((_, q) => {
        expect(run.outcome[q]).toBe("converged");
        expect(run.energyRises(q)).toBe(0);
        const energies = network.energy([...run.trace(q)]);
        run.energies(q).forEach((energy, t) => {
          expect(energy).toBeCloseTo(energies[t], 9);
        });
        // Each sweep that moved something lowered it, or the field was within rounding of 0.
        for (let t = 1; t < energies.length; t++)
          expect(energies[t]).toBeLessThanOrEqual(energies[t - 1] + 1e-9);
      });
    }),
    runs,
  );
});

test("the energy is -1/2 s'Ws + theta's of the weights, the field W s - theta", () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(...rules), (seed, options) => {
      const { patterns, queries, thresholds } = signCase(seed);
      const network = new BinaryHopfield(patterns, { ...options, thresholds });
      const [state] = queries;
      const fields = plainFields(network, state);
      network.fields(state).forEach((field, i) => {
        expect(field).toBeCloseTo(fields[i], 9);
      });
      const energy = state.reduce((sum, s, i) => sum - 0.5 * s * (fields[i] - thresholds[i]), 0);
      expect(network.energy(state)[0]).toBeCloseTo(energy, 8);
    }),
    runs,
  );
});

test("a network with a negative weight to itself, or without symmetry, claims no descent", () => {
  const patterns = randomSigns(new Random("claims"), 8, 20);
  expect(new BinaryHopfield(patterns, { rule: "perceptron" }).descends).toBe(false);
  const kept = new BinaryHopfield(patterns, { rule: "storkey", diagonal: "kept" });
  const diagonal = Array.from({ length: 20 }, (_, i) => kept.weights()[i * 21]);
  expect(kept.descends).toBe(Math.min(...diagonal) >= 0);
});

test("all units at once end in a fixed point or in a cycle of two states, for symmetric weights", () => {
  let cycles = 0;
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(...descendingNetworks), (seed, [, options]) => {
      const { patterns, queries, thresholds, size } = signCase(seed);
      const network = new BinaryHopfield(patterns, { ...options, thresholds });
      const run = network.retrieve(queries, { update: "sync", maxSweeps: 20 * size, trace: true });
      queries.forEach((_, q) => {
        const state = run.stateOf(q);
        const fields = network.fields(state);
        const next = state.map((s, i) => (Math.abs(fields[i]) <= 1e-10 ? s : Math.sign(fields[i])));
        if (run.outcome[q] === "converged") {
          expect(next).toEqual(state);
          expect(run.otherOf(q)).toBeNull();
        } else {
          expect(run.outcome[q]).toBe("cycle");
          expect(next).toEqual(run.otherOf(q));
          expect(next).not.toEqual(state);
          expect(run.trace(q).at(-3)).toEqual(state);
          cycles++;
        }
      });
    }),
    { numRuns: 200 },
  );
  expect(cycles).toBeGreaterThan(3);
});

test("the smallest cycle: two units that copy each other", () => {
  const network = new BinaryHopfield([[1, 1]]);
  const run = network.retrieve([1, -1], { update: "sync" });
  expect(run.at(0).outcome).toBe("cycle");
  expect([...run.stateOf(0)]).toEqual([1, -1]);
  expect([...(run.otherOf(0) ?? [])]).toEqual([-1, 1]);
  expect(network.retrieve([1, -1]).at(0).outcome).toBe("converged");
});

test("through the patterns and by the matrix: the same weights, fields and states", () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(...rules), (seed, options) => {
      const { patterns, queries, thresholds } = signCase(seed, { most: 40 });
      fc.pre(tame(options, patterns));
      const through = new BinaryHopfield(patterns, { ...options, thresholds, form: "patterns" });
      const matrix = new BinaryHopfield(patterns, { ...options, thresholds, form: "matrix" });
      expect([through.form, matrix.form]).toEqual(["patterns", "matrix"]);
      const weights = matrix.weights();
      expect(Math.max(...through.weights().map((w, k) => Math.abs(w - weights[k])))).toBeLessThan(1e-6);
      for (const update of ["async", "sync"] as const) {
        const a = through.retrieve(queries, { update, seed, trace: true });
        const b = matrix.retrieve(queries, { update, seed, trace: true });
        expect(a.outcome).toEqual(b.outcome);
        expect(a.state).toEqual(b.state);
        queries.forEach((_, q) => {
          expect(a.trace(q)).toEqual(b.trace(q));
          a.energies(q).forEach((energy, t) => {
            expect(Math.abs(energy - b.energies(q)[t])).toBeLessThan(1e-6 * (1 + Math.abs(energy)));
          });
        });
      }
    }),
    runs,
  );
});

test("auto goes through few patterns and makes a matrix for many", () => {
  const random = new Random("auto");
  const forms = (rule: BinaryHopfieldOptions["rule"], count: number): string =>
    new BinaryHopfield(randomSigns(random, count, 40), { ...(rule ? { rule } : {}), maxEpochs: 5 }).form;
  expect([forms("hebb", 19), forms("hebb", 20)]).toEqual(["patterns", "matrix"]);
  expect([forms("storkey", 9), forms("storkey", 10)]).toEqual(["patterns", "matrix"]);
  expect([forms("pseudoInverse", 19), forms("pseudoInverse", 30)]).toEqual(["patterns", "matrix"]);
  expect([forms("perceptron", 10), forms("perceptron", 30)]).toEqual(["patterns", "matrix"]);
});

test("adding patterns one by one is adding them at once", () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(...rules.slice(0, 6)), (seed, options) => {
      const { patterns, queries, size } = signCase(seed, { most: 60 });
      fc.pre(tame(options, patterns));
      const whole = new BinaryHopfield(patterns, options);
      const grown = new BinaryHopfield([], { ...options, size });
      patterns.forEach((pattern, m) => {
        expect(grown.add(pattern)).toBe(m);
        // Asked in between, so that what was made for asking has to follow.
        if (m % 3 === 0) grown.retrieve(queries[0], { maxSweeps: 1 });
      });
      expect(grown.count).toBe(whole.count);
      expect(grown.rank).toBe(whole.rank);
      const [one, other] = [whole.weights(), grown.weights()];
      expect(Math.max(...one.map((w, k) => Math.abs(w - other[k])))).toBeLessThan(1e-6);
      expect(grown.retrieve(queries, { seed }).state).toEqual(whole.retrieve(queries, { seed }).state);
    }),
    runs,
  );
});

test("the order of stored patterns does not matter, for hebb and pseudoInverse", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom(...rules.filter(({ rule }) => rule === "hebb" || rule === "pseudoInverse")),
      (seed, options) => {
        const { patterns, queries, random } = signCase(seed);
        const shuffled = random.shuffle([...patterns]);
        const a = new BinaryHopfield(patterns, options).retrieve(queries, { seed });
        const b = new BinaryHopfield(shuffled, options).retrieve(queries, { seed });
        expect(a.state).toEqual(b.state);
      },
    ),
    runs,
  );
});

test("the order of stored patterns matters for storkey", () => {
  const patterns = randomSigns(new Random("order"), 3, 12);
  const a = new BinaryHopfield(patterns, { rule: "storkey" }).weights();
  const b = new BinaryHopfield([...patterns].reverse(), { rule: "storkey" }).weights();
  expect(Math.max(...a.map((w, k) => Math.abs(w - b[k])))).toBeGreaterThan(1e-3);
});

test("a clamped unit never moves, and the others settle around it", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom(...rules),
      fc.constantFrom("async" as const, "sync" as const),
      (seed, options, update) => {
        const { patterns, queries, size, random } = signCase(seed);
        const network = new BinaryHopfield(patterns, options);
        const known = Uint8Array.from({ length: size * queries.length }, () => random.below(2));
        const run = network.retrieve(queries, { known, update, seed, trace: true, maxSweeps: 500 });
        queries.forEach((query, q) => {
          for (const state of run.trace(q)) {
            expect(state.every((s, i) => known[q * size + i] === 0 || s === query[i])).toBe(true);
          }
          if (run.outcome[q] !== "converged") return;
          const state = run.stateOf(q);
          network.fields(state).forEach((field, i) => {
            if (known[q * size + i] === 0 && Math.abs(field) > 1e-10) expect(Math.sign(field)).toBe(state[i]);
          });
        });
      },
    ),
    runs,
  );
});

test("a unit whose field is 0 keeps its state", () => {
  // Two patterns that cancel in unit 0: w_0j = 0 for all j.
  const network = new BinaryHopfield([
    [1, 1, 1],
    [-1, 1, 1],
  ]);
  for (const first of [1, -1]) {
    expect(network.retrieve([first, 1, 1]).stateOf(0)[0]).toBe(first);
    expect(network.retrieve([first, 1, 1], { update: "sync" }).stateOf(0)[0]).toBe(first);
  }
});

test("thresholds draw units without fields, and the given order of units is obeyed", () => {
  const network = new BinaryHopfield([], { size: 2, thresholds: [1, -1] });
  network.add([1, -1]);
  expect([...network.retrieve([1, 1]).stateOf(0)]).toEqual([-1, 1]);
  // Units that copy each other: the one that goes first yields.
  const copying = new BinaryHopfield([[1, 1]]);
  expect([...copying.retrieve([1, -1], { order: [0, 1] }).stateOf(0)]).toEqual([-1, -1]);
  expect([...copying.retrieve([1, -1], { order: [1, 0] }).stateOf(0)]).toEqual([1, 1]);
});

test("the same seed gives the same states, alone or in a batch", () => {
  const { patterns, queries } = signCase("batch");
  const network = new BinaryHopfield(patterns);
  const batch = network.retrieve(queries, { seed: 7 });
  queries.forEach((query, q) => {
    expect(network.retrieve(query, { seed: 7 }).stateOf(0)).toEqual(batch.stateOf(q));
  });
});

test("damaged patterns come back well below the capacity", () => {
  const random = new Random("recall");
  const patterns = randomSigns(random, 10, 300);
  const queries = patterns.map((pattern) => flipped(random, pattern, 0.1));
  for (const rule of ["hebb", "storkey", "pseudoInverse", "perceptron"] as const) {
    const network = new BinaryHopfield(patterns, { rule });
    const run = network.retrieve(queries);
    expect(network.training?.converged ?? true).toBe(true);
    patterns.forEach((pattern, m) => {
      expect(run.stateOf(m)).toEqual(pattern);
      expect(run.top(m, 1)).toEqual([{ index: m, overlap: 1 }]);
      expect(network.overlap(pattern)[m]).toBe(1);
    });
    expect([...network.fixedPatterns()]).toEqual(new Array(10).fill(1));
  }
});

test("a unit of a query that is not known may hold anything", () => {
  const network = new BinaryHopfield([[1, -1, 1, -1]]);
  const known = Uint8Array.of(1, 1, 0, 0);
  const run = network.retrieve([1, -1, Number.NaN, 0], { known });
  expect([...run.stateOf(0)]).toEqual([1, -1, 1, -1]);
  // It counts by its sign; what has none counts as +1.
  const shown = network.retrieve([1, -0.5, Number.NaN, 0], {
    known: Uint8Array.of(1, 0, 0, 0),
    maxSweeps: 0,
  });
  expect([...shown.stateOf(0)]).toEqual([1, -1, 1, 1]);
  expect(shown.at(0)).toMatchObject({ sweeps: 0, outcome: "max-sweeps" });
});

test("true and false are patterns, flat arrays need a size", () => {
  const network = new BinaryHopfield([[true, false, true]]);
  expect([...network.at(0)]).toEqual([1, -1, 1]);
  expect([...new BinaryHopfield(Int8Array.of(1, 1, -1, -1), { size: 2 }).at(1)]).toEqual([-1, -1]);
  expect([...new BinaryHopfield([1, 1, -1, -1], { size: 4 }).at(0)]).toEqual([1, 1, -1, -1]);
});

const good = [
  [1, -1, 1],
  [1, 1, -1],
];

test.each([
  [
    "0 in a pattern",
    () => new BinaryHopfield([[1, 0, 1]]),
    "ERR_RANGE",
    /pattern 0 has 0 at unit 1.*booleans/,
  ],
  [
    "rows of two sizes",
    () => new BinaryHopfield([[1, -1], [1]]),
    "ERR_SIZE",
    /pattern 1 has 1 units \(expected 2\)/,
  ],
  ["a flat array without size", () => new BinaryHopfield([1, -1]), "ERR_SIZE", /how many units/],
  [
    "a flat array that is no whole rows",
    () => new BinaryHopfield([1, -1, 1], { size: 2 }),
    "ERR_SIZE",
    /whole number/,
  ],
  ["no units", () => new BinaryHopfield([], { size: 0 }), "ERR_SIZE", /0 units/],
  ["a query of another size", () => new BinaryHopfield(good).retrieve([[1, 1]]), "ERR_SIZE", /query 0 has 2/],
  ["0 in a query", () => new BinaryHopfield(good).retrieve([1, 0, 1]), "ERR_RANGE", /query 0 has 0/],
  [
    "no pattern yet",
    () => new BinaryHopfield([], { size: 3 }).retrieve([1, 1, 1]),
    "ERR_EMPTY_MEMORY",
    /add\(\)/,
  ],
  ["no query", () => new BinaryHopfield(good).retrieve([]), "ERR_SIZE", /no query/],
  [
    "a mask of another size",
    () => new BinaryHopfield(good).retrieve([1, 1, 1], { known: new Uint8Array(2) }),
    "ERR_SIZE",
    /known has 2/,
  ],
  [
    "an order that repeats",
    () => new BinaryHopfield(good).retrieve([1, 1, 1], { order: [0, 0, 1] }),
    "ERR_OPTION",
    /order/,
  ],
  [
    "an unknown rule",
    () => new BinaryHopfield(good, { rule: "heb" as "hebb" }),
    "ERR_OPTION",
    /did you mean hebb/,
  ],
  [
    "an unknown form",
    () => new BinaryHopfield(good, { form: "martix" as "matrix" }),
    "ERR_OPTION",
    /did you mean matrix/,
  ],
  [
    "an unknown update",
    () => new BinaryHopfield(good).retrieve([1, 1, 1], { update: "asynchronous" as "async" }),
    "ERR_OPTION",
    /did you mean async/,
  ],
  [
    "a diagonal for the perceptron",
    () => new BinaryHopfield(good, { rule: "perceptron", diagonal: "kept" }),
    "ERR_OPTION",
    /diagonal/,
  ],
  ["symmetric hebb", () => new BinaryHopfield(good, { symmetric: true }), "ERR_OPTION", /perceptron/],
  [
    "a negative margin",
    () => new BinaryHopfield(good, { rule: "perceptron", kappa: -1 }),
    "ERR_OPTION",
    /kappa/,
  ],
  [
    "thresholds of another size",
    () => new BinaryHopfield(good, { thresholds: [1] }),
    "ERR_SIZE",
    /thresholds/,
  ],
  [
    "a threshold that is no number",
    () => new BinaryHopfield(good, { thresholds: Number.NaN }),
    "ERR_NOT_FINITE",
    /NaN/,
  ],
])("bad input is named: %s", (_name, run, code, message) => {
  expect(run).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});
