import fc from "fast-check";
import { expect, test } from "vitest";
import { HopfieldError } from "../errors.ts";
import type { NumericArray } from "./element.ts";
import { readNpy, writeNpy } from "./npy.ts";

/** A file with this header text; `version` decides how its length is written. */
function file(header: string, data: Uint8Array = new Uint8Array(0), version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const start = version === 1 ? 10 : 12;
  const bytes = new Uint8Array(start + text.length + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, text.length, true);
  else view.setUint32(8, text.length, true);
  bytes.set(text, start);
  bytes.set(data, start + text.length);
  return bytes;
}

const header = (descr: string, shape: string, fortran = "False"): string =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;

const kinds: ((numbers: number[]) => NumericArray)[] = [
  (x) => Float64Array.from(x, (v) => v / 7),
  (x) => Float32Array.from(x, (v) => v / 7),
  (x) => BigInt64Array.from(x, BigInt),
  (x) => Int32Array.from(x),
  (x) => Uint32Array.from(x),
  (x) => Int16Array.from(x),
  (x) => Uint16Array.from(x),
  (x) => Int8Array.from(x),
  (x) => Uint8Array.from(x),
];
const shapes = fc.array(fc.nat({ max: 5 }), { maxLength: 4 });

test("what is written is what is read, for every type and shape", () => {
  fc.assert(
    fc.property(shapes, fc.nat(kinds.length - 1), fc.integer(), (shape, kind, seed) => {
      const count = shape.reduce((product, size) => product * size, 1);
      const data = kinds[kind](Array.from({ length: count }, (_, i) => Math.imul(seed, i + 1)));
      const bytes = writeNpy({ shape, data });
      expect(readNpy(bytes)).toEqual({ shape, data });
      expect((bytes.length - data.byteLength) % 64).toBe(0);
    }),
  );
});

test("bools keep their type", () => {
  const bytes = writeNpy({ shape: [3], data: new Uint8Array([1, 0, 1]), bool: true });
  expect(new TextDecoder("latin1").decode(bytes)).toContain("'|b1'");
  expect(readNpy(bytes).data).toEqual(new Uint8Array([1, 0, 1]));
});

test("an array in Fortran order is the transposed array in C order", () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const count = shape.reduce((product, size) => product * size, 1);
      // The value at an index is the index itself, written in digits.
      const value = (index: number[]): number => index.reduce((digits, i) => 10 * digits + i, 0);
      const indices = (sizes: number[]): number[][] =>
        sizes.reduce<number[][]>(
          (all, size) => all.flatMap((i) => Array.from({ length: size }, (_, k) => [...i, k])),
          [[]],
        );
      const rowMajor = Int16Array.from(indices(shape), value);
      const columnMajor = Int16Array.from(indices([...shape].reverse()), (i) => value([...i].reverse()));
      const tuple = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
      const bytes = file(header("<i2", tuple, "True"), new Uint8Array(columnMajor.buffer));
      expect(readNpy(bytes)).toEqual({ shape, data: rowMajor });
      expect(rowMajor.length).toBe(count);
    }),
  );
});

test("big-endian numbers are those of the little-endian file", () => {
  for (const [descr, write, expected] of [
    [">f8", (v: DataView) => v.setFloat64(0, 0.1), new Float64Array([0.1])],
    [">f4", (v: DataView) => v.setFloat32(0, 0.1), new Float32Array([0.1])],
    [">f2", (v: DataView) => v.setUint16(0, 0x3e00), new Float32Array([1.5])],
    [">i8", (v: DataView) => v.setBigInt64(0, -5n), new BigInt64Array([-5n])],
    [">i4", (v: DataView) => v.setInt32(0, -70000), new Int32Array([-70000])],
    [">u2", (v: DataView) => v.setUint16(0, 40000), new Uint16Array([40000])],
  ] as const) {
    const data = new Uint8Array(Number(descr[2]));
    write(new DataView(data.buffer));
    expect(readNpy(file(header(descr, "(1,)"), data)).data).toEqual(expected);
  }
});

test("versions 2.0 and 3.0 differ from 1.0 in the length of the header alone", () => {
  const data = new Uint8Array([1, 2]);
  for (const version of [1, 2, 3]) {
    expect(readNpy(file(header("|u1", "(2,)"), data, version)).data).toEqual(data);
  }
});

test("keys in another order, double quotes and Python 2 longs are read", () => {
  const text = `{"shape": (2L, 1L), "fortran_order": False, "descr": "<i2"}  \n`;
  expect(readNpy(file(text, new Uint8Array(4)))).toEqual({ shape: [2, 1], data: new Int16Array(2) });
});

test.each([
  ["another file", new TextEncoder().encode("PK\x03\x04 something else"), /does not begin/],
  [
    "a cut header",
    writeNpy({ shape: [2], data: new Uint8Array(2) }).slice(0, 60),
    /claims 118 bytes.*50 left/,
  ],
  ["cut data", file(header("<f8", "(3,)"), new Uint8Array(23)), /needs 24 bytes.*has 23/],
  ["data left over", file(header("<f8", "(3,)"), new Uint8Array(25)), /needs 24 bytes.*has 25/],
  ["version 4", file(header("<f8", "()"), new Uint8Array(8), 4), /version 4.0/],
  ["complex", file(header("<c16", "(1,)"), new Uint8Array(16)), /numbers are "<c16"/],
  ["text", file(header("<U5", "(1,)"), new Uint8Array(20)), /numbers are "<U5"/],
  ["objects", file(header("|O", "(1,)")), /numbers are "\|O"/],
  ["a structure", file("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"), /structured/],
  ["a missing key", file("{'descr': '<f4', 'shape': (1,), }"), /expected descr, fortran_order and shape/],
  ["a key twice", file("{'shape': (), 'shape': (1,), }"), /names shape twice/],
  ["no literal", file("{'shape': __import__('os'), }"), /header reads/],
  ["a negative size", file(header("<f4", "(-1,)")), /header reads/],
  ["a shape that overflows", file(header("<f4", "(4294967296, 4294967296)")), /more than 2\^53/],
  ["too many axes", file(header("|u1", `(${"1, ".repeat(65)})`), new Uint8Array(1)), /65 axes/],
  ["an endless header", file(" ".repeat(20000), new Uint8Array(0), 2), /at most 10000/],
])("%s is refused with the reason and the offset", (_, bytes, reason) => {
  expect(() => readNpy(bytes)).toThrow(reason);
  expect(() => readNpy(bytes)).toThrow(/at offset \d+/);
});

test("a damaged file throws a HopfieldError or is read, and nothing else happens", () => {
  const original = writeNpy({ shape: [2, 3], data: new Float32Array(6).fill(1.5) });
  const change = fc.tuple(fc.nat({ max: original.length - 1 }), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(original.length), (changes, cut) => {
      const bytes = original.slice(0, cut % 3 === 0 ? cut : original.length);
      for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
      try {
        readNpy(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(HopfieldError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("the writer refuses data that does not fill its shape", () => {
  expect(() => writeNpy({ shape: [2, 2], data: new Float32Array(3) })).toThrow(/3 numbers do not fill/);
  expect(() => writeNpy({ shape: [1], data: new Float32Array(1), bool: true })).toThrow(
    /expected a Uint8Array/,
  );
});
