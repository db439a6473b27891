import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { norm } from "../math/vector.ts";
import { sphereCapacity } from "../theory/capacity.ts";
import { largestCount } from "./sphere/largestCount.ts";
import { spherePatterns } from "./sphere/patterns.ts";
import { type SphereCapacitySettings, sphereCapacityProtocol } from "./sphereCapacity.ts";
import { type SphereLimitSettings, sphereLimitProtocol } from "./sphereLimit.ts";

const capacity = (more: Partial<SphereCapacitySettings>, seed = 1) =>
  sphereCapacityProtocol.run({ ...sphereCapacityProtocol.defaults, ...more }, seed, null);
const limit = (more: Partial<SphereLimitSettings>, seed = 1) =>
  sphereLimitProtocol.run({ ...sphereLimitProtocol.defaults, ...more }, seed, null).measures;

test("patterns lie on the sphere, and fewer of them are the first ones", () => {
  const all = spherePatterns({ size: 7, radius: 3 }, 20, new Random(4));
  for (let i = 0; i < 20; i++) expect(norm(all.subarray(7 * i, 7 * i + 7))).toBeCloseTo(3 * Math.sqrt(6), 12);
  expect(spherePatterns({ size: 7, radius: 3 }, 5, new Random(4))).toEqual(all.slice(0, 35));
});

test("bisection finds the last number that holds, with few questions", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 2000 }), (last, most) => {
      let asked = 0;
      const found = largestCount((n) => {
        asked++;
        expect(n).toBeGreaterThanOrEqual(1);
        expect(n).toBeLessThanOrEqual(most);
        return n <= last;
      }, most);
      expect(found).toBe(Math.min(last, most));
      expect(asked).toBeLessThanOrEqual(2 * Math.log2(most) + 3);
    }),
    { numRuns: 300, seed: 6 },
  );
});

test("what theorem 3's condition certifies is stored: no pattern of many settings is missed", () => {
  let certified = 0;
  for (let seed = 0; seed < 40; seed++) {
    const random = new Random(seed).fork("settings");
    const { measures } = capacity(
      {
        size: 3 + random.below(18),
        radius: random.uniform(0.5, 3),
        beta: random.uniform(0.3, 4),
        patterns: 2 + random.below(60),
        checks: 30,
        probes: 3,
      },
      seed,
    );
    expect(measures.missed).toBe(0);
    if ((measures.certified ?? 0) > 0) certified++;
  }
  expect(certified).toBeGreaterThan(15);
});

test("the number that theorem 3 guarantees is stored, and far more", () => {
  const setting = { size: 20, radius: 3, beta: 1, failure: 0.001 };
  const guaranteed = sphereCapacity(setting).count;
  for (const patterns of [Math.ceil(guaranteed), 500]) {
    const { measures } = capacity({ ...setting, patterns });
    expect([measures.stored, measures.retrieved]).toEqual([1, 1]);
    expect(measures.guaranteed).toBeCloseTo(guaranteed, 12);
  }
});

test("the share that is stored falls with N, and grows with the dimension", () => {
  const stored = (patterns: number, size: number) => capacity({ patterns, size }).measures.stored ?? -1;
  expect(stored(16, 12)).toBe(1);
  expect(stored(512, 12)).toBeLessThan(0.9);
  expect(stored(512, 12)).toBeGreaterThan(stored(2000, 12));
  expect(stored(512, 16)).toBeGreaterThan(stored(512, 12));
});

test("the largest N grows exponentially with the dimension, between the guarantee and the limit for all placements", () => {
  const found = [6, 10, 14].map((size) => limit({ size, most: 2048 }));
  const stored = found.map((measures) => measures.stored ?? 0);
  expect(stored[1]).toBeGreaterThan(3 * stored[0]);
  expect(stored[2]).toBeGreaterThan(3 * stored[1]);
  for (const measures of found) {
    expect(measures.certified).toBeLessThanOrEqual(measures.stored ?? -1);
    expect(measures.retrieved).toBeLessThanOrEqual(measures.limit ?? -1);
    expect(measures.guaranteed).toBeNull();
  }
  const capped = limit({ size: 20, most: 32 });
  expect([capped.stored, capped.capped]).toEqual([32, 1]);
});

test("the same seed finds the same, with every measure and field named", () => {
  expect(capacity({}, 3)).toEqual(capacity({}, 3));
  expect(capacity({}, 3).lists.separation).not.toEqual(capacity({}, 4).lists.separation);
  for (const { fields, defaults, measures, run } of [sphereCapacityProtocol, sphereLimitProtocol]) {
    expect(Object.keys(fields).sort()).toEqual(Object.keys(defaults).sort());
    const result = (run as (settings: unknown, seed: number, source: null) => { measures: object })(
      defaults,
      1,
      null,
    );
    expect(Object.keys(result.measures).sort()).toEqual(Object.keys(measures).sort());
  }
  expect(capacity({ patterns: 1 }).measures).toMatchObject({ stored: 1, certified: 1, separation: null });
});

test("an abort ends a search, and bad settings are named", () => {
  const signal = AbortSignal.abort(new Error("enough"));
  const { defaults } = sphereLimitProtocol;
  expect(() => sphereLimitProtocol.run(defaults, 1, null, { signal })).toThrow("enough");
  expect(() => capacity({ failure: 0 })).toThrow(/invalid failure/);
  expect(() => capacity({ patterns: 0 })).toThrow(/invalid patterns/);
  const seen: number[] = [];
  sphereLimitProtocol.run({ ...defaults, most: 64 }, 1, null, {
    onProgress: (done, total) => seen.push(done / total),
  });
  expect(seen.at(-1)).toBe(1);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});
