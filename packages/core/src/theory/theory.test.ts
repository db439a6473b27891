import { expect, test } from "vitest";
import { effectivePatterns, fixedPointKind, metastableSize } from "./association.ts";
import { certifiedBeta, gapBound, requiredSeparation, updateFactorBound, weightBound } from "./bounds.ts";

test("effective patterns are 1 for one and N for all alike", () => {
  expect(effectivePatterns([0, 1, 0])).toBe(1);
  expect(effectivePatterns(new Float64Array(7).fill(1 / 7))).toBeCloseTo(7, 12);
});

test("metastable size is the least number that holds 90 % of the mass", () => {
  expect(metastableSize([0.95, 0.03, 0.02])).toBe(1);
  expect(metastableSize([0.5, 0.4, 0.1])).toBe(2);
  expect(metastableSize(new Float64Array(10).fill(0.1))).toBe(9);
});

test("fixed points: one pattern, some, more than half", () => {
  expect([fixedPointKind(1, 10), fixedPointKind(5, 10), fixedPointKind(6, 10)]).toEqual([
    "single",
    "metastable",
    "global",
  ]);
});

test("the certified beta is where the separation just suffices, and beyond it suffices", () => {
  for (const [N, M, delta] of [
    [10, 1, 0.3],
    [1000, 5, 2],
    [3, 0.2, 0.01],
  ] as const) {
    const beta = certifiedBeta(N, M, delta);
    expect(requiredSeparation(N, M, beta)).toBeLessThanOrEqual(delta * (1 + 1e-9));
    expect(requiredSeparation(N, M, 2 * beta)).toBeLessThan(delta);
  }
  expect(certifiedBeta(10, 1, 0)).toBe(Number.POSITIVE_INFINITY);
});

test("bounds shrink with the weight and the gap", () => {
  expect(weightBound(1, 3)).toBe(0);
  expect(weightBound(0.75, 2)).toBe(1);
  expect(gapBound(11, 1, 2, 3)).toBeCloseTo(20 * Math.exp(-6), 15);
});

test("the factor of one update is 2 β N M² (N - 1) exp(-β (Δ - 2 r M))", () => {
  const [N, M, beta, delta, farthest] = [7, 1.5, 4, 3, 0.2];
  const exponent = -beta * (delta - 2 * farthest * M);
  expect(updateFactorBound(N, M, beta, delta, farthest)).toBeCloseTo(
    2 * beta * N * M * M * (N - 1) * Math.exp(exponent),
    12,
  );
  expect(updateFactorBound(1, M, beta, delta, farthest)).toBe(0);
});
