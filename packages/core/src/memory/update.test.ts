import fc from "fast-check";
import { expect, test } from "vitest";
import { norm } from "../math/vector.ts";
import { rowOf } from "../patterns/rows.ts";
import { AssociativeMemory } from "./associativeMemory.ts";
import { caseOf, descending } from "./testing/arbitraries.ts";

test.each(descending.map((similarity) => [similarity.name, similarity] as const))(
  "one update of %s is the least of R - Σ p s over its space",
  (_name, similarity) => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { random, stored, query, beta, size, count } = caseOf(similarity, seed);
        const memory = new AssociativeMemory(stored, { similarity, beta: Math.min(beta, 5) });
        const [p, bound] = [memory.association(query), memory.bind()];
        const objective = (state: Float64Array): number => {
          const scores = new Float64Array(count);
          bound.scores(state, 1, scores);
          return bound.potential(state) - scores.reduce((sum, s, i) => sum + p[i] * s, 0);
        };
        const next = memory.retrieve(query, { maxSteps: 1 }).state;
        const least = objective(next);
        const tolerance = 1e-9 * (1 + Math.abs(least));
        const rivals = Array.from({ length: count }, (_, i) => rowOf(stored, i));
        for (let k = 0; k < 60; k++) {
          const width = 10 ** random.uniform(-4, 0.5);
          rivals.push(
            similarity.space === "cube"
              ? next.map((v) => (random.uniform() < 0.1 ? -v : v))
              : next.map((v) => v + width * random.normal()),
          );
        }
        for (const rival of rivals) {
          if (similarity.scoreSign === "nonPositive" && /kullback|jensen/i.test(similarity.name)) {
            for (let j = 0; j < size; j++) rival[j] = Math.max(0, rival[j]);
          }
          if (similarity.space === "sphere") bound.enter(rival);
          expect(objective(rival)).toBeGreaterThanOrEqual(least - tolerance);
        }
        if (similarity.space === "sphere") expect(norm(next)).toBeCloseTo(1, 12);
      }),
      { numRuns: 50, seed: 2 },
    );
  },
);
