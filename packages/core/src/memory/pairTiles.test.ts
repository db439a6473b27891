import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { pairTiles } from "./pairTiles.ts";

test.each([
  [1, 1],
  [63, 10],
  [64, 3072],
  [65, 3072],
  [5000, 7],
  [9001, 2000],
  [20_011, 100],
  [3000, 2_000_000],
])("the triangle of %i patterns of %i components is covered, in tiles of bounded size", (N, size) => {
  const tiles = pairTiles(N, size, N, true);
  const random = new Random(N);
  for (const { from, count, start, end } of tiles) {
    expect(from >= 0 && from + count <= N && start >= 0 && start < end && end <= N).toBe(true);
    expect(count * (end - start)).toBeLessThanOrEqual(64 * 8192);
    expect(count).toBe(tiles[0].count);
  }
  for (let k = 0; k < 300; k++) {
    const [i, j] = [random.below(N), random.below(N)].sort((a, b) => a - b);
    expect(tiles.some((t) => i >= t.from && i < t.from + t.count && j >= t.start && j < t.end)).toBe(true);
  }
});

test("little is scored on the wrong side of the diagonal", () => {
  const scored = (N: number): number =>
    pairTiles(N, 3072, N, true).reduce((sum, { count, start, end }) => sum + count * (end - start), 0);
  expect(scored(50_000) / (50_000 ** 2 / 2)).toBeLessThan(1.02);
  expect(scored(2000) / (2000 ** 2 / 2)).toBeLessThan(1.12);
});

test("some patterns ask all", () => {
  const tiles = pairTiles(20_000, 100, 130, false);
  const scored = new Set(tiles.flatMap(({ from, count, start, end }) => `${from}+${count}:${start}-${end}`));
  expect(scored.size).toBe(tiles.length);
  for (const i of [0, 64, 129]) {
    for (const j of [0, 8191, 19_999]) {
      expect(tiles.some((t) => i >= t.from && i < t.from + t.count && j >= t.start && j < t.end)).toBe(true);
    }
  }
});
