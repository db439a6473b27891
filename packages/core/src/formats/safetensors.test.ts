import fc from "fast-check";
import { expect, test } from "vitest";
import { HopfieldError } from "../errors.ts";
import { readSafetensors, type SafetensorsInput, writeSafetensors } from "./safetensors.ts";

/** A file with this header text and this many bytes of data. */
function file(header: unknown, dataLength: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function failure(bytes: Uint8Array): HopfieldError {
  try {
    readSafetensors(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(HopfieldError);
    expect((error as HopfieldError).code).toBe("ERR_DATA");
    return error as HopfieldError;
  }
  throw new Error("the file was accepted");
}

const tensor = fc
  .tuple(fc.array(fc.nat({ max: 4 }), { maxLength: 3 }), fc.nat({ max: 7 }), fc.integer())
  .map(([shape, kind, seed]): SafetensorsInput => {
    const count = shape.reduce((product, size) => product * size, 1);
    const numbers = Array.from({ length: count }, (_, i) => Math.imul(seed, i + 1));
    if (kind === 0) return { shape, data: Float64Array.from(numbers, (x) => x / 7) };
    if (kind === 1) return { shape, data: Float32Array.from(numbers, (x) => x / 7) };
    if (kind === 2) return { shape, data: BigInt64Array.from(numbers, (x) => BigInt(x) ** 2n) };
    if (kind === 3) return { shape, data: Int32Array.from(numbers) };
    if (kind === 4) return { shape, data: Int16Array.from(numbers) };
    if (kind === 5) return { shape, data: Int8Array.from(numbers) };
    if (kind === 6) return { shape, data: Uint8Array.from(numbers) };
    return { shape, data: Uint8Array.from(numbers, (x) => x & 1), dtype: "BOOL" };
  });
const names = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("__proto__", "constructor", "0", '"'),
);
const files = fc.uniqueArray(fc.tuple(names, tensor), { selector: ([name]) => name, maxLength: 5 });

test("what is written is what is read: names, shapes, numbers, metadata", () => {
  fc.assert(
    fc.property(files, fc.dictionary(fc.string(), fc.string()), (tensors, metadata) => {
      const read = readSafetensors(writeSafetensors(new Map(tensors), metadata));
      expect(read.tensors.size).toBe(tensors.length);
      expect(Object.entries(read.metadata)).toEqual(Object.entries(metadata));
      for (const [name, { shape, data, dtype }] of tensors) {
        expect(read.tensors.get(name)?.shape).toEqual(shape);
        expect(read.tensors.get(name)?.data).toEqual(data);
        if (dtype === "BOOL") expect(read.tensors.get(name)?.dtype).toBe("BOOL");
      }
    }),
  );
});

test("the same tensors in another order give the same bytes", () => {
  const a = { shape: [2], data: new Float32Array([1, 2]) };
  const b = { shape: [1], data: new Float64Array([3]) };
  expect(writeSafetensors({ a, b })).toEqual(writeSafetensors({ b, a }));
});

test("a file that does not start at an aligned address is read all the same", () => {
  const bytes = writeSafetensors({ x: { shape: [3], data: new Float64Array([1, -2, 1e300]) } });
  for (let shift = 0; shift < 8; shift++) {
    const moved = new Uint8Array(bytes.length + shift).subarray(shift);
    moved.set(bytes);
    expect(readSafetensors(moved).tensors.get("x")?.data).toEqual(new Float64Array([1, -2, 1e300]));
  }
});

test("16-bit floats become the float32 of the same value", () => {
  const bytes = file(
    {
      half: { dtype: "F16", shape: [8], data_offsets: [0, 16] },
      brain: { dtype: "BF16", shape: [4], data_offsets: [16, 24] },
    },
    24,
  );
  const view = new DataView(bytes.buffer, bytes.length - 24);
  const half = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x03ff, 0x8000, 0x7c00, 0x3555];
  half.forEach((bits, i) => {
    view.setUint16(2 * i, bits, true);
  });
  [0x3f80, 0xbf80, 0x7f80, 0x4049].forEach((bits, i) => {
    view.setUint16(16 + 2 * i, bits, true);
  });
  const { tensors } = readSafetensors(bytes);
  expect(tensors.get("half")?.data).toEqual(
    new Float32Array([1, -2, 65504, 2 ** -24, 1023 * 2 ** -24, -0, Number.POSITIVE_INFINITY, 0.333251953125]),
  );
  expect(tensors.get("brain")?.data).toEqual(new Float32Array([1, -1, Number.POSITIVE_INFINITY, 3.140625]));
});

