import { describe, expect, test } from "vitest";
import { referenceKernels } from "../kernels/reference.ts";
import { availableKernels, selectKernels } from "../kernels/select.ts";
import { Random } from "../math/random.ts";
import { Patterns, type PatternsOptions } from "../patterns/patterns.ts";
import type { PatternData } from "../patterns/rows.ts";
import { rivalsOf, separationsOf } from "./pairRivals.ts";
import { enterPattern } from "./pairSource.ts";
import { isSymmetric } from "./pairSymmetry.ts";
import { centredCosine, cosine } from "./similarities/cosine.ts";
import { defineSimilarity } from "./similarities/custom.ts";
import { dot } from "./similarities/dot.ts";
import { manhattan } from "./similarities/manhattan.ts";
import { squaredEuclidean } from "./similarities/squaredEuclidean.ts";
import { withMean } from "./similarities/withMean.ts";
import type { Similarity } from "./similarity.ts";
import { bytes, descending, domainOf, floats } from "./testing/arbitraries.ts";

/** The definition: every pattern asks for all scores, in plain loops. */
function plainly(stored: Patterns, similarity: Similarity): { own: number; scores: Float64Array }[] {
  const { count: N, size } = stored;
  const bound = similarity.bind({ stored, kernels: referenceKernels, columns: null });
  const states = new Float64Array(N * size);
  for (let i = 0; i < N; i++) enterPattern(stored, i, bound, states, i);
  const all = new Float64Array(N * N);
  bound.scores(states, N, all);
  return Array.from({ length: N }, (_, i) => {
    const scores = all.subarray(i * N, (i + 1) * N);
    return { own: scores[i], scores };
  });
}

/** Holds the rivals against the definition: scores to `slack` of the largest, and rivals that score as the best does. */
function expectRivals(stored: Patterns, similarity: Similarity, kernels: string, slack: number): void {
  const source = { stored, similarity, kernels: selectKernels(kernels as "auto") };
  const expected = plainly(stored, similarity);
  const { own, best, rival } = rivalsOf(source);
  const which = [stored.count - 1, 0, stored.count >> 1];
  const some = rivalsOf(source, { which });
  const largest = Math.max(...expected.map(({ scores }) => Math.max(...scores.map(Math.abs))));
  let [wrong, behind] = [0, 0];
  expected.forEach(({ own: score, scores }, i) => {
    const most = scores.reduce((m, value, j) => (j === i ? m : Math.max(m, value)), Number.NEGATIVE_INFINITY);
    expect(rival[i]).not.toBe(i);
    wrong = Math.max(wrong, Math.abs(own[i] - score), Math.abs(best[i] - most));
    behind = Math.max(behind, most - scores[rival[i]]);
  });
  which.forEach((i, k) => {
    wrong = Math.max(wrong, Math.abs(some.own[k] - own[i]), Math.abs(some.best[k] - best[i]));
  });
  expect(wrong).toBeLessThanOrEqual(slack * largest);
  expect(behind).toBeLessThanOrEqual(2 * slack * largest);
}

const random = new Random("pairs");

describe.each(descending.map((similarity) => [similarity.name, similarity] as const))(
  "%s",
  (_name, similarity) => {
    const domain = domainOf(similarity);
    const scale = domain === "signs" ? "bipolar" : domain === "amounts" ? "unit" : "pixel";
    const kinds: [string, PatternData][] = [
      ["float64", floats(random, 150, 40, domain)],
      ["float32", Float32Array.from(floats(random, 150, 40, domain))],
    ];
    if (domain !== "signs") kinds.push(["bytes", bytes(random, 150, 40)]);

    test.each(kinds)("%s: own scores and rivals are those of the definition, kernels alike", (kind, data) => {
      const options = { size: 40, scale: kind === "bytes" ? scale : "pixel" } as PatternsOptions;
      const stored = new Patterns(data, options);
      for (const kernels of availableKernels()) expectRivals(stored, similarity, kernels, 2 ** -20);
    });

    test("of equal rivals the lowest index is named", () => {
      const data = floats(random, 90, 16, domain);
      // Three copies of one pattern, and one of another.
      for (const to of [17, 80]) data.copyWithin(to * 16, 5 * 16, 6 * 16);
      data.copyWithin(2 * 16, 70 * 16, 71 * 16);
      const stored = new Patterns(data, { size: 16 });
      const { own, best, rival } = rivalsOf({ stored, similarity, kernels: selectKernels() });
      const separation = separationsOf({ own, best, rival });
      if (similarity !== dot) {
        expect([rival[5], rival[17], rival[80], rival[2], rival[70]]).toEqual([17, 5, 5, 70, 2]);
        for (const i of [5, 17, 80, 2, 70]) expect(separation[i]).toBe(0);
      }
      for (const [i, { scores }] of plainly(stored, similarity).entries()) {
        const first = scores.findIndex((score, j) => j !== i && score === scores[rival[i]]);
        expect(first).toBe(rival[i]);
      }
    });
  },
);

