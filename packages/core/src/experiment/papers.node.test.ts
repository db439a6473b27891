import { expect, test } from "vitest";
import { fixedPointsProtocol } from "./fixedPoints.ts";
import { oneUpdateProtocol } from "./oneUpdate.ts";
import { cifar10, haveRealData, mnist, named } from "./testing/realData.ts";

test.skipIf(!haveRealData)(
  named("pictures pass from one fixed point for all to one each as beta grows"),
  () => {
    for (const [source, low, high] of [
      [cifar10(), 0.003, 0.05],
      [mnist(), 0.003, 0.3],
    ] as const) {
      const run = (beta: number) =>
        fixedPointsProtocol.run({ ...fixedPointsProtocol.defaults, beta }, 1, source).measures;
      const [vague, sharp] = [run(low), run(high)];
      expect([vague.global, vague.distinct, vague.broken]).toEqual([1, 1, 0]);
      expect([sharp.single, sharp.distinct, sharp.broken]).toEqual([1, 50, 0]);
      // What is certified lies well within what is so: β m² < 1 is far below the change, the certified β above it.
      expect(vague.globalBeta).toBeLessThan(low);
      expect(sharp.certifiedBeta).toBeLessThan(high);
    }
  },
);

test.skipIf(!haveRealData)(
  named("no bound is broken on pictures, and one update is enough where beta is certified"),
  () => {
    const source = cifar10();
    for (const beta of [0.01, 0.03, "certified"] as const) {
      for (const distance of [0, 0.1]) {
        const settings = { ...oneUpdateProtocol.defaults, queries: 30, beta, distance };
        const { measures } = oneUpdateProtocol.run(settings, 1, source);
        expect(measures.violations).toBe(0);
        expect(measures.checks).toBeGreaterThanOrEqual(4 * 30);
        if (beta === "certified") expect([measures.certified, measures.withinOne]).toEqual([1, 1]);
      }
    }
  },
);