test("a damaged file throws a HopfieldError or is read, and nothing else happens", () => {
  const original = writeSafetensors(
    { a: { shape: [2, 3], data: new Float32Array(6).fill(1.5) }, b: { shape: [4], data: new Uint8Array(4) } },
    { made: "here" },
  );
  const change = fc.tuple(fc.nat({ max: original.length - 1 }), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(original.length), (changes, cut) => {
      const bytes = original.slice(0, cut % 3 === 0 ? cut : original.length);
      for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
      try {
        readSafetensors(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(HopfieldError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("random bytes are never read", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void failure(bytes)));
});

const f32 = (begin: number, end: number, shape: unknown = [(end - begin) / 4]): object => ({
  dtype: "F32",
  shape,
  data_offsets: [begin, end],
});

test.each([
  ["no header", new Uint8Array(7), /7 bytes/],
  ["a header beyond the file", file("{}", 0).fill(200, 0, 1), /claims 200 bytes, the file ends at offset 10/],
  ["a header over 100 MB", file("{}", 0).fill(255, 0, 8), /at most 100000000/],
  ["no JSON", file("{nonsense", 0), /not JSON/],
  ["no UTF-8", file("{}", 0).fill(0xff, 8), /not JSON/],
  ["a list", file([], 0), /no JSON object/],
  ["deep nesting", file(`${"[".repeat(200000)}`, 0), /not JSON/],
  ["a name twice", file('{"x":{},"x":{}}', 0), /names "x" twice/],
  ["a key twice", file('{"x":{"dtype":"F32","dtype":"U8"}}', 0), /names "dtype" twice/],
  ["a name twice in other letters", file('{"x":{},"\\u0078":{}}', 0), /names "x" twice/],
  ["a tensor that is a number", file({ x: 3 }, 0), /tensor "x" is not described/],
  ["an unknown dtype", file({ x: { ...f32(0, 4), dtype: "F8" } }, 4), /tensor "x" has dtype "F8"/],
  ["a dtype of Object", file({ x: { ...f32(0, 4), dtype: "toString" } }, 4), /has dtype "toString"/],
  ["a negative size", file({ x: f32(0, 4, [-1]) }, 4), /has shape \[-1\]/],
  ["half a size", file({ x: f32(0, 4, [0.5]) }, 4), /has shape \[0.5\]/],
  ["negative offsets", file({ x: f32(-4, 0, [1]) }, 4), /data_offsets \[-4,0\]/],
  ["offsets beyond the file", file({ x: f32(0, 8) }, 4), /tensor "x" lies at data offsets 0..8/],
  ["offsets that run backwards", file({ x: f32(4, 0, [1]) }, 4), /data offsets 4..0/],
  ["a shape that overflows", file({ x: f32(0, 4, [2 ** 40, 2 ** 40]) }, 4), /more than 2\^53/],
  ["a shape of other bytes", file({ x: f32(0, 8, [3]) }, 8), /needs 12 bytes, data offsets 0..8 hold 8/],
  ["overlap", file({ x: f32(0, 8), y: f32(4, 12) }, 12), /tensor "y" begins at data offset 4.*overlap/],
  ["a hole", file({ x: f32(0, 4), y: f32(8, 12) }, 12), /tensor "y" begins at data offset 8.*hole/],
  ["bytes left over", file({ x: f32(0, 4) }, 9), /9 bytes.*end at data offset 4/],
  ["metadata of numbers", file({ __metadata__: { a: 1 } }, 0), /__metadata__ is no object of texts/],
])("%s is refused with the reason", (_, bytes, reason) => {
  expect(failure(bytes).message).toMatch(reason);
  expect(failure(bytes).details).toHaveProperty("offset");
});

test("the writer refuses data that does not fill its shape, and a dtype that is not the array's", () => {
  const write = (input: SafetensorsInput) => () => writeSafetensors({ x: input });
  expect(write({ shape: [2, 2], data: new Float32Array(3) })).toThrow(
    /"x" has 3 numbers, its shape is \[2, 2\]/,
  );
  expect(write({ shape: [1], data: new Float32Array(1), dtype: "F16" })).toThrow(/cannot be written as F16/);
  expect(write({ shape: [1], data: [1] as unknown as Float32Array })).toThrow(/expected a typed array/);
  expect(() => writeSafetensors({ __metadata__: { shape: [], data: new Int8Array(1) } })).toThrow(/metadata/);
});
