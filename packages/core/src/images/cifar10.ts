import { HopfieldError } from "../errors.ts";
import { ImageSet } from "./imageSet.ts";

/** One record: a label byte and three planes of 32 x 32 bytes. */
const recordBytes = 3073;
const plane = 1024;

/** The class names of CIFAR-10, by label. */
export const cifar10ClassNames: readonly string[] = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
];

/**
 * Reads the binary layout of CIFAR-10: records of 3,073 bytes, the label, then the red, green and blue planes.
 * @throws HopfieldError ERR_DATA naming the offset when the file is truncated or a label is none
 * @see Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images"
 */
export function readCifar10(bytes: Uint8Array, name = "cifar10"): ImageSet {
  const count = Math.floor(bytes.length / recordBytes);
  if (count === 0 || bytes.length % recordBytes !== 0) {
    throw new HopfieldError(
      "ERR_DATA",
      `${name} is truncated at offset ${bytes.length}: record ${count} has ${bytes.length - count * recordBytes} of ${recordBytes} bytes; fetch the file again`,
      { offset: bytes.length, record: count },
    );
  }
  const data = new Uint8Array(count * 3 * plane);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const from = i * recordBytes;
    labels[i] = bytes[from];
    if (bytes[from] > 9) {
      throw new HopfieldError(
        "ERR_DATA",
        `${name} has label ${bytes[from]} at offset ${from} (expected 0..9); it is no CIFAR-10 file`,
        { offset: from, label: bytes[from] },
      );
    }
    for (let p = 0; p < plane; p++) {
      const to = (i * plane + p) * 3;
      data[to] = bytes[from + 1 + p];
      data[to + 1] = bytes[from + 1 + plane + p];
      data[to + 2] = bytes[from + 1 + 2 * plane + p];
    }
  }
  return new ImageSet({
    width: 32,
    height: 32,
    channels: 3,
    data,
    labels,
    classNames: cifar10ClassNames,
    name,
  });
}
