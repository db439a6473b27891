import { describe, expect, test } from "vitest";
import { readSpecification } from "./schema.ts";

const good = { version: 1, name: "a-b", title: "t", about: "" };

test("a specification is read as it is", () => {
  const whole = {
    ...good,
    settings: { beta: 1 },
    grid: { beta: "1:3:1", similarity: ["dot", "cosine"] },
    charts: [{ kind: "lines", title: "c", x: "beta", y: [{ measure: "accuracy" }] }],
  };
  expect(readSpecification(whole, "file.json")).toEqual(whole);
});

describe("mistakes are named by file, path, value and remedy", () => {
  test.each<[object, RegExp]>([
    [{ ...good, version: 2 }, /file.json: invalid version: 2 \(expected 1\)/],
    [{ ...good, name: "A b" }, /invalid name: "A b" \(expected lower-case words joined by -\)/],
    [{ ...good, tittle: "x" }, /unknown key tittle \(did you mean title\?/],
    [{ ...good, repeats: 0 }, /invalid repeats: 0 \(expected >=1\)/],
    [{ ...good, grid: { beta: [] } }, /invalid grid.beta/],
    [{ ...good, settings: { beta: [1] } }, /invalid settings.beta/],
    [{ ...good, charts: [{ kind: "pie", title: "x" }] }, /invalid charts\[0\].kind: "pie"/],
    [{ ...good, charts: [{ kind: "lines", title: "x", x: "beta", y: [] }] }, /invalid charts\[0\].y/],
    [{ ...good, expected: [{ name: "x", measure: "mse" }] }, /expected\[0\].published/],
  ])("%j", (wrong, message) => {
    expect(() => readSpecification(wrong, "file.json")).toThrow(message);
  });

  test("all of them at once", () => {
    expect(() => readSpecification({ ...good, version: 3, seed: -1 }, "f")).toThrow(/version.*; .*seed/);
  });
});
