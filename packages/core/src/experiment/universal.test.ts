import { expect, test } from "vitest";
import { ImageSet } from "../images/imageSet.ts";
import { proceduralDigits } from "../images/procedural/digits.ts";
import { proceduralScenes } from "../images/procedural/scenes.ts";
import { Random } from "../math/random.ts";
import { rowOf } from "../patterns/rows.ts";
import type { TrialSource } from "../trial/source.ts";
import { drawPatterns } from "./drawn.ts";
import { universalAnswers } from "./universal/answers.ts";
import { type UniversalSeparation, universalSeparations } from "./universal/separations.ts";
import type { UniversalSettings } from "./universal/settings.ts";
import { type UniversalSimilarity, universalSimilarities } from "./universal/similarities.ts";
import { universalProtocol } from "./universal.ts";

const scenes: TrialSource = { kind: "images", images: proceduralScenes(40, 3) };
const digits: TrialSource = { kind: "images", images: proceduralDigits(40, 3) };
/** Pictures of 6 x 6 pixels, so that the plain loops of the oracle are quick. */
const small: TrialSource = (() => {
  const random = new Random(8);
  const data = Uint8Array.from({ length: 20 * 36 }, (_, j) =>
    Math.min(255, random.below(1 + ((j * 7) % 255)) + random.below(40)),
  );
  return { kind: "images", images: new ImageSet({ width: 6, height: 6, channels: 1, data }) };
})();
const settings = (more: Partial<UniversalSettings>): UniversalSettings => ({
  ...universalProtocol.defaults,
  patterns: 30,
  queries: 12,
  ...more,
});

/** The paper's program written down anew, pair by pair and in float64, as far from the kernels as can be. */
function oracle(
  X: readonly Float64Array[],
  z: Float64Array,
  similarity: UniversalSimilarity,
  separation: UniversalSeparation,
  beta: number,
): { weights: number[]; output: number[] } {
  const sum = (v: Iterable<number>): number => [...v].reduce((a, b) => a + b, 0);
  const over = (x: Float64Array, f: (x: number, z: number) => number): number =>
    sum(x.map((v, j) => f(v, z[j])));
  const zSum = sum(z);
  const divergence = (a: Float64Array, b: Float64Array): number =>
    sum(a.map((v, j) => v * (Math.log(v + 1e-4) - Math.log(b[j] + 1e-4))));
  const scores = X.map((x) => {
    const xSum = sum(x);
    const [xHat, zHat] = [x.map((v) => v / xSum), z.map((v) => v / zSum)];
    const [kl, reverse] = [1 / divergence(xHat, zHat), 1 / divergence(zHat, xHat)];
    return {
      euclidean: 1 / over(x, (a, b) => (a - b) ** 2),
      manhattan: 1 / over(x, (a, b) => Math.abs(a - b)),
      dot: over(x, (a, b) => a * b),
      normalizedDot: sum(xHat.map((v, j) => v * zHat[j])),
      kullbackLeibler: kl,
      reverseKullbackLeibler: reverse,
      jensenShannon: 1 / (0.5 * kl + 0.5 * reverse),
      symmetricKullbackLeibler: 1 / (0.5 / kl + 0.5 / reverse),
    }[similarity];
  });
  const total = sum(scores);
  const divided = scores.map((s) => s / total);
  const powers = { sqrt: 0.5, identity: 1, square: 2, cube: 3, quartic: 4, tenth: 10 };
  const most = divided.indexOf(Math.max(...divided));
  const separated = divided.map((s, i) => {
    if (separation === "max") return i === most ? 1 : 0;
    if (separation === "softmax") return Math.exp(beta * (s - divided[most]));
    return separation === "log" ? Math.log(s) : s ** powers[separation];
  });
  const mass = sum(separated);
  const weights = separated.map((s) => s / mass);
  return { weights, output: Array.from(z, (_, j) => sum(X.map((x, i) => weights[i] * x[j]))) };
}

test.each(universalSimilarities.flatMap((s) => universalSeparations.map((f) => [s, f] as const)))(
  "%s with %s answers as the formulas say",
  (similarity, separation) => {
    for (const corrupt of ["absolute-noise:60", "half:bottom"]) {
      const chosen = settings({ similarity, separation, corrupt, beta: 50, patterns: 20, queries: 6 });
      const drawn = drawPatterns(small, chosen, 5);
      const { patterns } = drawn.store;
      const X = Array.from({ length: patterns.count }, (_, i) => rowOf(patterns, i));
      const states = drawn.rows;
      const found = universalAnswers(drawn, chosen, {});
      drawn.queries.forEach((_, q) => {
        const { size } = patterns;
        const expected = oracle(X, states.slice(q * size, (q + 1) * size), similarity, separation, 50);
        expect(found.topWeights[q]).toBeCloseTo(Math.max(...expected.weights), 4);
        const output = found.outputs.subarray(q * size, (q + 1) * size);
        const worst = output.reduce((most, v, j) => Math.max(most, Math.abs(v - expected.output[j])), 0);
        expect(worst).toBeLessThan(1e-4);
      });
    }
  },
);

test("the same seed measures the same; another draws other pictures", () => {
  const run = (seed: number) => universalProtocol.run(settings({}), seed, scenes);
  expect(run(1)).toEqual(run(1));
  expect(run(1).lists.source).not.toEqual(run(2).lists.source);
});

test("every measure has its label, and every share is one", () => {
  const { measures, fields, defaults } = universalProtocol;
  const found = universalProtocol.run(settings({}), 1, scenes).measures;
  expect(Object.keys(found).sort()).toEqual(Object.keys(measures).sort());
  expect(Object.keys(fields).sort()).toEqual(Object.keys(defaults).sort());
  for (const [name, value] of Object.entries(found)) {
    if (measures[name].share) expect(value).toBeGreaterThanOrEqual(0);
    if (measures[name].share) expect(value).toBeLessThanOrEqual(1);
  }
});

