import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import type { Point } from "../../experiment/point.ts";
import { asRun } from "./fixture.ts";
import { resultsCsv } from "./resultsCsv.ts";

const name = 'a "quoted", name\nin two lines';
const settings = { similarity: "dot" };
const point = (repeat: number, measures: Point["measures"]): Point => ({
  key: `k${repeat}`,
  condition: { variant: name },
  settings,
  repeat,
  seed: 7 + repeat,
  measures,
  lists: {},
  atlas: null,
  seconds: 1,
});
const specification = {
  version: 1,
  name: "x",
  title: "x",
  about: "x",
  variants: [{ name, settings }],
  repeats: 2,
} as const;
const run = asRun(
  specification,
  [point(0, { accuracy: 1 / 3, vector: null }), point(1, { accuracy: 1, mse: 2 })],
  2,
  "r",
);

test("a row per point, every digit, what is missing empty", () => {
  const rows = parse(resultsCsv(run), { columns: true });
  expect(rows).toEqual([
    { key: "k0", variant: name, repeat: "0", seed: "7", accuracy: String(1 / 3), vector: "", mse: "" },
    { key: "k1", variant: name, repeat: "1", seed: "8", accuracy: "1", vector: "", mse: "2" },
  ]);
});

test("quotes as RFC 4180 has it, and ends each line with CR LF", () => {
  const text = resultsCsv(run);
  expect(text.startsWith("key,variant,repeat,seed,accuracy,vector,mse\r\n")).toBe(true);
  expect(text).toContain('k0,"a ""quoted"", name\nin two lines",0,7,');
  expect(text.endsWith("\r\n")).toBe(true);
});

test("several runs are told apart in the first column", () => {
  const other = { ...run, folder: "runs/later" };
  const rows = parse(resultsCsv(run, other), { columns: true }) as { run: string }[];
  expect(rows.map((row) => row.run)).toEqual(["r", "r", "later", "later"]);
});
