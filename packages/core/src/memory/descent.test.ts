import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { AssociativeMemory } from "./associativeMemory.ts";
import { manhattan } from "./similarities/manhattan.ts";
import { withMean } from "./similarities/withMean.ts";
import type { Similarity } from "./similarity.ts";
import { caseOf, convex, descending, maskOf, pairs } from "./testing/arbitraries.ts";

/** The energies of one random retrieval, with or without weights and a mask. */
function energiesOf(
  similarity: Similarity,
  separation: (typeof convex)[number],
  seed: number,
): readonly number[] {
  const { random, stored, query, beta, weights, size } = caseOf(similarity, seed);
  const memory = new AssociativeMemory(stored, {
    similarity,
    separation,
    beta,
    ...(random.uniform() < 0.4 ? { weights } : {}),
  });
  const masked = random.uniform() < 0.5;
  return memory
    .retrieve(query, {
      maxSteps: 12,
      tolerance: 0,
      clamp: random.uniform() < 0.3,
      trace: true,
      ...(masked ? { known: maskOf(random, size) } : {}),
    })
    .energies(0);
}

test.each(pairs)("the energy never rises along a retrieval: %s", (_name, similarity, separation) => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const energies = energiesOf(similarity, separation, seed);
      expect(energies.length).toBeGreaterThan(1);
      for (let t = 1; t < energies.length; t++) {
        const rounding = 1e-10 * (1 + Math.abs(energies[t]) + Math.abs(energies[t - 1]));
        expect(energies[t]).toBeLessThanOrEqual(energies[t - 1] + rounding);
      }
    }),
    { numRuns: 60, seed: 1 },
  );
});

test("every built-in similarity of the list claims descent, every separation is convex", () => {
  expect(descending.every(({ descends }) => descends)).toBe(true);
  expect(convex.every((separation) => separation.convex)).toBe(true);
  expect(pairs.length * 60).toBeGreaterThan(5000);
});

test("the weighted mean with manhattan scores does raise the energy, and the certificate counts it", () => {
  const similarity = withMean(manhattan);
  let rises = 0;
  for (let seed = 0; seed < 300; seed++) {
    const { stored, query } = caseOf(manhattan, seed);
    const memory = new AssociativeMemory(stored, { similarity, beta: 0.5 + (seed % 10) });
    rises += memory.retrieve(query, { maxSteps: 8 }).certificate(0).energyRises ?? 0;
  }
  expect(similarity.descends).toBe(false);
  expect(rises).toBeGreaterThan(5);
});

test("rises are counted where scores are tiny: the founding notebooks' score at pixels 0..255", () => {
  const random = new Random("tiny scores");
  const stored = Array.from({ length: 20 }, () =>
    Float64Array.from({ length: 400 }, () => random.below(256)),
  );
  const memory = new AssociativeMemory(stored, { similarity: "reciprocalManhattan", beta: 1e5 });
  const queries = stored.map((pattern) => pattern.map((value, j) => (j < 200 ? value : 0)));
  const rises = queries.reduce((sum, query) => {
    const retrieval = memory.retrieve(query, { maxSteps: 5, tolerance: 0 });
    const energies = retrieval.energies(0);
    const seen = energies.slice(1).filter((energy, t) => energy > energies[t] + 1e-9).length;
    expect(retrieval.certificate(0).energyRises).toBeGreaterThanOrEqual(seen);
    return sum + seen;
  }, 0);
  expect(rises).toBeGreaterThan(0);
});
