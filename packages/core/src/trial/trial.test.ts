import { describe, expect, test } from "vitest";
import { proceduralDigits } from "../images/procedural/digits.ts";
import { proceduralScenes } from "../images/procedural/scenes.ts";
import { defineSimilarity } from "../memory/similarities/custom.ts";
import type { Embedder } from "../metrics/embedder.ts";
import type { TrialConfig } from "./config.ts";
import { defaultTrialConfig } from "./defaults.ts";
import { runTrial } from "./runTrial.ts";
import { runTrialWith } from "./runTrialWith.ts";
import type { TrialSource } from "./source.ts";

const digits: TrialSource = { kind: "images", images: proceduralDigits(60, 1) };
const scenes: TrialSource = { kind: "images", images: proceduralScenes(24, 3) };
const config = (more: Partial<TrialConfig> = {}): TrialConfig => ({
  ...defaultTrialConfig,
  patterns: 20,
  queries: 20,
  ...more,
});

/** The gray levels averaged over blocks of 4 x 4 pixels: features that a person can check. */
const blocks: Embedder = {
  name: "blocks",
  size: 49,
  async embed(images) {
    const out = new Float32Array(images.count * 49);
    for (let i = 0; i < images.count; i++) {
      const picture = images.at(i);
      for (let p = 0; p < picture.length; p++) {
        const [x, y] = [p % 28, Math.floor(p / 28)];
        out[i * 49 + Math.floor(y / 4) * 7 + Math.floor(x / 4)] += picture[p] / 16;
      }
    }
    return out;
  },
};

test("conditions with one seed are paired: they store the same and are asked the same", () => {
  const one = runTrial(digits, config({ similarity: "dot", missing: "black" }));
  const other = runTrial(digits, config({ similarity: "manhattan", missing: "black", steps: 2 }));
  expect(other.perQuery.map(({ source }) => source)).toEqual(one.perQuery.map(({ source }) => source));
  expect(other.perQuery.map(({ baseline }) => baseline)).toEqual(
    one.perQuery.map(({ baseline }) => baseline),
  );
});

test("what leads in the last association is the answer, and every association has a leader", () => {
  const { perQuery } = runTrial(digits, config({ similarity: "dot", missing: "black", beta: 0.5, eps: 0 }));
  for (const { leaders, top, steps } of perQuery) {
    expect(leaders).toHaveLength(Math.max(1, steps));
    expect(leaders.at(-1)).toBe(top);
  }
});

test("shares of right leaders per step agree with the queries, and who was lost is counted", () => {
  const { results, perQuery } = runTrial(
    digits,
    config({ similarity: "reciprocalManhattan", scale: "pixel", beta: 1e4, missing: "black", eps: 0 }),
  );
  const last = perQuery.filter(({ correct }) => correct).length / perQuery.length;
  expect(results.rightAtStep.at(-1)).toBe(last);
  const lost = perQuery.filter(({ leaders, stored, correct }) => leaders[0] === stored && !correct).length;
  expect(results.lostByIterating).toBe(lost / perQuery.length);
});

test("the nearest other original is another pattern, and no other is nearer", () => {
  const { perQuery } = runTrial(digits, config());
  for (const { other, stored } of perQuery) {
    expect(other?.index).not.toBe(stored);
    const own = perQuery.find((query) => query.stored === other?.index);
    // Being nearest is not mutual, but nobody's nearest is farther than the one that chose him.
    expect(own?.other?.mse).toBeLessThanOrEqual(other?.mse ?? Number.NaN);
  }
});

test("a pattern that comes back bit for bit is exact, identical, and nearest to itself", () => {
  const { results } = runTrial(digits, config({ similarity: "manhattan", corrupt: ["noise:20"] }));
  expect(results).toMatchObject({ exact: 1, identical: 1, nearestPrototype: 1, mse: 0 });
});

test("a blend of less than a gray level is exact as bytes and not identical as floats", () => {
  const { results } = runTrial(digits, config({ beta: 1.5, corrupt: ["noise:5"], steps: 1 }));
  expect(results.nearestPrototype).toBe(1);
  expect(results.identical).toBeLessThan(results.exact);
});

