import fc from "fast-check";
import { Random } from "modern-hopfield";
import { expect, test } from "vitest";
import { tensor } from "../autodiff/tensor.ts";
import { Bags } from "../train/bags.ts";
import { bitPatterns } from "./bitPatterns.ts";
import { digitBags } from "./digitBags.ts";
import { digitNetworkNames, digitNetworkOf } from "./digitNetworks.ts";
import { latchSequences } from "./latchSequences.ts";
import { networkNames, networkOf } from "./networks.ts";
import { runTask } from "./runTask.ts";

const wordsOf = (instances: ArrayLike<number>, size: number): string[] =>
  Array.from({ length: instances.length / size }, (_, n) =>
    Array.from(instances)
      .slice(n * size, (n + 1) * size)
      .join(""),
  );

test("positive bags hold exactly one signal, where it is said; negative ones none; signals are few", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { bags, places, size } = bitPatterns({ bags: 60, signals: 5, seed });
      const signals = new Set(
        bags.flatMap(({ instances }, n) => (places[n] < 0 ? [] : [wordsOf(instances, size)[places[n]]])),
      );
      expect(signals.size).toBeLessThanOrEqual(5);
      bags.forEach(({ instances, label }, n) => {
        const found = wordsOf(instances, size).filter((word) => signals.has(word)).length;
        expect(found).toBe(label);
        expect(label).toBe(places[n] < 0 ? 0 : 1);
      });
    }),
    { numRuns: 10 },
  );
});

test("the first symbol of a sequence is its class and comes nowhere else", () => {
  const { bags, size } = latchSequences({ sequences: 40, seed: 3 });
  for (const { instances, label } of bags) {
    const symbols = wordsOf(instances, size).map((word) => word.indexOf("1"));
    expect(symbols.length).toBe(32);
    expect(symbols[0]).toBe(label);
    expect(symbols.slice(1).every((symbol) => symbol >= 2)).toBe(true);
  }
});

/** Pictures whose first pixel tells what they are. */
const digits = {
  pixels: Uint8Array.from({ length: 100 * 784 }, (_, k) =>
    k % 784 === 0 ? 25 * (Math.floor(k / 784) % 10) : 0,
  ),
  labels: Array.from({ length: 100 }, (_, n) => n % 10),
};

test("bags of digits hold the target when they are positive, and only then", () => {
  const { bags, size } = digitBags(digits, { bags: 60, seed: 2 });
  const counts = bags.map(({ instances, label }) => {
    const shown = Array.from({ length: instances.length / size }, (_, k) =>
      Math.round(((instances[k * size] * 0.3081 + 0.1307) * 255) / 25),
    );
    expect(shown.includes(9)).toBe(label === 1);
    return shown.length;
  });
  expect(counts.reduce((a, b) => a + b, 0) / 60).toBeCloseTo(10, -0.5);
  expect(new Set(counts).size).toBeGreaterThan(3);
  expect(() => digitBags({ pixels: new Uint8Array(5), labels: [1] })).toThrow(/5 pixels for 1 labels/);
});

test.each(networkNames.map((name) => [name]))(
  "%s gives one logit per bag, the same for the same seed",
  (name) => {
    const { bags, size } = bitPatterns({ bags: 6, seed: 1 });
    const { patterns } = new Bags(bags, { size }).batch();
    const shape = { instances: 16, size, adapted: { hiddenSize: 4, numHeads: 2 } };
    const logits = networkOf(name, { ...shape, seed: 1 }).forward(patterns);
    expect(logits.shape).toEqual([6, 1]);
    expect(networkOf(name, { ...shape, seed: 1 }).forward(patterns).data).toEqual(logits.data);
    expect(networkOf(name, { ...shape, seed: 2 }).forward(patterns).data).not.toEqual(logits.data);
    expect(() => networkOf("hopfeld" as never, { ...shape, seed: 1 })).toThrow(/did you mean hopfield/);
  },
);

test.each(digitNetworkNames.map((name) => [name]))(
  "%s does not see padding, and its weights sum to 1",
  (name) => {
    const random = new Random(name);
    const model = digitNetworkOf(name, 1);
    const picture = Float32Array.from({ length: 2 * 784 }, () => random.normal());
    const padded = new Float32Array(3 * 784);
    padded.set(picture);
    const padding = { shape: [1, 3], data: Uint8Array.of(0, 0, 1) };
    const [short, long] = [tensor(picture, { shape: [1, 2, 784] }), tensor(padded, { shape: [1, 3, 784] })];
    const masks = { storedPatternPaddingMask: padding };
    expect(model.forward(long, masks).item()).toBeCloseTo(model.forward(short).item(), 5);
    const weights = model.instanceWeights(long, masks)!.data;
    expect(weights[0] + weights[1]).toBeCloseTo(1, 5);
    expect(weights[2]).toBe(0);
  },
);

test("a run tells its curve, and can be given up", async () => {
  const result = await runTask("latch", { network: "linear", epochs: 2 });
  expect(result.curve.length).toBe(2);
  expect(result.losses[1]).toBeLessThan(result.losses[0]);
  expect(result.evaluation.count).toBe(512);
  const aborted = runTask("latch", { network: "linear", signal: AbortSignal.abort() });
  await expect(aborted).rejects.toMatchObject({ name: "AbortError" });
  await expect(runTask("latsh" as never, { network: "linear" })).rejects.toThrow(/did you mean latch/);
});
