import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readCifar10 } from "./cifar10.ts";
import { readIdxImages } from "./idx.ts";

// Real pictures, where HOPFIELD_DATA says they are; skipped elsewhere.
const folder = process.env.HOPFIELD_DATA ?? "";
const files = {
  cifar: join(folder, "cifar10", "data_batch_1.bin.gz"),
  images: join(folder, "mnist", "train-images-idx3-ubyte.gz"),
  labels: join(folder, "mnist", "train-labels-idx1-ubyte.gz"),
};
const read = (path: string): Uint8Array => gunzipSync(readFileSync(path));

test.skipIf(!existsSync(files.cifar))("CIFAR-10 batch 1 (HOPFIELD_DATA) has its counts per class", () => {
  const images = readCifar10(read(files.cifar));
  const counts = new Array<number>(10).fill(0);
  for (const label of images.labels ?? []) counts[label]++;
  expect(images.count).toBe(10_000);
  expect(counts).toEqual([1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981]);
  expect(images.labelOf(0)).toBe("frog");
});

test.skipIf(!existsSync(files.images))(
  "MNIST (HOPFIELD_DATA) starts with a 5 and holds 60,000 digits",
  () => {
    const images = readIdxImages(read(files.images), read(files.labels), { name: "mnist" });
    expect([images.count, images.width, images.height]).toEqual([60_000, 28, 28]);
    expect(Array.from(images.labels?.subarray(0, 5) ?? [])).toEqual([5, 0, 4, 1, 9]);
  },
  60_000,
);
