import fc from "fast-check";
import { expect, test } from "vitest";
import { fromHalf, halfTable, largestHalf, toHalf } from "./half.ts";

const isNaNHalf = (bits: number): boolean => (bits & 0x7c00) === 0x7c00 && (bits & 1023) !== 0;

/** The half float behind this one of the same sign; infinity behind the largest. */
const above = (bits: number): number => bits + 1;

test("all 65,536 half floats survive the way there and back, bit for bit", () => {
  const wrong: number[] = [];
  for (let bits = 0; bits < 65536; bits++) {
    const back = toHalf(fromHalf(bits));
    if (isNaNHalf(bits) ? back !== 0x7e00 : back !== bits) wrong.push(bits);
  }
  expect(wrong).toEqual([]);
});

test("the table holds every half float", () => {
  const table = halfTable();
  expect(table).toHaveLength(65536);
  expect(table.every((value, bits) => Object.is(value, fromHalf(bits)))).toBe(true);
  expect(halfTable()).toBe(table);
});

test("known half floats have the bits of IEEE 754", () => {
  const known: [number, number][] = [
    [1, 0x3c00],
    [-2, 0xc000],
    [largestHalf, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [1023 * 2 ** -24, 0x03ff],
    [1 / 3, 0x3555],
    [0, 0],
    [-0, 0x8000],
    [Number.POSITIVE_INFINITY, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
  ];
  for (const [value, bits] of known) {
    expect(toHalf(value)).toBe(bits);
    expect(Object.is(fromHalf(bits), value) || Math.abs(fromHalf(bits) - value) < 2 ** -12).toBe(true);
  }
});

test("every halfway case goes to the even neighbour, and the next float64 on either side to the nearer one", () => {
  const wrong: number[] = [];
  const step = new DataView(new ArrayBuffer(8));
  const shifted = (value: number, by: bigint): number => {
    step.setFloat64(0, value);
    step.setBigUint64(0, step.getBigUint64(0) + by);
    return step.getFloat64(0);
  };
  for (let bits = 0; bits < 0x7c00; bits++) {
    const next = above(bits) === 0x7c00 ? 65536 : fromHalf(above(bits));
    const middle = (fromHalf(bits) + next) / 2;
    const even = bits % 2 === 0 ? bits : above(bits);
    for (const sign of [0, 0x8000]) {
      const signed = sign === 0 ? 1 : -1;
      if (toHalf(signed * middle) !== (sign | even)) wrong.push(bits);
      if (toHalf(signed * shifted(middle, 1n)) !== (sign | above(bits))) wrong.push(bits);
      if (toHalf(signed * shifted(middle, -1n)) !== (sign | bits)) wrong.push(bits);
    }
  }
  expect(wrong).toEqual([]);
});

test("a float64 is rounded once: to the nearest half, within half a unit of its last place", () => {
  fc.assert(
    fc.property(fc.double({ min: -largestHalf, max: largestHalf, noNaN: true }), (value) => {
      const error = Math.abs(fromHalf(toHalf(value)) - value);
      expect(error).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2 ** -11, 2 ** -25));
    }),
  );
});

test("NaN stays NaN and what is too large is infinity", () => {
  expect(fromHalf(toHalf(Number.NaN))).toBeNaN();
  expect(toHalf(65519.999)).toBe(0x7bff);
  expect(toHalf(65520)).toBe(0x7c00);
  expect(toHalf(-1e300)).toBe(0xfc00);
  expect(toHalf(5e-324)).toBe(0);
});
