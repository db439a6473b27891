import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { perImage } from "../index.ts";
import { count, describedAs, words } from "../testing/svg.ts";

const methods = [
  { name: "manhattan", values: [3, 1, 2, 0] },
  { name: "dot", values: [5, 7, null, 6] },
  { name: "query as given", values: [9, 8, 9, 8], baseline: true },
];
/** The tooltips of a chart in the order drawn. */
const titles = (svg: string): string[] =>
  [...svg.matchAll(/<title>([^<]+)<\/title>/g)].map(([, t]) => t).slice(1);

describe("values per image", () => {
  test("are a dot for every value there is, baselines below the methods", () => {
    expect(titles(perImage({ methods, label: "MSE" }))).toEqual([
      ...[9, 8, 9, 8].map((value, i) => `image ${i}, query as given: ${value}`),
      ...[3, 1, 2, 0].map((value, i) => `image ${i}, manhattan: ${value}`),
      ...[5, 7, 6].map((value, k) => `image ${[0, 1, 3][k]}, dot: ${value}`),
    ]);
  });

  test("keep the values of an image together when they are sorted by the first method", () => {
    const names = ["cat", "dog", "ship", "frog"];
    const shown = titles(perImage({ methods, label: "MSE", order: "first", names }));
    expect(shown.slice(4, 8)).toEqual(
      ["frog", "dog", "ship", "cat"].map((name, k) => `${name}, manhattan: ${k}`),
    );
    expect(shown.slice(8)).toEqual(["frog, dot: 6", "dog, dot: 7", "cat, dot: 5"]);
  });

  test("are rising curves when each method is sorted for itself", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 60 }), (values) => {
        const svg = perImage({ methods: [{ name: "m", values }], label: "x", order: "each" });
        const path = /aria-label="line"[^>]*><path d="M([^"]+)"/.exec(svg)?.[1] ?? "";
        const heights = path.split("L").map((point) => Number(point.split(",")[1]));
        expect(heights).toEqual([...heights].sort((a, b) => b - a));
      }),
      { numRuns: 30 },
    );
  });

  test("stand side by side for each image while there is room, so that equal values do not hide each other", () => {
    const equal = ["a", "b"].map((name) => ({ name, values: [1, 1, 1] }));
    const dots = (svg: string): string[] => [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => x);
    const svg = perImage({ methods: equal, label: "x" });
    const squares = [...svg.matchAll(/<path transform="translate\(([\d.]+),/g)].map(([, x]) => x);
    expect(dots(svg).filter((x) => squares.includes(x))).toEqual([]);
  });

  test("have their medians in the legend and in the description", () => {
    const svg = perImage({ methods, label: "MSE" });
    expect(words(svg)).toEqual(
      expect.arrayContaining(["manhattan (median 1.5)", "dot (median 6)", "query as given (median 8.5)"]),
    );
    expect(describedAs(svg)).toContain("MSE of 4 images: manhattan: median 1.5, from 0 to 3; dot: median 6");
  });

  test("stand on zero unless all are far from it", () => {
    expect(words(perImage({ methods: [{ name: "m", values: [1, 10] }], label: "x" }))).toContain("0");
    expect(words(perImage({ methods: [{ name: "m", values: [0.9, 1] }], label: "x" }))).not.toContain("0.0");
  });

  test("of a thousand images are thinned, and the chart says so", () => {
    const values = Array.from({ length: 1000 }, (_, i) => i % 7);
    const svg = perImage({ methods: [{ name: "m", values }], label: "x" });
    expect(describedAs(svg)).toContain("1,000 images, 400 of them drawn");
    const dots = /aria-label="dot" d="([^"]+)"/.exec(svg)?.[1] ?? "";
    expect(count(dots, /M/g)).toBe(400);
  });
});
