import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { hardest } from "./hardest.ts";
import { ImageSet } from "./imageSet.ts";

/** The same order by plain loops over all pairs. */
function hardestPlain(images: ImageSet, pool: number[]): number[] {
  const nearest = pool.map((a) =>
    Math.min(
      ...pool
        .filter((b) => b !== a)
        .map((b) => images.at(a).reduce((sum, value, j) => sum + (value - images.at(b)[j]) ** 2, 0)),
    ),
  );
  return pool
    .map((i, k) => ({ i, k }))
    .sort((a, b) => nearest[a.k] - nearest[b.k] || a.k - b.k)
    .map(({ i }) => i);
}

test("skipping pairs changes nothing: the order is that of all distances", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom(1 as const, 3 as const),
      fc.integer({ min: 1, max: 13 }),
      fc.integer({ min: 1, max: 13 }),
      fc.constantFrom(2, 30, 256),
      (seed, channels, width, height, levels) => {
        const random = new Random(seed);
        const data = Uint8Array.from({ length: 25 * width * height * channels }, () => random.below(levels));
        const images = new ImageSet({ width, height, channels, data });
        const pool = random.sample(25, 20);
        expect(hardest(images, pool)).toEqual(hardestPlain(images, pool));
      },
    ),
  );
});

test("copies are the hardest of all", () => {
  const random = new Random(3);
  const data = Uint8Array.from({ length: 10 * 64 }, () => random.below(256));
  data.copyWithin(7 * 64, 2 * 64, 3 * 64);
  const images = new ImageSet({ width: 8, height: 8, channels: 1, data });
  expect(hardest(images, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).slice(0, 2)).toEqual([2, 7]);
});
