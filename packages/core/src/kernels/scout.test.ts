import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { Patterns } from "../patterns/patterns.ts";
import { referenceKernels } from "./reference.ts";
import type { MakeScout, ScoutMeasure } from "./scout.ts";
import { availableKernels, selectKernels } from "./select.ts";

const measures: readonly ScoutMeasure[] = ["dot", "squaredEuclidean", "manhattan"];
const kinds = ["bytes", "float32", "layerNorm"] as const;
const scouts = availableKernels()
  .map((name) => ({ name, scout: selectKernels(name).scout }))
  .filter((set): set is { name: typeof set.name; scout: MakeScout } => set.scout !== undefined);

/** The logits of every pattern by the reference kernels. */
function logitsOf(
  measure: ScoutMeasure,
  stored: Patterns,
  columns: Int32Array | null,
  state: Float64Array,
  beta: number,
  logWeights: Float64Array | null,
): Float64Array {
  const scores = new Float64Array(stored.count);
  const kernel = { dot: "dot", squaredEuclidean: "squaredDistance", manhattan: "manhattanDistance" } as const;
  referenceKernels[kernel[measure]](stored, columns, state, 1, scores);
  const sign = { dot: 1, squaredEuclidean: -0.5, manhattan: -1 }[measure];
  return scores.map((score, i) => beta * sign * score + (logWeights?.[i] ?? 0));
}

test("where WebAssembly has SIMD there is a scout", () => {
  expect(scouts.length).toBe(availableKernels().length - 2);
});

describe.each(scouts)("the scout of the $name kernels", ({ scout }) => {
  test.each(measures)("keeps what can matter to %s and bounds the mass of the rest", (measure) => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(),
          kind: fc.constantFrom(...kinds),
          count: fc.integer({ min: 1, max: 300 }),
          size: fc.integer({ min: 1, max: 70 }),
          noise: fc.constantFrom(0, 0.02, 0.4),
          sharpness: fc.integer({ min: -30, max: 40 }).map((tenths) => tenths / 10),
          masked: fc.boolean(),
          weighted: fc.boolean(),
          reach: fc.integer({ min: 1, max: 40 }).map((halves) => halves / 2),
          few: fc.integer({ min: 1, max: 7 }),
        }),
        ({ seed, kind, count, size, noise, sharpness, masked, weighted, reach, few }) => {
          const random = new Random(seed);
          const data =
            kind === "float32"
              ? Float32Array.from({ length: count * size }, () => random.normal())
              : Uint8Array.from({ length: count * size }, () => random.below(256));
          const stored = new Patterns(data, {
            size,
            scale: kind === "float32" ? "pixel" : "unit",
            normalize: kind === "layerNorm" ? "layer" : "none",
          });
          const columns = masked
            ? Int32Array.from({ length: size }, (_, j) => j).filter((j) => j % 3 !== 1)
            : null;
          if (columns?.length === 0) return;
          const made = scout(stored, columns, measure);
          if (made === null) {
            expect(measure).toBe("manhattan");
            expect(kind).not.toBe("bytes");
            return;
          }
          const states = Float64Array.from({ length: 3 * size }, (_, k) => {
            const i = (7 * Math.floor(k / size)) % count;
            return stored.at(i)[k % size] + noise * random.normal();
          });
          const beta = 10 ** sharpness / Math.sqrt(size);
          const logWeights = weighted ? Float64Array.from({ length: count }, () => random.normal()) : null;
          const surveys = made.survey(states, 3, {
            beta,
            logWeights,
            reaches: [reach],
            tail: Infinity,
            few,
            room: count,
          });
          surveys.forEach((survey, q) => {
            if (survey === null) return;
            const state = states.subarray(q * size, (q + 1) * size);
            const logits = logitsOf(measure, stored, columns, state, beta, logWeights);
            const largest = logits.reduce((a, b) => Math.max(a, b));
            const kept = new Set(survey.kept);
            const order = [...logits.keys()].sort((a, b) => logits[b] - logits[a]);
            for (const i of order.slice(0, few)) expect(kept.has(i)).toBe(true);
            let tail = 0;
            logits.forEach((logit, i) => {
              if (kept.has(i)) return;
              expect(logit).toBeLessThan(largest - reach + 1e-6);
              tail += Math.exp(logit - largest);
            });
            expect(survey.tail).toBeGreaterThanOrEqual(tail * (1 - 1e-9));
            survey.kept.forEach((i, k) => {
              expect(survey.above[k]).toBeGreaterThanOrEqual(
                logits[i] - largest - 1e-7 * (1 + Math.abs(largest)),
              );
            });
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  test("gives a state up to which too many patterns matter, and keeps few for a sharp one", () => {
    const random = new Random("vague");
    const [count, size] = [2000, 64];
    const stored = new Patterns(
      Uint8Array.from({ length: count * size }, () => random.below(256)),
      { size, scale: "unit" },
    );
    const made = scout(stored, null, "squaredEuclidean");
    const request = { logWeights: null, reaches: [0, 16], tail: 1e-6, few: 6, room: 1000 };
    expect(made?.survey(stored.at(5), 1, { ...request, beta: 1e-3 })).toEqual([null]);
    const [sharp] = made?.survey(stored.at(5), 1, { ...request, beta: 50 }) ?? [];
    expect(sharp?.kept.length).toBeLessThan(30);
    expect(sharp?.kept).toContain(5);
    expect(sharp?.tail).toBeLessThan(1e-6);
  });
});
