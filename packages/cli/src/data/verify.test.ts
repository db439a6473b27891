import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { cifarBytes, idxBytes, temporaryFolder, writeFiles } from "./fixture.ts";
import { verifyData } from "./verify.ts";

const words = async (folder: string, name: string): Promise<string[]> =>
  (await verifyData(folder, [name])).map(({ file, status }) => `${file} ${status}`);

test("in an empty folder every file of every data set is missing", async () => {
  const statuses = await verifyData(temporaryFolder());
  expect(new Set(statuses.map(({ dataSet }) => dataSet))).toEqual(
    new Set(["cifar10", "mnist", "fashion-mnist", "resnet20", "clip", "clip-quantized"]),
  );
  expect(statuses.every(({ status, path }) => status === "missing" && path === null)).toBe(true);
});

test("files that are not the published ones differ; those that are absent are missing", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "mnist/train-images-idx3-ubyte.gz": gzipSync(idxBytes(3, 28, 28)),
    "mnist/t10k-labels-idx1-ubyte": idxBytes(3),
    "mnist/train-labels-idx1-ubyte.gz": gzipSync(idxBytes(3)).subarray(0, 20),
  });
  expect(await words(folder, "mnist")).toEqual([
    "train-images-idx3-ubyte.gz differs",
    "train-labels-idx1-ubyte.gz differs",
    "t10k-images-idx3-ubyte.gz missing",
    "t10k-labels-idx1-ubyte differs",
  ]);
});

test("unpacked batches are compared one by one; a known variant is there but not published", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "cifar10/data_batch_2.bin": cifarBytes(1),
    "cifar10/test_batch.approx23.bin.gz": gzipSync(cifarBytes(1)),
  });
  expect(await words(folder, "cifar10")).toEqual([
    "data_batch_1.bin missing",
    "data_batch_2.bin differs",
    "data_batch_3.bin missing",
    "data_batch_4.bin missing",
    "data_batch_5.bin missing",
    "test_batch.bin missing",
    "test_batch.approx23.bin.gz other",
  ]);
});

test("an unpacked file without a published checksum is there but unproven", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, { "fashion-mnist/train-labels-idx1-ubyte": idxBytes(3) });
  expect(await words(folder, "fashion-mnist")).toContain("train-labels-idx1-ubyte other");
});

const data = process.env.HOPFIELD_DATA;

test.skipIf(data === undefined)("real: what lies in HOPFIELD_DATA has the published checksums", async () => {
  const statuses = await verifyData(data as string);
  expect(statuses.filter(({ status }) => status === "differs")).toEqual([]);
  expect(statuses.filter(({ status }) => status === "ok").length).toBeGreaterThanOrEqual(5);
});
