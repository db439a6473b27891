import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { availableKernels } from "../kernels/select.ts";
import { Random } from "../math/random.ts";
import { distance } from "../math/vector.ts";
import { Patterns } from "../patterns/patterns.ts";
import { AssociativeMemory } from "./associativeMemory.ts";

const similarities = ["squaredEuclidean", "dot", "manhattan"] as const;
const separations = [
  "softmax",
  "sparsemax",
  "entmax/alpha=1.25",
  "max",
  "topK/k=7",
  "null/score=-3",
] as const;
const kernels = availableKernels().filter((name) => name === "simd" || name === "relaxed");

/** A memory large enough for surveys, with queries near some of its patterns. */
const problems = fc.record({
  seed: fc.nat(),
  similarity: fc.constantFrom(...similarities),
  separation: fc.oneof({ weight: 2, arbitrary: fc.constant("softmax") }, fc.constantFrom(...separations)),
  kind: fc.constantFrom("bytes", "float32", "layer"),
  count: fc.integer({ min: 64, max: 400 }),
  size: fc.integer({ min: 256, max: 300 }),
  noise: fc.constantFrom(0, 0.02, 0.2, 1),
  // From a beta at which everything blends to one at which a single pattern is left.
  sharpness: fc.integer({ min: -10, max: 45 }).map((tenths) => tenths / 10),
  masked: fc.boolean(),
  clamp: fc.boolean(),
  weighted: fc.boolean(),
  values: fc.boolean(),
  allowed: fc.constantFrom(1e-6, 1e-4, 1e-2, 0.5),
});

type Problem = typeof problems extends fc.Arbitrary<infer T> ? T : never;

function build(
  problem: Problem,
  kernelSet: string,
): { memory: AssociativeMemory; queries: Float64Array; known: Uint8Array | undefined } {
  const { seed, kind, count, size, noise, sharpness, weighted, values, masked } = problem;
  const random = new Random(seed);
  const data =
    kind === "float32"
      ? Float32Array.from({ length: count * size }, () => random.normal())
      : Uint8Array.from({ length: count * size }, () => random.below(256));
  const stored = new Patterns(data, {
    size,
    scale: kind === "float32" ? "pixel" : "unit",
    normalize: kind === "layer" ? "layer" : "none",
  });
  const memory = new AssociativeMemory(stored, {
    similarity: problem.similarity,
    separation: problem.separation,
    beta: 10 ** sharpness / size,
    kernels: kernelSet as "simd",
    ...(weighted ? { weights: Float64Array.from({ length: count }, () => Math.exp(random.normal())) } : {}),
    ...(values
      ? {
          values: new Patterns(
            Float32Array.from({ length: count * 5 }, () => random.normal()),
            { size: 5 },
          ),
        }
      : {}),
  });
  const plain = stored.plain;
  const queries = Float64Array.from({ length: 4 * size }, (_, k) => {
    const i = (11 * Math.floor(k / size)) % count;
    return plain.gain[i] * plain.data[i * size + (k % size)] + plain.offset[i] + noise * random.normal();
  });
  const known = masked ? Uint8Array.from({ length: size }, (_, j) => (j < size / 2 ? 1 : 0)) : undefined;
  return { memory, queries, known };
}

describe.each(kernels)("skipping with the %s kernels", (kernelSet) => {
  test("an update lies within what was allowed of the dense one, and so do readout, energy and top patterns", () => {
    let skipping = 0;
    fc.assert(
      fc.property(problems, (problem) => {
        const { memory, queries, known } = build(problem, kernelSet);
        const options = { known, clamp: problem.clamp, maxSteps: 1, tolerance: 0 } as const;
        const asked =
          known === undefined
            ? { ...options, known: new Uint8Array(problem.size).fill(1) }
            : { ...options, known };
        const some = memory.retrieve(queries, { ...asked, exact: problem.allowed });
        const all = memory.retrieve(queries, { ...asked, exact: "dense" });
        for (let q = 0; q < 4; q++) {
          const scale = Math.hypot(...all.stateOf(q)) + 1;
          expect(distance(some.stateOf(q), all.stateOf(q))).toBeLessThanOrEqual(
            problem.allowed + 1e-6 * scale,
          );
          expect(distance(some.outputOf(q), all.outputOf(q))).toBeLessThanOrEqual(
            problem.allowed + 1e-6 * (Math.hypot(...all.outputOf(q)) + scale),
          );
          const { skipped, gap } = some.certificate(q);
          if (skipped > 0) skipping++;
          expect(skipped).toBeLessThanOrEqual(0.01);
          const [before, dense] = [some.energies(q)[0], all.energies(q)[0]];
          if (!Number.isNaN(dense)) {
            const error = -Math.log1p(-skipped) / some.beta;
            expect(Math.abs(before - dense)).toBeLessThanOrEqual(
              error + 1e-6 * (Math.abs(dense) + scale * scale),
            );
          }
          expect(gap).toBeCloseTo(all.certificate(q).gap, 3);
          const top = all.top(q, 1)[0];
          if (top.weight > 0.51) expect(some.top(q, 1)[0].index).toBe(top.index);
          expect(Math.abs(some.top(q, 1)[0].weight - top.weight)).toBeLessThanOrEqual(skipped + 1e-5);
        }
      }),
      { numRuns: 250 },
    );
    // The property would hold for a memory that never skips, too.
    expect(skipping).toBeGreaterThan(50);
  });

  test("many updates: nothing is left out beyond what is said, and the energy never rises beyond its error", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { memory, queries } = build(problem, kernelSet);
        const many = memory.retrieve(queries, { maxSteps: 6, tolerance: 0, exact: problem.allowed });
        const convex = memory.separation.convex;
        for (let q = 0; q < 4; q++) {
          if (convex) expect(many.certificate(q).energyRises).toBe(0);
          // What the last update made of the state before it is what all patterns make of it.
          const before = many.trace(q);
          expect(before).toEqual([]);
        }
        const traced = memory.retrieve(queries, {
          maxSteps: 6,
          tolerance: 0,
          exact: problem.allowed,
          trace: true,
        });
        for (let q = 0; q < 4; q++) {
          const states = traced.trace(q).map(({ state }) => state);
          for (let t = 0; t + 1 < states.length; t++) {
            const plain = memory.stored.normalization === "none";
            if (!plain) continue;
            const dense = memory.retrieve(states[t], { maxSteps: 1, tolerance: 0, exact: "dense" });
            const scale = Math.hypot(...states[t]) + 1;
            expect(distance(dense.state, states[t + 1])).toBeLessThanOrEqual(problem.allowed + 1e-6 * scale);
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});
