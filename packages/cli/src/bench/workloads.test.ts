import { expect, test } from "vitest";
import { chooseWorkloads, operations, scaled, workloads } from "./workloads.ts";

test("workloads are chosen by name in any case, and stay in their order", () => {
  expect(chooseWorkloads("w3B, w1", "dot").map(({ name }) => name)).toEqual(["W1", "W3b"]);
  expect(chooseWorkloads(undefined, "dot")).toEqual(workloads);
  expect(chooseWorkloads(undefined, "manhattan").map(({ name }) => name)).toEqual(["W1", "W3a", "W5"]);
});

test("another name is an error that names the nearest", () => {
  expect(() => chooseWorkloads("W1,W7", "dot")).toThrow(/unknown workload: W7 \(did you mean W\d/);
  expect(() => chooseWorkloads("W2", "manhattan")).toThrow(/W2 is not measured with manhattan/);
});

test("a shrunk workload keeps its size and a dozen patterns", () => {
  const [w1] = workloads;
  expect(scaled(w1, 0.5)).toMatchObject({ stored: 50, queries: 50, size: 3072 });
  expect(scaled(w1, 0.001)).toMatchObject({ stored: 12, queries: 12 });
});

test("W1 is 0.61 billion operations", () => {
  expect(operations(workloads[0], "dot") / 1e9).toBeCloseTo(0.6144, 10);
});