test.each([squaredEuclidean, dot, cosine, centredCosine, manhattan])(
  "bytes in several tiles, with maps of their own and without: $name",
  (similarity) => {
    const data = bytes(random, 300, 500);
    data.copyWithin(250 * 500, 3 * 500, 4 * 500);
    for (const options of [
      { scale: "unit" },
      { scale: "bipolar", normalize: "layer" },
      { normalize: "mean" },
    ] as const) {
      const stored = new Patterns(data, { size: 500, ...options });
      expectRivals(stored, similarity, "auto", 1e-6);
      const rivals = rivalsOf({ stored, similarity, kernels: selectKernels() });
      if (similarity !== dot || options.normalize !== undefined) {
        expect([rivals.rival[3], rivals.rival[250]]).toEqual([250, 3]);
        expect(Array.from(separationsOf(rivals)).filter((delta) => delta <= 0)).toEqual([0, 0]);
      }
    }
  },
);

test("what has two scores per pair is scored twice, whatever it is called", () => {
  const stored = new Patterns(floats(random, 30, 12, "amounts"), { size: 12 });
  const kernels = selectKernels();
  const symmetric = descending.filter((similarity) => domainOf(similarity) !== "signs");
  const found = symmetric.filter((similarity) => isSymmetric({ stored, similarity, kernels }));
  expect(symmetric.filter((s) => !found.includes(s)).map(({ name }) => name)).toEqual([
    "kullbackLeibler",
    "reverseKullbackLeibler",
  ]);
  expect(isSymmetric({ stored, similarity: withMean(manhattan), kernels })).toBe(true);
  const similarity = defineSimilarity({
    name: "dot",
    score: (pattern, state) => pattern[0] * state[1],
    update: "mean",
  });
  expect(isSymmetric({ stored, similarity, kernels })).toBe(false);
  expectRivals(stored, similarity, "auto", 1e-12);
});

test("progress rises to the end, and what it throws ends the pass", () => {
  const stored = new Patterns(bytes(random, 300, 8), { size: 8 });
  const source = { stored, similarity: squaredEuclidean, kernels: selectKernels() };
  const seen: [number, number][] = [];
  rivalsOf(source, { onProgress: (done, total) => seen.push([done, total]) });
  expect(seen.length).toBeGreaterThan(3);
  expect(seen.every(([done, total], k) => done > (seen[k - 1]?.[0] ?? 0) && done <= total)).toBe(true);
  expect(seen.at(-1)?.[0]).toBe(seen.at(-1)?.[1]);
  let calls = 0;
  const stop = (): void => {
    calls++;
    throw new Error("enough");
  };
  expect(() => rivalsOf(source, { onProgress: stop })).toThrow("enough");
  expect(calls).toBe(1);
});

test("a single pattern has no rival", () => {
  const stored = new Patterns([[1, 2, 3]], { size: 3 });
  const rivals = rivalsOf({ stored, similarity: squaredEuclidean, kernels: selectKernels() });
  expect([rivals.rival[0], separationsOf(rivals)[0]]).toEqual([-1, Number.POSITIVE_INFINITY]);
});
