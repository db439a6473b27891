import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { distance } from "../math/vector.ts";
import { Patterns } from "../patterns/patterns.ts";
import { certifiedBeta, requiredSeparation, sphereRadius } from "../theory/bounds.ts";
import { AssociativeMemory } from "./associativeMemory.ts";
import { withNull } from "./separations/withNull.ts";
import { bipolar } from "./similarities/bipolar.ts";
import { dot } from "./similarities/dot.ts";
import { euclidean } from "./similarities/euclidean.ts";
import { manhattan } from "./similarities/manhattan.ts";
import { squaredEuclidean } from "./similarities/squaredEuclidean.ts";
import { caseOf, floats, logUniform, maskOf } from "./testing/arbitraries.ts";

test.each([dot, squaredEuclidean])(
  "the last state of $name lies within every bound of its certificate",
  (similarity) => {
    let [single, masked, theorem5] = [0, 0, 0];
    for (let seed = 0; seed < 1500; seed++) {
      const { random, stored, query, size, beta, weights } = caseOf(similarity, seed);
      const known = seed % 3 === 0 ? maskOf(random, size) : undefined;
      const memory = new AssociativeMemory(stored, {
        similarity,
        beta,
        ...(seed % 5 === 0 ? { weights } : {}),
        ...(seed % 7 === 0 ? { separation: withNull({ score: -1 }) } : {}),
      });
      const found = memory.retrieve(query, { maxSteps: 1 + (seed % 3), ...(known ? { known } : {}) });
      const certificate = found.certificate(0, { theorem5: true });
      const top = stored.at(certificate.topIndex);
      const filled = found.state.map((v, j) => (known?.[j] ? top[j] : v));
      const error = distance(filled, top);
      for (const bound of [certificate.distanceBound, ...Object.values(certificate.bounds)]) {
        if (bound !== null) expect(error).toBeLessThanOrEqual(bound * (1 + 1e-9) + 1e-9);
      }
      if (certificate.distanceBound !== null) known ? masked++ : single++;
      if (certificate.bounds.theorem5 !== null) theorem5++;
      if (known) expect(certificate.bounds.theorem5).toBeNull();
    }
    expect(single).toBeGreaterThan(900);
    expect(masked).toBeGreaterThan(400);
    expect(theorem5).toBeGreaterThan(20);
  },
);

test.each([manhattan, euclidean, bipolar])(
  "a weight above 1/2 returns the pattern bit for bit: $name",
  (similarity) => {
    let exact = 0;
    for (let seed = 0; seed < 600; seed++) {
      const { stored, query, beta } = caseOf(similarity, seed);
      const found = new AssociativeMemory(stored, { similarity, beta }).retrieve(query, { maxSteps: 1 });
      const { topIndex, topWeight, distanceBound } = found.certificate(0);
      expect(distanceBound).toBe(topWeight > 0.5 ? 0 : null);
      if (distanceBound === 0) {
        exact++;
        expect(found.state).toEqual(stored.at(topIndex));
      }
    }
    expect(exact).toBeGreaterThan(300);
  },
);

test.each(["dot", "squaredEuclidean"])(
  "from a certified beta on the sphere around a pattern is its own: %s",
  (similarity) => {
    let started = 0;
    for (let seed = 0; seed < 120; seed++) {
      const random = new Random(seed).fork("sphere");
      const size = 4 + random.below(20);
      const stored = new Patterns(floats(random, 2 + random.below(8), size), { size });
      const probe = new AssociativeMemory(stored, { similarity, beta: 1 });
      for (let i = 0; i < stored.count; i++) {
        const least = probe.certifiedBetaOf(i);
        expect(Number.isFinite(least)).toBe(probe.separationOf(i) > 0);
        if (!Number.isFinite(least)) continue;
        const beta = least * logUniform(random, 1, 3);
        const memory = new AssociativeMemory(stored, { similarity, beta });
        const centre = Array.from({ length: size }, (_, j) =>
          similarity === "dot"
            ? 0
            : [...Array(stored.count).keys()].reduce((s, k) => s + stored.at(k)[j], 0) / stored.count,
        );
        const M = Math.max(...Array.from({ length: stored.count }, (_, k) => distance(stored.at(k), centre)));
        const radius = sphereRadius(stored.count, M, beta);
        const direction = floats(random, 1, size);
        const length = distance(direction, new Float64Array(size));
        const start = stored.at(i).map((v, j) => v + (0.999 * radius * direction[j]) / length);
        const found = memory.retrieve(start, { maxSteps: 60, tolerance: 1e-13 });
        expect(distance(found.state, stored.at(i))).toBeLessThanOrEqual(radius);
        expect(found.outcome[0]).toBe("converged");
        const other = memory.retrieve(stored.at(i), { maxSteps: 60, tolerance: 1e-13 });
        expect(distance(found.state, other.state)).toBeLessThan(1e-9);
        started++;
      }
    }
    expect(started).toBeGreaterThan(100);
  },
);

test("the certified beta is where the required separation is met", () => {
  const random = new Random("certified");
  for (let k = 0; k < 200; k++) {
    const [N, M, delta] = [
      2 + random.below(1000),
      logUniform(random, 0.1, 100),
      logUniform(random, 1e-3, 100),
    ];
    const beta = certifiedBeta(N, M, delta);
    expect(requiredSeparation(N, M, beta)).toBeLessThanOrEqual(delta * (1 + 1e-9));
    if (beta > 1.001 / delta) expect(requiredSeparation(N, M, 0.999 * beta)).toBeGreaterThan(delta);
  }
  expect(certifiedBeta(10, 1, 0)).toBe(Number.POSITIVE_INFINITY);
});

test("beta certified stores every pattern that can be stored", () => {
  const stored = caseOf(squaredEuclidean, 3).stored;
  const memory = new AssociativeMemory(stored, { beta: "certified" });
  for (let i = 0; i < stored.count; i++) {
    const found = memory.retrieve(stored.at(i));
    expect(found.certificate(0, { theorem5: true }).bounds.theorem5).not.toBeNull();
    expect(found.top(0, 1)[0].index).toBe(i);
    expect(found.beta).toBeGreaterThanOrEqual(memory.certifiedBetaOf(i));
  }
});
