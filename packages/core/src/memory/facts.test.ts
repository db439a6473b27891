import { expect, test } from "vitest";
import { selectKernels } from "../kernels/select.ts";
import { Random } from "../math/random.ts";
import { distance } from "../math/vector.ts";
import { Patterns } from "../patterns/patterns.ts";
import { StoredFacts } from "./facts.ts";
import { dot } from "./similarities/dot.ts";
import { squaredEuclidean } from "./similarities/squaredEuclidean.ts";
import { bytes, floats } from "./testing/arbitraries.ts";

const random = new Random("facts");
const kernels = selectKernels();

test.each([squaredEuclidean, dot])(
  "tiles and single questions give one certified beta: $name",
  (similarity) => {
    for (const normalize of ["none", "layer"] as const) {
      const stored = new Patterns(bytes(random, 200, 60), { size: 60, scale: "unit", normalize });
      const bind = () => similarity.bind({ stored, kernels, columns: null });
      const [tiled, single] = [
        new StoredFacts(stored, similarity, bind, kernels),
        new StoredFacts(stored, similarity, bind),
      ];
      if (similarity === squaredEuclidean || normalize === "layer") {
        expect(tiled.certifiedBeta() / single.certifiedBeta()).toBeCloseTo(1, 9);
      }
      for (const i of [0, 77, 199]) expect(tiled.separationOf(i)).toBeCloseTo(single.separationOf(i), 9);
    }
  },
);

test("M is the largest norm, about the mean or about the origin, for every way patterns are kept", () => {
  const values = Float32Array.from(floats(random, 23, 31));
  for (const stored of [
    new Patterns(bytes(random, 23, 31), { size: 31, scale: "bipolar" }),
    new Patterns(bytes(random, 23, 31), { size: 31, normalize: "layer" }),
    new Patterns(values, { size: 31 }),
    new Patterns(values, { size: 31, form: "float16" }),
    new Patterns(values, { size: 31, form: "int8" }),
  ]) {
    const rows = Array.from({ length: 23 }, (_, i) => stored.at(i));
    const mean = rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j], 0) / 23);
    for (const [similarity, centre] of [
      [squaredEuclidean, mean],
      [dot, mean.map(() => 0)],
    ] as const) {
      const facts = new StoredFacts(stored, similarity, () =>
        similarity.bind({ stored, kernels, columns: null }),
      );
      expect(facts.norm).toBeCloseTo(Math.max(...rows.map((row) => distance(row, centre))), 10);
    }
  }
});
