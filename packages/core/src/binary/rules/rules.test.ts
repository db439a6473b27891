import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../math/random.ts";
import { BinaryHopfield } from "../binaryHopfield.ts";
import { randomSigns, signCase } from "../testing/cases.ts";

/** Storkey's rule as it is written, weight by weight. */
function storkeyWeights(patterns: readonly Int8Array[], diagonal: "zero" | "kept"): Float64Array {
  const size = patterns[0].length;
  let w = new Float64Array(size * size);
  for (const x of patterns) {
    const h = (i: number, j: number): number => {
      let sum = 0;
      for (let k = 0; k < size; k++) if (k !== i && k !== j) sum += w[i * size + k] * x[k];
      return sum;
    };
    const next = w.slice();
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        if (i !== j || diagonal === "kept") {
          next[i * size + j] += (x[i] * x[j] - x[i] * h(j, i) - h(i, j) * x[j]) / size;
        }
      }
    }
    w = next;
  }
  return w;
}

test("storkey's weights are the rule as it is written, in both forms", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom("zero" as const, "kept" as const),
      fc.constantFrom("patterns" as const, "matrix" as const),
      (seed, diagonal, form) => {
        const random = new Random(seed);
        const patterns = randomSigns(random, 1 + random.below(8), 2 + random.below(14));
        const got = new BinaryHopfield(patterns, { rule: "storkey", diagonal, form }).weights();
        storkeyWeights(patterns, diagonal).forEach((w, k) => {
          expect(got[k]).toBeCloseTo(w, 10);
        });
      },
    ),
    { numRuns: 60 },
  );
});

test("pseudoInverse projects onto the patterns: W W = W, W x = x, trace = rank, dependent patterns add nothing", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { patterns, size, random } = signCase(seed, { most: 70 });
      const twin = patterns[random.below(patterns.length)];
      const all = [...patterns, twin, twin.map((s) => -s)];
      const network = new BinaryHopfield(all, { rule: "pseudoInverse" });
      const weights = network.weights();
      const times = (v: ArrayLike<number>): Float64Array =>
        Float64Array.from({ length: size }, (_, i) => {
          let sum = 0;
          for (let j = 0; j < size; j++) sum += weights[i * size + j] * v[j];
          return sum;
        });
      for (const pattern of all) {
        times(pattern).forEach((value, i) => {
          expect(value).toBeCloseTo(pattern[i], 6);
        });
      }
      const column = weights.slice(0, size);
      times(column).forEach((value, i) => {
        expect(value).toBeCloseTo(column[i], 6);
      });
      let trace = 0;
      for (let i = 0; i < size; i++) trace += weights[i * (size + 1)];
      expect(trace).toBeCloseTo(network.rank ?? -1, 5);
      expect(network.rank).toBe(new BinaryHopfield(patterns, { rule: "pseudoInverse" }).rank);
    }),
    { numRuns: 60 },
  );
});

test("pseudoInverse keeps every stored pattern as a fixed point up to N = d", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 40 }), (seed, count) => {
      const patterns = randomSigns(new Random(seed), count, 40);
      const network = new BinaryHopfield(patterns, { rule: "pseudoInverse" });
      expect([...network.fixedPatterns()]).toEqual(new Array(count).fill(1));
      expect(network.retrieve(patterns).state).toEqual(Int8Array.from(patterns.flatMap((row) => [...row])));
    }),
    { numRuns: 60 },
  );
});

test.each([false, true])("a perceptron's margins hold for every bit (symmetric: %s)", (symmetric) => {
  let converged = 0;
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(0, 0.1, 0.5), (seed, kappa) => {
      const random = new Random(seed);
      const size = 20 + random.below(30);
      const patterns = randomSigns(random, 1 + random.below(Math.floor(size / 3)), size);
      const thresholds = Float64Array.from({ length: size }, () => random.normal(0, 0.2));
      const network = new BinaryHopfield(patterns, { rule: "perceptron", kappa, symmetric, thresholds });
      const weights = network.weights();
      const norms = thresholds.map((_, i) => Math.hypot(...weights.subarray(i * size, (i + 1) * size)));
      const margins = patterns.flatMap((pattern) =>
        Array.from(network.fields(pattern), (field, i) => (pattern[i] * field) / norms[i]),
      );
      const { training } = network;
      expect(training?.leastMargin).toBeCloseTo(Math.min(...margins), 9);
      if (training?.converged) {
        converged++;
        expect(training.leastMargin).toBeGreaterThan(0);
        expect(training.leastMargin).toBeGreaterThanOrEqual(kappa);
        expect([...network.fixedPatterns()]).toEqual(new Array(patterns.length).fill(1));
      } else {
        expect(training?.failedUnits).toBeGreaterThan(0);
      }
      for (let i = 0; i < size; i++) expect(weights[i * (size + 1)]).toBe(0);
    }),
    { numRuns: 40 },
  );
  expect(converged).toBeGreaterThan(20);
});

test("a perceptron learns more patterns than it has units, and says when it cannot", () => {
  const patterns = randomSigns(new Random("beyond"), 150, 40);
  const most = new BinaryHopfield(patterns.slice(0, 50), { rule: "perceptron", kappa: 0, maxEpochs: 3000 });
  expect(most.training).toMatchObject({ converged: true, failedUnits: 0 });
  expect(most.fixedPatterns().every((fixed) => fixed === 1)).toBe(true);
  const tooMany = new BinaryHopfield(patterns, { rule: "perceptron", kappa: 0, maxEpochs: 20 });
  expect(tooMany.training).toMatchObject({ converged: false, epochs: 20 });
  expect(tooMany.training?.leastMargin).toBeLessThanOrEqual(0);
});

test("a perceptron goes on training when patterns are added, and forgets none", () => {
  const patterns = randomSigns(new Random("more"), 20, 50);
  for (const symmetric of [false, true]) {
    const network = new BinaryHopfield(patterns.slice(0, 10), { rule: "perceptron", kappa: 0.2, symmetric });
    network.add(patterns.slice(10));
    expect(network.training?.converged).toBe(true);
    expect(network.fixedPatterns().every((fixed) => fixed === 1)).toBe(true);
  }
});
