import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { Patterns } from "../patterns/patterns.ts";
import { AssociativeMemory } from "./associativeMemory.ts";

test("the nearest patterns are those with the largest scores, whatever the kernels and the mask", () => {
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat(),
        similarity: fc.constantFrom("squaredEuclidean", "dot", "manhattan", "cosine"),
        bytes: fc.boolean(),
        count: fc.integer({ min: 1, max: 200 }),
        size: fc.integer({ min: 1, max: 300 }),
        k: fc.integer({ min: 1, max: 12 }),
        masked: fc.boolean(),
      }),
      ({ seed, similarity, bytes, count, size, k, masked }) => {
        const random = new Random(seed);
        const data = bytes
          ? Uint8Array.from({ length: count * size }, () => 1 + random.below(255))
          : Float32Array.from({ length: count * size }, () => random.normal());
        const memory = new AssociativeMemory(new Patterns(data, { size, scale: bytes ? "unit" : "pixel" }), {
          similarity,
          duplicates: "allow",
        });
        const known = Uint8Array.from({ length: size }, (_, j) => (masked && j % 3 === 1 ? 0 : 1));
        const queries = Float64Array.from({ length: 3 * size }, () => random.uniform());
        const { indices, scores, k: found } = memory.nearest(queries, { k, known });
        expect(found).toBe(Math.min(k, count));
        const all = memory.scores(queries, { known });
        for (let q = 0; q < 3; q++) {
          const row = all.subarray(q * count, (q + 1) * count);
          const best = Float64Array.from(row).sort().reverse();
          for (let n = 0; n < found; n++) {
            const scale = 1e-5 * (1 + Math.abs(best[n]));
            expect(Math.abs(scores[q * found + n] - best[n])).toBeLessThanOrEqual(scale);
            expect(Math.abs(row[indices[q * found + n]] - best[n])).toBeLessThanOrEqual(scale);
          }
          expect(new Set(indices.subarray(q * found, (q + 1) * found)).size).toBe(found);
        }
      },
    ),
  );
});
