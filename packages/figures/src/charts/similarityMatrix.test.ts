import fc from "fast-check";
import { type DecodedPng, decode } from "fast-png";
import { describe, expect, test } from "vitest";
import { similarityMatrix } from "../index.ts";
import { describedAs, words } from "../testing/svg.ts";
import { orderByClass, summarisePairs } from "./parts/pairSummary.ts";

/** The picture in a chart; its values are places in the palette, 0 = clear, 1 the lowest colour. */
function pictureOf(svg: string): DecodedPng {
  const base64 = /href="data:image\/png;base64,([^"]+)"/.exec(svg)?.[1] ?? "";
  return decode(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
}

const table = fc.integer({ min: 2, max: 12 }).chain((count) =>
  fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
    minLength: count * count,
    maxLength: count * count,
  }),
);

describe("a similarity matrix", () => {
  test("has a cell for each pair, lighter where patterns are closer", () => {
    fc.assert(
      fc.property(table, (similarity) => {
        const count = Math.sqrt(similarity.length);
        const { width, height, data } = pictureOf(similarityMatrix({ count, similarity, label: "s" }));
        expect([width, height]).toEqual([count, count]);
        const order = similarity.map((_, at) => at).sort((a, b) => similarity[a] - similarity[b]);
        const rising = order.map((at) => data[at]);
        expect(rising).toEqual([...rising].sort((a, b) => a - b));
      }),
      { numRuns: 30 },
    );
  });

  test("has the whole range of colours between different patterns, whatever a pattern's similarity to itself", () => {
    const { data } = pictureOf(
      similarityMatrix({ count: 3, similarity: [100, 1, 2, 1, 100, 3, 2, 3, 100], label: "s" }),
    );
    expect([...data]).toEqual([64, 1, 33, 1, 64, 64, 33, 64, 64]);
  });

  test("leaves clear what is not finite", () => {
    const similarity = [1, Number.NaN, 0.5, 1];
    expect(pictureOf(similarityMatrix({ count: 2, similarity, label: "s" })).data[1]).toBe(0);
  });

  test("is the same from a table and from a function", () => {
    const similarity = (i: number, j: number): number => Math.cos(i * j);
    const flat = Array.from({ length: 25 }, (_, k) => similarity(Math.floor(k / 5), k % 5));
    const [one, other] = [flat, similarity].map((s) =>
      similarityMatrix({ count: 5, similarity: s, label: "s", domain: [-1, 1] }),
    );
    expect(one).toBe(other);
  });

  test("stands in the order of the classes, or in the order given", () => {
    const similarity = (i: number, j: number): number => (i === j ? 2 : i * j);
    const row = (more: object): number[] => {
      const { data } = pictureOf(
        similarityMatrix({ count: 3, similarity, label: "s", domain: [0, 2], ...more }),
      );
      return [data[1], data[2], data[5]];
    };
    const [zero, two] = [1, 64];
    expect(row({})).toEqual([zero, zero, two]);
    expect(row({ order: [1, 2, 0] })).toEqual([two, zero, zero]);
    expect(row({ classes: ["b", "a", "a"] })).toEqual([two, zero, zero]);
  });

  test("of many patterns is a matrix of means", () => {
    const svg = similarityMatrix({ count: 250, similarity: (i, j) => i + j, label: "s" });
    expect(pictureOf(svg).width).toBe(100);
    expect(describedAs(svg)).toContain("drawn as means over 100 × 100 blocks");
  });

  test("names the classes and the most similar pair", () => {
    const svg = similarityMatrix({
      count: 4,
      similarity: (i, j) => (i === j ? 1 : i + j === 5 ? 0.9 : i % 2 === j % 2 ? 0.5 : 0.1),
      label: "cosine",
      classes: ["cat", "dog", "cat", "dog"],
      names: ["tom", "rex", "garfield", "fido"],
    });
    expect(words(svg)).toEqual(expect.arrayContaining(["cat", "dog", "stored patterns, by class"]));
    expect(describedAs(svg)).toContain("most similar: garfield and fido");
    expect(describedAs(svg)).toMatch(/mean within a class 0.5; mean between classes 0.3/);
  });
});

test("classes are ordered as people count, and keep their patterns in order", () => {
  expect(orderByClass(["10", "9", "10", "1"])).toEqual([3, 1, 0, 2]);
});

test("the means over blocks, weighted by their pairs, are the mean of all pairs", () => {
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 5 }), (similarity, most) => {
      const count = Math.sqrt(similarity.length);
      fc.pre(most < count);
      const order = Array.from({ length: count }, (_, i) => i);
      const pairs = summarisePairs(order, (i, j) => similarity[i * count + j], undefined, most);
      const block = (place: number): number => Math.floor((place * most) / count);
      const sizes = new Float64Array(most * most);
      for (const i of order) {
        for (const j of order) if (i !== j) sizes[block(i) * most + block(j)]++;
      }
      let sum = 0;
      pairs.cell.forEach((mean, at) => {
        if (sizes[at] > 0) sum += mean * sizes[at];
      });
      expect(sum / (count * (count - 1))).toBeCloseTo(pairs.mean, 9);
      expect(pairs.least).toBeLessThanOrEqual(pairs.mean + 1e-9);
      expect(pairs.greatest).toBeGreaterThanOrEqual(pairs.mean - 1e-9);
    }),
  );
});
