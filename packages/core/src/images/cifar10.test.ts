import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { cifar10ClassNames, readCifar10 } from "./cifar10.ts";
import type { ImageSet } from "./imageSet.ts";

const record = 3073;

function randomFile(count: number): Uint8Array {
  const random = new Random("cifar");
  return Uint8Array.from({ length: count * record }, (_, k) => random.below(k % record === 0 ? 10 : 256));
}

/** The layout of the format, written from its description: a label, then the planes. */
function write(images: ImageSet): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < images.count; i++) {
    bytes.push((images.labels as Int32Array)[i]);
    for (let c = 0; c < 3; c++) for (let p = 0; p < 1024; p++) bytes.push(images.at(i)[3 * p + c]);
  }
  return Uint8Array.from(bytes);
}

test("records survive a round trip byte for byte", () => {
  const bytes = randomFile(3);
  const images = readCifar10(bytes);
  expect([images.count, images.width, images.height, images.channels]).toEqual([3, 32, 32, 3]);
  expect(write(images)).toEqual(bytes);
  expect(images.labelOf(1)).toBe(cifar10ClassNames[bytes[record]]);
});

test("a view into a larger buffer is read from its own start", () => {
  const bytes = randomFile(1);
  const larger = new Uint8Array(record + 5);
  larger.set(bytes, 5);
  expect(readCifar10(larger.subarray(5)).data).toEqual(readCifar10(bytes).data);
});

test("a truncated file is refused with the offset and the size of a record", () => {
  const bytes = randomFile(2);
  expect(() => readCifar10(bytes.subarray(0, 2 * record - 10), "batch")).toThrow(
    /batch is truncated at offset 6136: record 1 has 3063 of 3073 bytes/,
  );
  expect(() => readCifar10(new Uint8Array(0))).toThrow(expect.objectContaining({ code: "ERR_DATA" }));
});

test("a label that is none is refused with its offset", () => {
  const bytes = randomFile(2);
  bytes[record] = 10;
  expect(() => readCifar10(bytes)).toThrow(/label 10 at offset 3073 \(expected 0\.\.9\)/);
});
