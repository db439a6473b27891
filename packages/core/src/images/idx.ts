import { HopfieldError } from "../errors.ts";
import { ImageSet } from "./imageSet.ts";

/** The contents of an IDX file of bytes. */
export interface IdxFile {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes: two zero bytes, the type 8, the number of dimensions, the dimensions as
 * big-endian 32-bit numbers, then the bytes.
 * @throws HopfieldError ERR_DATA naming the offset of what is wrong
 * @see LeCun, Cortes and Burges, "The MNIST database"
 */
export function readIdx(bytes: Uint8Array, name = "the file"): IdxFile {
  const wrong = (offset: number, what: string): HopfieldError =>
    new HopfieldError("ERR_DATA", `${name} is no IDX file of bytes: ${what} at offset ${offset}`, { offset });
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== 8) {
    throw wrong(0, `magic ${Array.from(bytes.subarray(0, 4)).join(" ")} (expected 0 0 8 and the dimensions)`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dimensions = bytes[3];
  const start = 4 + 4 * dimensions;
  if (dimensions === 0 || bytes.length < start) throw wrong(bytes.length, "the header ends");
  const shape = Array.from({ length: dimensions }, (_, k) => view.getUint32(4 + 4 * k));
  const length = shape.reduce((a, b) => a * b, 1);
  if (bytes.length !== start + length) {
    throw wrong(
      bytes.length,
      `the file ends (expected ${start + length} bytes for ${shape.join(" x ")}); fetch it again`,
    );
  }
  return { shape, data: bytes.subarray(start) };
}

/**
 * Gray pictures from an IDX file of images and, if given, its file of labels.
 * @throws HopfieldError ERR_DATA when a file is not what it should be, or the counts differ
 */
export function readIdxImages(
  images: Uint8Array,
  labels?: Uint8Array,
  { name = "idx", classNames }: { readonly name?: string; readonly classNames?: readonly string[] } = {},
): ImageSet {
  const { shape, data } = readIdx(images, name);
  if (shape.length !== 3) {
    throw new HopfieldError(
      "ERR_DATA",
      `${name} has ${shape.length} dimension(s) at offset 3 (expected 3: count, rows, columns); is it a file of labels?`,
      { offset: 3, dimensions: shape.length },
    );
  }
  const classes = labels === undefined ? undefined : readIdx(labels, `${name} labels`);
  if (classes !== undefined && (classes.shape.length !== 1 || classes.shape[0] !== shape[0])) {
    throw new HopfieldError(
      "ERR_DATA",
      `${name} labels hold ${classes.shape.join(" x ")} at offset 4 (expected ${shape[0]}, one per picture); pass the labels that belong to these pictures`,
      { offset: 4, labels: classes.shape, count: shape[0] },
    );
  }
  return new ImageSet({
    width: shape[2],
    height: shape[1],
    channels: 1,
    data,
    labels: classes?.data,
    classNames,
    name,
  });
}
