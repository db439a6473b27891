import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { packedDot, packSigns, popcount, wordsOf } from "./packed.ts";
import { HebbRule, hebbMatrix } from "./rules/hebb.ts";
import { SignStore } from "./signStore.ts";
import { randomSigns } from "./testing/cases.ts";

test("popcount counts ones", () => {
  fc.assert(
    fc.property(fc.integer(), (bits) => {
      expect(popcount(bits)).toBe([...(bits >>> 0).toString(2)].filter((digit) => digit === "1").length);
    }),
  );
});

test("a packed dot product is the plain one, at every length", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 130 }), (seed, size) => {
      const [a, b] = randomSigns(new Random(seed), 2, size);
      const words = wordsOf(size);
      const packed = new Int32Array(2 * words);
      packSigns(a, 0, size, packed, 0);
      packSigns(b, 0, size, packed, words);
      const plain = a.reduce((sum, sign, j) => sum + sign * b[j], 0);
      expect(packedDot(packed, 0, packed, words, words, size)).toBe(plain);
    }),
  );
});

test("a store keeps rows, columns and packed overlaps in step while it grows", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 70 }), (seed, size) => {
      const random = new Random(seed);
      const rows = randomSigns(random, 9, size);
      const store = new SignStore(size);
      for (const part of [rows.slice(0, 1), rows.slice(1, 6), rows.slice(6)]) {
        const flat = new Int8Array(part.length * size);
        part.forEach((row, m) => {
          flat.set(row, m * size);
        });
        store.add(flat);
      }
      const [state] = randomSigns(random, 1, size);
      const overlaps = new Float64Array(rows.length);
      store.overlaps(state, overlaps);
      rows.forEach((row, m) => {
        expect(store.row(m)).toEqual(row);
        expect(row.every((sign, i) => store.columns[i * store.room + m] === sign)).toBe(true);
        expect(overlaps[m]).toBe(row.reduce((sum, sign, j) => sum + sign * state[j], 0));
        expect(store.pair(m, 0)).toBe(row.reduce((sum, sign, j) => sum + sign * rows[0][j], 0));
      });
    }),
    { numRuns: 60 },
  );
});

test("Hebb's matrix from packed columns is the sum of outer products, bit for bit", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 70 }), (seed, count) => {
      const size = 17;
      const store = new SignStore(size);
      const rows = randomSigns(new Random(seed), count, size);
      for (const row of rows) store.add(row);
      for (const diagonal of ["zero", "kept"] as const) {
        const through = new HebbRule(store, diagonal, "patterns").couplings().weights();
        expect(hebbMatrix(store, diagonal).weights()).toEqual(through);
        expect(through[1]).toBe(rows.reduce((sum, row) => sum + row[0] * row[1], 0) / size);
        expect(through[0]).toBe(diagonal === "zero" ? 0 : count / size);
      }
    }),
    { numRuns: 40 },
  );
});
