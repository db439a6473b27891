import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { effectivePatterns } from "../theory/association.ts";
import { betaForEffective } from "./beta.ts";
import { effectiveCurves } from "./betaCurve.ts";
import { sparsemax } from "./separations/entmax.ts";
import { softmax } from "./separations/softmax.ts";

const random = new Random("curve");
const row = (N: number): Float64Array => Float64Array.from({ length: N }, () => -50 * random.uniform() ** 2);

/** exp(H) by the definition. */
function plainly(scores: Float64Array, beta: number): number {
  const out = new Float64Array(scores.length);
  softmax.weigh(
    scores.map((score) => beta * score),
    out,
    beta,
  );
  return effectivePatterns(out);
}

test("the curve of softmax is that of the definition, and what has risen is left out without trace", () => {
  const scores = row(4000);
  const [curve] = effectiveCurves([scores.slice()], softmax, null);
  for (let round = 0; round < 2; round++) {
    for (const beta of [1e-6, 0.01, 0.3, 1, 4, 30, 1000]) {
      curve.rise(beta);
      for (const factor of [1, 1.7, 20]) {
        const expected = plainly(scores, factor * beta);
        expect(Math.abs(curve.at(factor * beta) / expected - 1)).toBeLessThan(1e-11);
      }
    }
    curve.restart();
  }
});

test.each([softmax, sparsemax])("betas are those of plain bisection to 1e-6: $name", (separation) => {
  const rows = Array.from({ length: 9 }, () => row(500));
  const medianAt = (beta: number): number => {
    const all = rows.map((scores) => {
      const out = new Float64Array(scores.length);
      separation.weigh(
        scores.map((score) => beta * score),
        out,
        beta,
      );
      return effectivePatterns(out);
    });
    return all.sort((a, b) => a - b)[4];
  };
  for (const target of [1.05, 2, 10, 100]) {
    let [low, high] = [1e-6, 1e6];
    for (let k = 0; k < 80; k++) {
      const middle = Math.sqrt(low * high);
      if (medianAt(middle) <= target) high = middle;
      else low = middle;
    }
    const found = betaForEffective(
      rows.map((scores) => scores.slice()),
      separation,
      null,
      target,
    );
    expect(Math.abs(found / high - 1)).toBeLessThan(1e-6);
  }
});
