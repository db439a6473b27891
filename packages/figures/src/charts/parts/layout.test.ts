import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apart } from "./apart.ts";
import { borderPath } from "./borders.ts";
import { initials } from "./initials.ts";
import { placeLegend } from "./legend.ts";
import { axisWord, brief, percent, scientific } from "./numbers.ts";
import { seriesStyle } from "./seriesStyle.ts";
import { fitText, textWidth, wrapText } from "./textWidth.ts";

const place = fc.double({ min: 0, max: 300, noNaN: true });
const labels = fc.array(fc.record({ centre: place, size: fc.integer({ min: 1, max: 40 }) }), {
  minLength: 1,
});

describe("labels that must not overlap", () => {
  test("stand apart, in order, and inside while there is room", () => {
    fc.assert(
      fc.property(labels, (all) => {
        const sizes = all.map(({ size }) => size);
        const room = sizes.reduce((sum, size) => sum + size, 0);
        const places = apart(
          all.map(({ centre }) => centre),
          sizes,
          0,
          300,
        );
        const order = all.map((_, i) => i).sort((a, b) => places[a] - places[b]);
        for (let k = 1; k < order.length; k++) {
          const [a, b] = [order[k - 1], order[k]];
          expect(all[a].centre).toBeLessThanOrEqual(all[b].centre);
          expect(places[b] - places[a]).toBeGreaterThanOrEqual((sizes[a] + sizes[b]) / 2 - 1e-6);
        }
        if (room > 300) return;
        const [first, last] = [order[0], order[order.length - 1]];
        expect(places[first] - sizes[first] / 2).toBeGreaterThanOrEqual(-1e-6);
        expect(places[last] + sizes[last] / 2).toBeLessThanOrEqual(300 + 1e-6);
      }),
    );
  });

  test("stay where they belong when they do not touch", () => {
    expect(apart([50, 10, 90], [20, 20, 20], 0, 100)).toEqual([50, 10, 90]);
  });

  test("share the way when they do", () => {
    expect(apart([50, 50], [10, 10], 0, 100)).toEqual([45, 55]);
  });
});

describe("texts", () => {
  const text = fc.string({ minLength: 1, maxLength: 60 });

  test("fit in the width they are given, or are left out", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 300 }), (words, width) => {
        const fitted = fitText(words, width);
        expect(textWidth(fitted)).toBeLessThanOrEqual(Math.max(width, 0) + 1e-9);
        if (textWidth(words) <= width) expect(fitted).toBe(words);
      }),
    );
  });

  test("are broken between words, and lose none", () => {
    const rows = wrapText("nearest neighbour of the untouched query", 90);
    expect(rows.join(" ")).toBe("nearest neighbour of the untouched query");
    for (const row of rows) expect(textWidth(row)).toBeLessThanOrEqual(90);
  });

  test("that tell words apart are different", () => {
    expect([...initials(["single", "metastable", "global"]).values()]).toEqual(["S", "M", "G"]);
    expect([...initials(["mean", "median", "mean"]).values()]).toEqual(["Mea", "Med"]);
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), (kinds) => {
        const folded = new Set(kinds.map((kind) => kind.toUpperCase()));
        fc.pre(folded.size === kinds.length);
        expect(new Set(initials(kinds).values()).size).toBe(kinds.length);
      }),
    );
  });
});

test("numbers are short and lose no digit before the point", () => {
  expect([12345, 0.000012, 1e6, -1.5, 0, 99999.4].map(brief)).toEqual([
    "12,345",
    "1.2×10⁻⁵",
    "10⁶",
    "−1.5",
    "0",
    "99,999",
  ]);
  expect([-1e-4, 2.5e10].map(scientific)).toEqual(["−10⁻⁴", "2.5×10¹⁰"]);
  expect([0.5, 0.1234, 1].map(percent)).toEqual(["50 %", "12.3 %", "100 %"]);
  expect([0.0316227766, 12345, 1e-4].map(axisWord)).toEqual(["0.0316", "12,345", "10⁻⁴"]);
});

test("a legend keeps the order, stays inside and never sets two entries on one place", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 80 }), { minLength: 1, maxLength: 20 }), (names) => {
      const width = 320;
      const entries = names.map((name) => ({ name, colour: "red", mark: "line" as const }));
      const { placed, rows } = placeLegend(entries, width);
      expect(placed.map(({ entry }) => entry.name)).toEqual(names);
      expect(rows).toBe(placed[placed.length - 1].row + 1);
      placed.forEach(({ x, row, name }, i) => {
        expect(x + 18 + textWidth(name)).toBeLessThanOrEqual(width);
        const before = placed[i - 1];
        if (before?.row === row) expect(x).toBeGreaterThanOrEqual(before.x + 18 + textWidth(before.name));
      });
    }),
  );
});

test("eighteen series differ without their colours", () => {
  const looks = Array.from({ length: 18 }, (_, i) => {
    const { marker, hollow, dash } = seriesStyle(i);
    return `${marker} ${hollow} ${dash}`;
  });
  expect(new Set(looks).size).toBe(18);
});

test("borders run between unlike neighbours and nowhere else", () => {
  const kind = fc.constantFrom("a", "b", undefined);
  const grid = fc
    .integer({ min: 1, max: 6 })
    .chain((columns) =>
      fc.array(fc.array(kind, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 }),
    );
  fc.assert(
    fc.property(grid, (rows) => {
      const columns = rows[0].length;
      const edges = (count: number): number[] => Array.from({ length: count + 1 }, (_, i) => i);
      const path = borderPath(edges(columns), edges(rows.length), (column, row) => rows[row][column]);
      let length = 0;
      for (const [, x, y, way, to] of path.matchAll(/M([\d.]+),([\d.]+)([HV])([\d.]+)/g)) {
        length += Math.abs(Number(to) - Number(way === "H" ? x : y));
      }
      const unlike = (a: unknown, b: unknown): number =>
        Number(a !== undefined && b !== undefined && a !== b);
      let pairs = 0;
      rows.forEach((cells, row) => {
        cells.forEach((cell, column) => {
          if (column > 0) pairs += unlike(cell, cells[column - 1]);
          if (row > 0) pairs += unlike(cell, rows[row - 1][column]);
        });
      });
      expect(length).toBe(pairs);
    }),
  );
});
