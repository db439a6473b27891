import fc from "fast-check";
import { Random } from "modern-hopfield";
import { expect, test } from "vitest";
import { type NormedAffineWeights, normedAffine } from "../autodiff/normedAffine.ts";
import type { Tensor } from "../autodiff/tensor.ts";
import { expectGradients, randomTensor } from "../autodiff/testing/differences.ts";
import { associate } from "./associate.ts";
import { associateLate } from "./associateLate.ts";
import { blend } from "./blend.ts";
import { blendLate } from "./lateBlend.ts";
import { quickExp } from "./quickExp.ts";
import { softmaxSeparation } from "./separations.ts";

/** Random patterns of all roles, a norm and a map with rows and numbers of others around its own. */
function given(seed: number, steps: number, epsilon: number) {
  const random = new Random(seed);
  const size = (most: number): number => 1 + random.below(most);
  const [batch, heads, L, S, E, d] = [size(3), size(3), size(2), size(4), size(3), size(3)];
  const one = (): number => (random.below(2) === 0 ? 1 : batch);
  const states = randomTensor(random, [one(), L, heads * d]);
  const patterns = randomTensor(random, [one(), S, E]);
  const [weight, bias] = [randomTensor(random, [heads * d + 2, E]), randomTensor(random, [heads * d + 3])];
  const affine = random.below(2) === 0;
  const normWeight = affine ? randomTensor(random, [E]) : null;
  const normBias = affine ? randomTensor(random, [E]) : null;
  const tensors = [states, patterns, weight, bias];
  for (const more of [normWeight, normBias]) if (more !== null) tensors.push(more);
  /** The weights among tensors in the order of `tensors`. */
  const weightsOf = (all: readonly Tensor[]): NormedAffineWeights => ({
    weight: all[2],
    bias: all[3],
    normWeight: all[4] ?? null,
    normBias: all[5] ?? null,
    weightStart: 1,
    biasStart: 2,
    count: heads * d,
  });
  const beta = randomTensor(random, [heads]);
  beta.data.fill(0.8);
  beta.requiresGrad = false;
  const maxSteps = Array.from({ length: heads }, () => random.below(steps + 1));
  const stopping = { rule: "state" as const, maxSteps, epsilon: new Array<number>(heads).fill(epsilon) };
  const padding = { shape: [batch, S], data: Uint8Array.from({ length: batch * S }, () => random.below(2)) };
  const common = { batch, heads, beta, separation: softmaxSeparation, stopping };
  const late = (all: readonly Tensor[]) =>
    associateLate({ ...common, states: all[0], patterns: all[1], weights: weightsOf(all), padding });
  const early = (all: readonly Tensor[]) =>
    associate({
      ...common,
      states: { tensor: all[0], shared: false },
      stored: { tensor: normedAffine(all[1], weightsOf(all)), shared: false },
      unmasked: 0,
      masks: { padding },
      tiled: null,
      similarity: "dot",
      gradient: "unrolled",
      empty: "zero",
    });
  return { random, batch, heads, L, S, tensors, weightsOf, late, early };
}

/** Whether numbers agree to rounding. */
function expectSame(found: Tensor, wanted: Tensor): void {
  expect(found.shape).toEqual(wanted.shape);
  for (let k = 0; k < wanted.data.length; k++) expect(found.data[k]).toBeCloseTo(wanted.data[k], 10);
}

test.each([
  [0, 1e-30],
  [3, 1e-30],
  // Some states rest before the others.
  [6, 0.3],
])(
  "patterns that stay unprojected give the same association and ends: %i updates, epsilon %d",
  (steps, epsilon) => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { tensors, late, early } = given(seed, steps, epsilon);
        const [found, wanted] = [late(tensors), early(tensors)];
        expectSame(found.association, wanted.association);
        for (const what of ["steps", "settled", "empty"] as const) expect(found[what]).toEqual(wanted[what]);
      }),
      { numRuns: 60, seed: 5 },
    );
  },
);

test("their gradients are those of central differences", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { tensors, late } = given(seed, 2, 1e-30);
      expectGradients((...all: Tensor[]) => late(all).association, tensors);
    }),
    { numRuns: 15, seed: 5 },
  );
});

test("values projected after they are blended are those projected before, gradients too", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { random, batch, heads, L, S, tensors, weightsOf } = given(seed, 0, 1);
      // Any weights: under dropout their sums are not 1.
      const association = randomTensor(random, [batch, heads, L, S]);
      const values = { tensor: normedAffine(tensors[1], weightsOf(tensors)), shared: false };
      expectSame(blendLate(association, tensors[1], weightsOf(tensors)), blend(association, values));
      const all = [association, ...tensors.slice(1)];
      expectGradients((...found: Tensor[]) => blendLate(found[0], found[1], weightsOf(found)), all);
    }),
    { numRuns: 20, seed: 5 },
  );
});

test("the quick exponential is exp to 8e-9", () => {
  fc.assert(
    fc.property(fc.double({ min: -87, max: 0, noNaN: true }), (x) => {
      expect(Math.abs(quickExp(x) / Math.exp(x) - 1)).toBeLessThan(8e-9);
    }),
    { numRuns: 2000, seed: 5 },
  );
  expect(quickExp(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(quickExp(Number.NaN)).toBeNaN();
});