test("a threshold says nothing of remembering: the mean picture of dark digits passes where the nearest is another", () => {
  const found = universalProtocol.run(
    settings({ similarity: "euclidean", separation: "identity", corrupt: "half:bottom" }),
    1,
    digits,
  ).measures;
  expect(found.meanImageAccepted).toBeGreaterThan(0.5);
  expect(found.threshold50).toBeGreaterThan(0.5);
  expect(found.nearest).toBeLessThan(0.3);
  expect(found.acceptedWrong).toBeGreaterThan(0.3);
});

test("undamaged queries come back under every distance, and thresholds are ordered", () => {
  for (const similarity of ["euclidean", "manhattan", "kullbackLeibler", "reverseKullbackLeibler"] as const) {
    const { measures } = universalProtocol.run(settings({ similarity, corrupt: "none" }), 2, scenes);
    expect([similarity, measures.correct, measures.nearest, measures.mse]).toEqual([similarity, 1, 1, 0]);
    expect(measures.queryAccepted).toBe(1);
  }
  const noisy = universalProtocol.run(settings({ similarity: "dot" }), 2, scenes).measures;
  expect(noisy.threshold50).toBeLessThanOrEqual(noisy.threshold60 ?? -1);
  expect(noisy.thresholdNormalised).toBeLessThanOrEqual(noisy.threshold60 ?? -1);
});

test("a sharper separation puts no other pattern on top", () => {
  const top = (separation: UniversalSeparation) =>
    universalProtocol.run(settings({ separation, beta: 1000 }), 4, scenes).lists.top;
  for (const separation of ["identity", "cube", "tenth", "softmax"] as const) {
    expect(top(separation)).toEqual(top("max"));
  }
});

test("jensenShannon as coded lets the farthest win; what it was meant to be does not", () => {
  const correct = (similarity: UniversalSimilarity) =>
    universalProtocol.run(settings({ similarity, corrupt: "absolute-noise:40" }), 1, scenes).measures.correct;
  expect(correct("jensenShannon")).toBe(0);
  expect(correct("symmetricKullbackLeibler")).toBeGreaterThan(0.9);
});

test("a black query has no shares: max takes the first pattern as theirs does, others have no answer", () => {
  const black = { similarity: "normalizedDot", corrupt: "rows:1" } as const;
  const first = universalProtocol.run(settings(black), 1, scenes);
  expect(first.lists.top.every((top) => top === 0)).toBe(true);
  expect(first.measures.unanswered).toBe(0);
  const none = universalProtocol.run(settings({ ...black, separation: "cube" }), 1, scenes).measures;
  expect([none.unanswered, none.mse, none.threshold60, none.nearest]).toEqual([1, null, 0, 0]);
});

test("a black pattern is refused by name where shares are compared, and nowhere else", () => {
  const data = Uint8Array.from({ length: 5 * 16 }, () => new Random(1).below(256));
  data.fill(0, 32, 48);
  const source: TrialSource = {
    kind: "images",
    images: new ImageSet({ width: 4, height: 4, channels: 1, data }),
  };
  const run = (similarity: UniversalSimilarity) =>
    universalProtocol.run(settings({ patterns: 5, select: "first", similarity }), 1, source);
  expect(() => run("kullbackLeibler")).toThrow(/pattern 2 is all black/);
  expect(run("manhattan").measures.correct).not.toBeNull();
});

test("both forms agree on which pattern is nearest, and the energy form can be told what is hidden", () => {
  const run = (more: Partial<UniversalSettings>) => universalProtocol.run(settings(more), 6, scenes);
  for (const similarity of ["euclidean", "manhattan", "dot"] as const) {
    const noise = { similarity, corrupt: "absolute-noise:127.5" };
    expect(run({ ...noise, form: "energy" }).lists.top).toEqual(run(noise).lists.top);
    const half = { similarity, corrupt: "half:bottom", missing: "black" } as const;
    expect(run({ ...half, form: "energy" }).lists.top).toEqual(run(half).lists.top);
  }
  const half = { similarity: "euclidean", corrupt: "half:bottom" } as const;
  expect(run({ ...half, form: "energy" }).measures.correct).toBe(1);
  expect(run({ ...half, form: "energy", separation: "softmax", beta: "auto" }).measures.nearest).toBe(1);
});

test("what cannot be asked is refused with the remedy", () => {
  const run = (more: Partial<UniversalSettings>) => () => universalProtocol.run(settings(more), 1, scenes);
  expect(run({ separation: "softmax", beta: "auto" })).toThrow(/give form universal with softmax a number/);
  expect(run({ form: "energy", separation: "log" })).toThrow(/separation log has no energy form/);
  expect(run({ form: "energy", similarity: "symmetricKullbackLeibler" })).toThrow(/has no energy form/);
  expect(run({ form: "energy", separation: "cube" })).toThrow(/needs scores that are not negative/);
  expect(run({ patterns: 41 })).toThrow(/asked for 41 pictures/);
  expect(() => universalProtocol.run(settings({}), 1, null)).toThrow(/needs data/);
});

test("progress is told, and an abort ends the point", () => {
  const seen: number[] = [];
  universalProtocol.run(settings({}), 1, scenes, { onProgress: (done, total) => seen.push(done / total) });
  expect(seen.at(-1)).toBe(1);
  const aborted = AbortSignal.abort(new Error("enough"));
  expect(() => universalProtocol.run(settings({}), 1, scenes, { signal: aborted })).toThrow("enough");
});
