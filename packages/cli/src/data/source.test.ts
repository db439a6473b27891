import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { writeNpy } from "modern-hopfield/formats";
import { expect, test } from "vitest";
import { cifarBytes, idxBytes, temporaryFolder, writeFiles } from "./fixture.ts";
import { openData } from "./source.ts";

const options = { side: 16, atLeast: 10 };

test("a name, an npy, a csv, a CIFAR-10 file and an IDX file each open as what they are", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "x.npy": writeNpy({ shape: [2, 3], data: new Float64Array(6) }),
    "x.csv": "1,2\n3,4\n",
    "x.bin.gz": gzipSync(cifarBytes(2)),
    "x-idx3-ubyte": idxBytes(2, 5, 4),
  });
  const open = async (name: string): Promise<unknown[]> => {
    const source = await openData(join(folder, name), options);
    return source.kind === "vectors"
      ? ["vectors", source.count, source.size]
      : ["images", source.images.count, source.images.size];
  };
  expect(await open("x.npy")).toEqual(["vectors", 2, 3]);
  expect(await open("x.csv")).toEqual(["vectors", 2, 2]);
  expect(await open("x.bin.gz")).toEqual(["images", 2, 3072]);
  expect(await open("x-idx3-ubyte")).toEqual(["images", 2, 20]);
  expect(await openData("digits", options)).toMatchObject({ kind: "images", images: { width: 28 } });
});

test("an unknown name is answered with the nearest one and all of them", async () => {
  await expect(openData("cifar", options)).rejects.toThrow(
    /cifar .*did you mean cifar10\? choices: scenes, digits, cifar10, mnist, fashion-mnist/,
  );
});

test("a path that leads nowhere, and a file of another kind, are refused with their names", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, { "notes.txt": "hello" });
  await expect(openData(join(folder, "none.npy"), options)).rejects.toMatchObject({
    code: "ERR_DATA_MISSING",
  });
  await expect(openData(join(folder, "notes.txt"), options)).rejects.toThrow(
    /notes.txt is no data.*expected .npy/,
  );
});
