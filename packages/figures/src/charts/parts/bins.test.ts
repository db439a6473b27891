import fc from "fast-check";
import { expect, test } from "vitest";
import { binned } from "./bins.ts";

test("the bars of a histogram hold every value once, also when all are equal", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      const bins = binned(values, 0);
      expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(values.length);
      for (const { low, high } of bins) expect(low < 0 && high > 0).toBe(false);
      expect(bins.length).toBeLessThan(60);
    }),
  );
});
