import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { writeNpy } from "modern-hopfield/formats";
import { expect, test } from "vitest";
import { temporaryFolder, writeFiles } from "./fixture.ts";
import { loadCsv, loadNpy } from "./vectors.ts";

function file(data: string | Uint8Array, name = "some.csv"): string {
  const folder = temporaryFolder();
  writeFiles(folder, { [name]: data });
  return join(folder, name);
}

test("a csv with or without a header gives the same vectors", () => {
  for (const text of ["1,2.5\n-3,4e2\n", "a,b\r\n1, 2.5\r\n-3,4e2", "\ufeffa,b\n\n1,2.5\n\n-3,4e2\n"]) {
    const { values, count, size, labels } = loadCsv(file(text));
    expect([...values]).toEqual([1, 2.5, -3, 400]);
    expect([count, size, labels]).toEqual([2, 2, undefined]);
  }
});

test("a gzipped csv is read like a plain one", () => {
  expect([...loadCsv(file(gzipSync("1,2\n"), "some.csv.gz")).values]).toEqual([1, 2]);
});

test("a column named label, target or class gives the classes, wherever it stands", () => {
  for (const name of ["label", "Target", "class"]) {
    const { values, size, labels } = loadCsv(file(`x,${name},y\n1,7,2\n3,0,4\n`));
    expect([...values]).toEqual([1, 2, 3, 4]);
    expect([size, ...labels!]).toEqual([2, 7, 0]);
  }
});

test("a header of numbers is one when it names the column of classes", () => {
  expect([...loadCsv(file("0,1,label\n5,6,2\n")).values]).toEqual([5, 6]);
});

test("the numbers of class words do not depend on the order of the rows", () => {
  expect([...loadCsv(file("x,class\n1,dog\n2,cat\n3,dog\n")).labels!]).toEqual([1, 0, 1]);
  expect([...loadCsv(file("x,class\n2,cat\n1,dog\n3,dog\n")).labels!]).toEqual([0, 1, 1]);
});

test.each([
  ["a word among numbers", "1,2\n3,four\n", /row 2 column 2 is "four"/],
  ["an empty cell", "a,b\n1,2\n3,\n", /row 3 column 2 \(b\) is empty/],
  ["NaN", "1,NaN\n", /row 1 column 2 is "NaN"/],
  ["a number beyond float64", "1,1e999\n", /row 1 column 2 is "1e999"/],
  ["a hexadecimal number", "1,0x10\n", /row 1 column 2 is "0x10"/],
  ["a short row", "1,2\n\n3\n", /row 3 has 1 cells \(expected 2\)/],
  ["a long row", "a,b\n1,2,3\n", /row 2 has 3 cells \(expected 2\)/],
  ["a header alone", "a,b\n", /no rows of numbers/],
  ["nothing", "", /no rows of numbers/],
  ["classes alone", "label\n1\n", /no column of numbers/],
  ["an open quote", '1,2\n3,"4\n', /no csv file/],
])("%s is refused with the file, the row and the column", (_, text, reason) => {
  const path = file(text);
  expect(() => loadCsv(path)).toThrow(reason);
  expect(() => loadCsv(path)).toThrow(path);
});

test("an npy file gives its rows; further axes are one vector", () => {
  const data = Float32Array.from({ length: 12 }, (_, i) => i / 4);
  const flat = loadNpy(file(writeNpy({ shape: [2, 6], data }), "flat.npy"));
  const cube = loadNpy(file(writeNpy({ shape: [2, 3, 2], data }), "cube.npy"));
  expect(flat.values).toEqual(data);
  expect([flat.count, flat.size, flat.name]).toEqual([2, 6, "flat.npy"]);
  expect({ ...cube, name: "flat.npy" }).toEqual(flat);
});

test("whole numbers of an npy file become floats", () => {
  for (const data of [new Uint8Array([1, 255]), new BigInt64Array([1n, 255n]), new Int16Array([1, 255])]) {
    expect(loadNpy(file(writeNpy({ shape: [1, 2], data }), "x.npy")).values).toEqual(
      new Float64Array([1, 255]),
    );
  }
});

test("an npy file without rows, or a damaged one, is refused with its name", () => {
  const line = file(writeNpy({ shape: [3], data: new Float64Array(3) }), "line.npy");
  expect(() => loadNpy(line)).toThrow(/line.npy has shape 3 \(expected count x size/);
  const cut = file(writeNpy({ shape: [1, 3], data: new Float64Array(3) }).slice(0, -1), "cut.npy");
  expect(() => loadNpy(cut)).toThrow(/cut.npy: invalid npy file/);
});

const data = process.env.HOPFIELD_DATA;

test.skipIf(data === undefined)("real: iris has 150 rows of 4 numbers in 3 classes", () => {
  const { count, size, labels } = loadCsv(join(data as string, "uci", "iris.csv"));
  expect([count, size, new Set(labels).size]).toEqual([150, 4, 3]);
});
