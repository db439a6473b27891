import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Point } from "./point.ts";
import { RunWriter, readPoints } from "./runFolder.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "hopfield-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const point = (key: string): Point => ({
  key,
  condition: {},
  settings: {},
  repeat: 0,
  seed: 7,
  measures: { mse: 1 },
  lists: {},
  atlas: null,
  seconds: 0.1,
});

test("what was appended is there, line by line, for whoever reads the folder at any moment", () => {
  const path = folder();
  const writer = new RunWriter(path);
  for (const key of ["a", "b", "c"]) {
    writer.append(point(key));
    expect(readPoints(path).points.at(-1)).toEqual(point(key));
  }
  writer.close();
  expect(readPoints(path).points.map(({ key }) => key)).toEqual(["a", "b", "c"]);
});

test("a line that was being written when the machine stopped is dropped, and the next point begins a line", () => {
  const path = folder();
  const first = new RunWriter(path);
  first.append(point("a"));
  first.close();
  appendFileSync(join(path, "points.jsonl"), '{"key":"half');
  expect(readPoints(path).points).toHaveLength(1);
  const second = new RunWriter(path);
  expect(second.before.map(({ key }) => key)).toEqual(["a"]);
  second.append(point("b"));
  second.close();
  expect(readFileSync(join(path, "points.jsonl"), "utf8").trimEnd().split("\n")).toHaveLength(2);
  expect(readPoints(path).points.map(({ key }) => key)).toEqual(["a", "b"]);
});

test("a line that is broken elsewhere is named with its number and the remedy", () => {
  const path = folder();
  writeFileSync(
    join(path, "points.jsonl"),
    `${JSON.stringify(point("a"))}\nno json\n${JSON.stringify(point("b"))}\n`,
  );
  expect(() => readPoints(path)).toThrow(/points.jsonl: line 2 is broken.*remove that line/);
  expect(() => new RunWriter(path)).toThrow(/line 2/);
  // The writer that failed leaves no lock behind.
  writeFileSync(join(path, "points.jsonl"), "");
  new RunWriter(path).close();
});

test("two writers cannot have one run", () => {
  const path = folder();
  const writer = new RunWriter(path);
  expect(() => new RunWriter(path)).toThrow(/held by/);
  writer.close();
  new RunWriter(path).close();
});

test.skipIf(!existsSync("/proc/self/stat"))(
  "the lock of a dead writer is taken over even when another process has its number now",
  () => {
    const path = folder();
    const lock = join(path, "points.lock");
    // The process that started this test lives, and began long after this lock was taken.
    writeFileSync(lock, JSON.stringify({ pid: process.ppid, host: hostname() }));
    expect(() => new RunWriter(path)).toThrow(/held by/);
    utimesSync(lock, new Date("2020-01-01"), new Date("2020-01-01"));
    new RunWriter(path).close();
  },
);

test("numbers that JSON does not know become null", () => {
  const path = folder();
  const writer = new RunWriter(path);
  writer.append({ ...point("a"), measures: { mse: Number.NaN }, lists: { x: [Number.POSITIVE_INFINITY] } });
  writer.close();
  expect(readPoints(path).points[0]).toMatchObject({ measures: { mse: null }, lists: { x: [null] } });
});