describe("an intruder", () => {
  test("takes every query under raw dot products, and none under distances", () => {
    const white = { intruder: "white" as const, corrupt: ["noise:5"], beta: 10 };
    const dot = runTrial(scenes, config({ ...white, similarity: "dot" }));
    expect(dot.results.intruderShare).toBe(1);
    expect(dot.results.accuracy).toBe(0);
    expect(dot.perQuery.every(({ topLabel }) => topLabel === "white")).toBe(true);
    expect(runTrial(scenes, config({ ...white, similarity: "squaredEuclidean" })).results).toMatchObject({
      intruderShare: 0,
      accuracy: 1,
    });
  });

  test("is stored beside the others and never asked for", () => {
    const { perQuery, resolved } = runTrial(scenes, config({ intruder: "black" }));
    expect(resolved.patterns).toBe(21);
    expect(perQuery.map(({ stored }) => stored)).not.toContain(20);
    expect(runTrial(scenes, config()).results.intruderShare).toBeNull();
  });

  test("is refused where it has no sense", () => {
    expect(() => runTrial(digits, config({ intruder: "white", stored: "class-means" }))).toThrow(
      /needs stored images/,
    );
  });
});

describe("with embedders", () => {
  test("features are compared and pictures are handed out", async () => {
    const { results, resolved } = await runTrialWith(
      digits,
      config({ space: "blocks", similarity: "cosine", corrupt: ["noise:10"], effective: 1.001 }),
      { embedders: { blocks } },
    );
    expect(resolved.size).toBe(49);
    expect(results.accuracy).toBe(1);
    // The answer is a picture of 784 pixels, near its original although 49 numbers were compared.
    expect(results.mse).toBeLessThan(results.others?.mse ?? 0);
  });

  test("similarity to the original is 1 for a perfect copy and smaller for the damaged query", async () => {
    const { results, perQuery } = await runTrialWith(
      digits,
      config({ vector: "blocks", similarity: "manhattan" }),
      { embedders: { blocks } },
    );
    expect(results.vector?.retrieved).toBeCloseTo(1, 6);
    expect(results.vector?.baseline).toBeLessThan(0.99);
    for (const { vector } of perQuery) expect(vector?.other).toBeLessThan(1);
  });

  test("an embedder that was not given is named, with those that were", async () => {
    await expect(
      runTrialWith(digits, config({ vector: "clop" }), { embedders: { clip: blocks } }),
    ).rejects.toThrow(/unknown embedder: clop \(did you mean clip\?/);
    expect(() => runTrial(digits, config({ space: "blocks" }))).toThrow(/needs the embedder blocks/);
  });
});

test("a similarity of one's own is used by its name", () => {
  const upsideDown = defineSimilarity({
    name: "upsideDown",
    score: (x, q) => x.reduce((sum, value, j) => sum + Math.abs(value - q[j]), 0),
    update: "mean",
  });
  const { results, resolved } = runTrial(
    digits,
    config({ similarity: "mine", beta: 100, corrupt: ["noise:1"] }),
    { similarities: { mine: upsideDown } },
  );
  expect(resolved.similarity).toBe("upsideDown");
  expect(results.accuracy).toBe(0);
});

test("gray pictures are the same whether made before or after the choice", () => {
  const gray: TrialSource = {
    kind: "images",
    images: scenes.kind === "images" ? scenes.images.toGray() : proceduralDigits(1, 1),
  };
  const one = runTrial(scenes, config({ color: "gray" }));
  const other = runTrial(gray, config());
  expect(other.results.mse).toBe(one.results.mse);
  expect(other.perQuery.map(({ source }) => source)).toEqual(one.perQuery.map(({ source }) => source));
});

test("the easy pictures stand farther apart than the hard ones", () => {
  const apart = (select: "easy" | "hard"): number =>
    runTrial(digits, config({ select, patterns: 10, queries: 10 })).results.others?.mse ?? 0;
  expect(apart("easy")).toBeGreaterThan(apart("hard"));
});

test("the stored set is compared with itself: a symmetric matrix of cosines with ones on its diagonal", () => {
  const { stored } = runTrial(digits, config());
  const count = Math.sqrt(stored.pairs.length);
  expect(count).toBe(20);
  for (let i = 0; i < count; i++) {
    expect(stored.pairs[i * count + i]).toBe(1);
    for (let k = 0; k < i; k++) {
      expect(stored.pairs[i * count + k]).toBe(stored.pairs[k * count + i]);
      expect(Math.abs(stored.pairs[i * count + k])).toBeLessThanOrEqual(1);
    }
  }
  expect(stored.separation?.every((delta) => delta > 0)).toBe(true);
});
