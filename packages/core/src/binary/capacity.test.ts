import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { BinaryHopfield } from "./binaryHopfield.ts";
import {
  exponentialCapacity,
  gardnerCapacity,
  gardnerMargin,
  hebbCapacity,
  hebbErrorFreeCapacity,
  powerBitError,
  powerCapacity,
  powerErrorFreeCapacity,
  pseudoInverseCapacity,
  storkeyCapacity,
} from "./capacity.ts";
import { DenseBinary } from "./denseBinary.ts";
import { binaryModelNames, binaryNetwork, modelCapacity } from "./models.ts";
import { normalCdf, normalDensity, normalTailInverse } from "./normal.ts";
import { randomSigns } from "./testing/cases.ts";

test("the normal distribution: known values, both branches meet, the inverse undoes it", () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
  expect(normalCdf(-6) / 9.865876450376946e-10).toBeCloseTo(1, 10);
  expect(normalCdf(-3 + 1e-12) / normalCdf(-3 - 1e-12)).toBeCloseTo(1, 9);
  for (const share of [0.4, 0.1, 0.0036, 1e-6, 1e-12]) {
    expect(normalCdf(-normalTailInverse(share)) / share).toBeCloseTo(1, 10);
  }
  // Φ' = φ
  expect((normalCdf(1.3 + 1e-5) - normalCdf(1.3 - 1e-5)) / 2e-5).toBeCloseTo(normalDensity(1.3), 9);
});

test("the formulas at numbers worked out by hand", () => {
  expect(hebbCapacity(1000)).toBeCloseTo(138);
  expect(hebbErrorFreeCapacity(1000)).toBeCloseTo(1000 / (2 * Math.log(1000)));
  expect(hebbErrorFreeCapacity(1000, "all")).toBeCloseTo(36.19, 2);
  expect(storkeyCapacity(1000)).toBeCloseTo(269.04, 1);
  expect(pseudoInverseCapacity(1000)).toBe(1000);
  expect(gardnerCapacity(1000)).toBeCloseTo(2000);
  // The integral of (t + κ)² φ(t) from -κ on, by a sum.
  let integral = 0;
  for (let t = -1; t < 12; t += 1e-4) integral += (t + 5e-5 + 1) ** 2 * normalDensity(t + 5e-5) * 1e-4;
  expect(gardnerCapacity(1, 1)).toBeCloseTo(1 / integral, 6);
  for (const patterns of [1, 50, 900, 1999]) {
    expect(gardnerCapacity(1000, gardnerMargin(1000, patterns))).toBeCloseTo(patterns, 6);
  }
  expect(gardnerMargin(1000, 2000)).toBe(0);
  expect(powerCapacity(1000, 2)).toBeCloseTo(138, -0.5);
  expect(powerCapacity(100, 3) / powerCapacity(100, 2)).toBeCloseTo(100 / 3);
  expect(powerErrorFreeCapacity(100, 2)).toBeCloseTo(hebbErrorFreeCapacity(100));
  expect(powerErrorFreeCapacity(100, 4)).toBeCloseTo(1e6 / (2 * 15 * Math.log(100)));
  expect(powerBitError(100, 3, powerCapacity(100, 3, 0.01))).toBeCloseTo(0.01);
  expect(exponentialCapacity(20)).toBeCloseTo(1024);
  expect(exponentialCapacity(20, 0.1)).toBeLessThan(exponentialCapacity(20, 0.05));
  expect(exponentialCapacity(100, 0.499999)).toBeCloseTo(1, 6);
  expect(() => powerCapacity(10, 3, 0.5)).toThrow(/wrongBits/);
  expect(() => exponentialCapacity(10, 0.5)).toThrow(/wrongBits/);
});

test("one update of the cube turns the share of bits that the formula says; rectified like half of the patterns", () => {
  const size = 60;
  const count = 400;
  const random = new Random("bit-error");
  const wrong = { power: 0, rectifiedPower: 0 };
  const draws = 12;
  for (let draw = 0; draw < draws; draw++) {
    const patterns = randomSigns(random, count, size);
    const asked = patterns.slice(0, 100);
    for (const interaction of ["power", "rectifiedPower"] as const) {
      const run = new DenseBinary(patterns, { interaction, degree: 3 }).retrieve(asked, {
        update: "sync",
        maxSweeps: 1,
      });
      asked.forEach((pattern, q) => {
        run.stateOf(q).forEach((s, i) => {
          if (s !== pattern[i]) wrong[interaction]++;
        });
      });
    }
  }
  const bits = draws * 100 * size;
  // The formula is for large d; at 60 units it is right within a fifth.
  expect(wrong.power / bits / powerBitError(size, 3, count)).toBeGreaterThan(0.8);
  expect(wrong.power / bits / powerBitError(size, 3, count)).toBeLessThan(1.2);
  expect(wrong.rectifiedPower / bits / powerBitError(size, 3, count / 2)).toBeGreaterThan(0.6);
  expect(wrong.rectifiedPower / bits / powerBitError(size, 3, count / 2)).toBeLessThan(1.4);
});

test("every model by name, with a capacity above 0", () => {
  const patterns = randomSigns(new Random("models"), 4, 30);
  for (const model of binaryModelNames) {
    const network = binaryNetwork(patterns, { model, degree: 3, kappa: 0.2 });
    expect(network.retrieve(patterns).outcome).toEqual(new Array(4).fill("converged"));
    expect(modelCapacity({ model }, 100)).toBeGreaterThan(10);
  }
  expect(binaryNetwork(patterns, { model: "storkey" })).toBeInstanceOf(BinaryHopfield);
  expect(() => binaryNetwork(patterns, { model: "hebbian" as "hebb" })).toThrow(/did you mean hebb/);
});
