import { describe, expect, test } from "vitest";
import { hopfield, retrieved } from "./command.ts";

const data = process.env.HOPFIELD_DATA;
if (data === undefined) console.log("HOPFIELD_DATA is not set: the tests on real pictures are skipped");
const cifar = ["--data", "cifar10", "-n", "1000", "--queries", "200"];
const accuracy = (...args: string[]): number => retrieved(...cifar, ...args).results.accuracy;

describe.skipIf(data === undefined)("1,000 CIFAR-10 pictures", () => {
  test("half masked, told which half is missing: all come back", () => {
    expect(accuracy("--corrupt", "half:bottom", "--missing", "known")).toBeGreaterThanOrEqual(0.99);
  });

  test("half masked in black: dot fails, squared Euclidean nearly, Manhattan gets some", () => {
    const black = ["--corrupt", "half:bottom", "--missing", "black", "--steps", "1", "--similarity"];
    expect(accuracy(...black, "dot")).toBeLessThanOrEqual(0.03);
    const squared = accuracy(...black, "squaredEuclidean");
    expect(squared).toBeGreaterThanOrEqual(0.03);
    expect(squared).toBeLessThanOrEqual(0.15);
    const manhattan = accuracy(...black, "manhattan");
    expect(manhattan).toBeGreaterThanOrEqual(0.15);
    expect(manhattan).toBeLessThanOrEqual(0.3);
  });

  test("noise of standard deviation 100: distances find the picture, dot does not", () => {
    const noise = ["--corrupt", "noise:100", "--similarity"];
    expect(accuracy(...noise, "squaredEuclidean")).toBeGreaterThanOrEqual(0.99);
    expect(accuracy(...noise, "manhattan")).toBeGreaterThanOrEqual(0.99);
    expect(accuracy(...noise, "dot")).toBeLessThanOrEqual(0.03);
  });

  test("diagnose: about 2 % stand out under dot, all under dot with layer norm", () => {
    const diagnosis = (...args: string[]) =>
      JSON.parse(
        hopfield(["diagnose", "--data", "cifar10", "-n", "100", "--similarity", "dot", "--json", ...args])
          .stdout,
      );
    const raw = diagnosis();
    expect(raw.positive).toBeLessThanOrEqual(6);
    expect(raw.advice[0].fix).toMatch(/squaredEuclidean.*layer norm/);
    expect(diagnosis("--normalize", "layer").positive).toBe(100);
  });
});
