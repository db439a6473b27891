import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { HopfieldError } from "modern-hopfield";
import { expect, test } from "vitest";
import { loadDataSet } from "./datasets.ts";
import { cifarBytes, idxBytes, tarBytes, temporaryFolder, writeFiles } from "./fixture.ts";

/** The red of the first pixel of every picture, which tells the pictures apart. */
function reds(dataDir: string, atLeast?: number): number[] {
  const set = loadDataSet("cifar10", { dataDir, atLeast });
  return Array.from({ length: set.count }, (_, i) => set.at(i)[0]);
}

test("the batches of CIFAR-10 come in canonical order, wherever they lie, gzipped or not", () => {
  const dataDir = temporaryFolder();
  writeFiles(dataDir, {
    "cifar10-more/data_batch_3.bin.gz": gzipSync(cifarBytes(2, 30)),
    "cifar10/data_batch_1.bin.gz": gzipSync(cifarBytes(2, 10)),
    "cifar-10-batches-bin/data_batch_2.bin": cifarBytes(2, 20),
  });
  expect(reds(dataDir)).toEqual([10, 11, 20, 21, 30, 31]);
  const set = loadDataSet("cifar10", { dataDir });
  expect(set.name).toBe("cifar10 (training batches 1, 2, 3)");
  expect([...set.at(0).subarray(0, 3)]).toEqual([10, 100, 200]);
  expect(set.labelOf(1)).toBe("automobile");
});

test("no more batches are read than are needed, and the name says which", () => {
  const dataDir = temporaryFolder();
  writeFiles(dataDir, {
    "data_batch_1.bin": cifarBytes(2),
    "data_batch_2.bin": cifarBytes(2, 5),
    // Would throw if it were read.
    "data_batch_3.bin": new Uint8Array(10),
  });
  expect(reds(dataDir, 2)).toEqual([0, 1]);
  expect(reds(dataDir, 3)).toEqual([0, 1, 5, 6]);
  expect(loadDataSet("cifar10", { dataDir, atLeast: 1 }).name).toBe("cifar10 (training batch 1)");
});

test("the archive is read as it was published, its batches in canonical order", () => {
  const dataDir = temporaryFolder();
  const archive = tarBytes({
    "cifar-10-batches-bin/": new Uint8Array(0),
    "cifar-10-batches-bin/data_batch_2.bin": cifarBytes(1, 20),
    "cifar-10-batches-bin/test_batch.bin": cifarBytes(1, 99),
    "cifar-10-batches-bin/data_batch_1.bin": cifarBytes(1, 10),
  });
  writeFiles(dataDir, { "cifar-10-binary.tar.gz": gzipSync(archive) });
  expect(reds(dataDir)).toEqual([10, 20]);
});

test("a truncated batch is refused with its path and offset", () => {
  const dataDir = temporaryFolder();
  writeFiles(dataDir, { "cifar10/data_batch_1.bin": cifarBytes(2).subarray(0, 4000) });
  expect(() => reds(dataDir)).toThrow(join(dataDir, "cifar10", "data_batch_1.bin"));
  expect(() => reds(dataDir)).toThrow(/offset 4000/);
});

test.each(["mnist", "MNIST/raw", "."])("MNIST is found in %s, gzipped or not", (place) => {
  for (const pack of [gzipSync, (bytes: Uint8Array) => bytes]) {
    const dataDir = temporaryFolder();
    const ending = pack === gzipSync ? ".gz" : "";
    writeFiles(dataDir, {
      [`${place}/train-images-idx3-ubyte${ending}`]: pack(idxBytes(3, 28, 28)),
      [`${place}/train-labels-idx1-ubyte${ending}`]: pack(idxBytes(3)),
    });
    const set = loadDataSet("mnist", { dataDir });
    expect([set.count, set.width, set.channels, set.name, set.labelOf(2)]).toEqual([3, 28, 1, "mnist", "2"]);
  }
});

test("Fashion-MNIST says when it is the sample, and is never taken from MNIST's files", () => {
  const dataDir = temporaryFolder();
  writeFiles(dataDir, {
    "train-images-idx3-ubyte": idxBytes(1, 28, 28),
    "train-labels-idx1-ubyte": idxBytes(1),
  });
  expect(() => loadDataSet("fashion-mnist", { dataDir })).toThrow(/no fashion-mnist/);
  writeFiles(dataDir, {
    "fashion-mnist-sample/sample10k-images-idx3-ubyte.gz": gzipSync(idxBytes(2, 28, 28)),
    "fashion-mnist-sample/sample10k-labels-idx1-ubyte.gz": gzipSync(idxBytes(2)),
  });
  expect(loadDataSet("fashion-mnist", { dataDir }).name).toContain("sample of 10,000");
});

test.each(["cifar10", "mnist", "fashion-mnist"])(
  "without %s the error has the command, the manual way and the place",
  (name) => {
    const dataDir = temporaryFolder();
    try {
      loadDataSet(name, { dataDir });
      throw new Error("it was found");
    } catch (error) {
      const { code, message } = error as HopfieldError;
      expect(code).toBe("ERR_DATA_MISSING");
      for (const part of [`hopfield data fetch ${name}`, "--data-dir <folder>", "HOPFIELD_DATA", dataDir]) {
        expect(message).toContain(part);
      }
    }
  },
);

test("procedural pictures need no data and follow their seed", () => {
  const dataDir = join(temporaryFolder(), "nowhere");
  const [first, other] = [1, 2].map((seed) => loadDataSet("digits", { dataDir, atLeast: 20, seed }));
  expect(first.count).toBeGreaterThanOrEqual(20);
  expect([first.width, first.channels]).toEqual([28, 1]);
  expect(first.at(5)).not.toEqual(other.at(5));
  expect(loadDataSet("scenes", { dataDir, atLeast: 20 }).channels).toBe(3);
});

const data = process.env.HOPFIELD_DATA;

test.skipIf(data === undefined)("real: batch 1 of CIFAR-10 has its published class counts", () => {
  const set = loadDataSet("cifar10", { dataDir: data, atLeast: 1000 });
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 10000; i++) counts[set.labels![i]]++;
  expect(counts).toEqual([1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981]);
  expect(set.name).toBe("cifar10 (training batch 1)");
});

test.skipIf(data === undefined)("real: MNIST begins with 5, 0, 4, 1, 9", () => {
  const set = loadDataSet("mnist", { dataDir: data });
  expect([set.count, ...set.labels!.subarray(0, 5)]).toEqual([60000, 5, 0, 4, 1, 9]);
});
