import { expect, test } from "vitest";
import { readIdx, readIdxImages } from "./idx.ts";

const big = (n: number): number[] => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];

/** An IDX file of bytes, written from its description. */
function idx(shape: number[], data: ArrayLike<number>): Uint8Array {
  return Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap(big), ...Array.from(data)]);
}

const pixels = Array.from({ length: 2 * 3 * 4 }, (_, k) => (k * 11) % 256);
const images = idx([2, 3, 4], pixels);

test("an IDX file survives a round trip", () => {
  const read = readIdx(images);
  expect(read.shape).toEqual([2, 3, 4]);
  expect(idx([...read.shape], read.data)).toEqual(images);
});

test("pictures have their rows, columns and labels", () => {
  const set = readIdxImages(images, idx([2], [7, 3]), { name: "tiny" });
  expect([set.count, set.height, set.width, set.channels, set.name]).toEqual([2, 3, 4, 1, "tiny"]);
  expect([...set.at(1)]).toEqual(pixels.slice(12));
  expect(set.labelOf(0)).toBe("7");
  expect(readIdxImages(images).labels).toBeUndefined();
});

test.each([
  ["a wrong magic", Uint8Array.of(1, 2, 3, 4, 5), /magic 1 2 3 4 .* at offset 0/],
  ["numbers that are not bytes", Uint8Array.from([0, 0, 13, 1, ...big(1), 0, 0, 0, 0]), /magic 0 0 13 1/],
  ["an empty file", new Uint8Array(0), /at offset 0/],
  ["a cut header", images.subarray(0, 10), /header ends at offset 10/],
  ["cut data", images.subarray(0, 30), /the file ends \(expected 40 bytes for 2 x 3 x 4\).* at offset 30/],
  ["more data than stated", Uint8Array.from([...images, 0]), /expected 40 bytes.* at offset 41/],
])("%s is refused with the offset", (_, bytes, message) => {
  expect(() => readIdx(bytes)).toThrow(message);
  expect(() => readIdx(bytes)).toThrow(expect.objectContaining({ code: "ERR_DATA" }));
});

test("labels in place of pictures, and labels of other pictures, are refused", () => {
  expect(() => readIdxImages(idx([2], [1, 2]))).toThrow(
    /1 dimension\(s\) at offset 3.*is it a file of labels/,
  );
  expect(() => readIdxImages(images, idx([3], [1, 2, 3]))).toThrow(/labels hold 3 at offset 4 \(expected 2/);
  expect(() => readIdxImages(images, images)).toThrow(/labels hold 2 x 3 x 4/);
});
