import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { median } from "../math/statistics.ts";
import { effectivePatterns } from "../theory/association.ts";
import { AssociativeMemory } from "./associativeMemory.ts";
import { descending, domainOf, floats } from "./testing/arbitraries.ts";

const random = new Random("beta");
const rowsOf = (data: Float64Array, size: number): Float64Array[] =>
  Array.from({ length: data.length / size }, (_, i) => data.slice(i * size, (i + 1) * size));
const rows = rowsOf(floats(random, 60, 30), 30);
const noisy = rows.map((row) => row.map((v) => v + 0.3 * random.normal()));

test.each(descending.map((similarity) => [similarity.name, similarity] as const))(
  "beta auto meets its target within 1 %: %s",
  (_name, similarity) => {
    const stored = rowsOf(floats(random, 60, 30, domainOf(similarity)), 30);
    const queries = rowsOf(floats(random, 41, 30, domainOf(similarity)), 30);
    for (const effective of [1.05, 2, 10]) {
      const memory = new AssociativeMemory(stored, { similarity, effective });
      const found = memory.retrieve(queries, { maxSteps: 0 });
      const got = median(queries.map((_, q) => effectivePatterns(found.association(q))));
      // Ties on the cube can leave a beta where the median jumps.
      if (similarity.name === "bipolar") expect(got).toBeLessThan(effective * 1.01 + 1);
      else expect(Math.abs(got / effective - 1)).toBeLessThan(0.01);
      expect(memory.solveBeta(queries)).toBe(found.beta);
    }
  },
);

test("duplicates and weights do not stop beta auto", () => {
  const memory = new AssociativeMemory([...rows.slice(0, 5), ...rows.slice(0, 5)], { duplicates: "allow" });
  const found = memory.retrieve(noisy.slice(0, 5));
  expect(Number.isFinite(found.beta)).toBe(true);
  expect(found.certificate(0).effectivePatterns).toBeCloseTo(2, 1);
  const same = new AssociativeMemory([rows[0], rows[0]], { duplicates: "allow" });
  expect(same.solveBeta(rows[3])).toBe(1);
  const weighted = new AssociativeMemory(rows, { weights: rows.map((_, i) => i + 1), effective: 3 });
  const asked = weighted.retrieve(noisy, { maxSteps: 0 });
  expect(median(noisy.map((_, q) => effectivePatterns(asked.association(q))))).toBeCloseTo(3, 1);
});

test("beta is 1 for a single pattern and for separations that ignore it", () => {
  expect(new AssociativeMemory([rows[0]]).solveBeta(noisy)).toBe(1);
  for (const separation of ["max", "identity", "polynomial/degree=3"]) {
    expect(new AssociativeMemory(rows, { similarity: "dot", separation }).solveBeta(noisy)).toBe(1);
  }
});

test("familiarity is even for known items and low for foreign ones", () => {
  const many = rowsOf(floats(new Random("many"), 300, 30), 30);
  const damage = (pattern: Float64Array, source: Random): Float64Array =>
    pattern.map((v) => v + 0.3 * source.normal());
  const memory = new AssociativeMemory(many).calibrate(damage, { samples: 150, seed: 1 });
  const fresh = new Random("fresh");
  const known = memory.retrieve(many.map((row) => damage(row, fresh))).familiarity as Float64Array;
  for (const share of [0.1, 0.5, 0.9]) {
    const below = known.filter((f) => f <= share).length / known.length;
    expect(Math.abs(below - share)).toBeLessThan(0.1);
  }
  const foreign = memory.retrieve(rowsOf(floats(new Random("foreign"), 100, 30), 30)).familiarity;
  expect(Math.max(...(foreign as Float64Array))).toBeLessThan(0.02);
  expect(memory.retrieve(many[0], { beta: 3 }).familiarity).toBeNull();
  memory.reweight(0, 2);
  expect(memory.retrieve(many[0]).familiarity).toBeNull();
});

test("a calibration's damage may say what is still known", () => {
  const known = Uint8Array.from({ length: 30 }, (_, j) => (j < 15 ? 1 : 0));
  const hide = (pattern: Float64Array) => ({
    query: pattern.map((v, j) => (known[j] ? v : Number.NaN)),
    known,
  });
  const memory = new AssociativeMemory(rows).calibrate(hide, { samples: 1000 });
  const found = memory.retrieve(rows, { known }).familiarity as Float64Array;
  expect(median(found)).toBeCloseTo(0.5, 1);
});
