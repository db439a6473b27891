import { expect, test } from "vitest";
import { deviation, mean } from "../math/statistics.ts";
import { cifar10, haveRealData, mnist, named } from "./testing/realData.ts";
import type { UniversalSeparation } from "./universal/separations.ts";
import type { UniversalSettings } from "./universal/settings.ts";
import type { UniversalSimilarity } from "./universal/similarities.ts";
import { universalProtocol } from "./universal.ts";

// An independent program's figures for the same settings (separation max, Σ (x - z)² <= 50, means of 5 runs). Pictures differ
// from draw to draw: a mean of 5 runs has the standard error spread / √5, and may be off by twice that besides.
const seeds = 8;
const runs = 5;

/** Mean and spread over seeds of the share that the threshold 50 accepts. */
function accepted(source: ReturnType<typeof mnist>, settings: Partial<UniversalSettings>): [number, number] {
  const shares = Array.from(
    { length: seeds },
    (_, seed) =>
      universalProtocol.run({ ...universalProtocol.defaults, ...settings }, seed, source).measures
        .threshold50 as number,
  );
  return [mean(shares), deviation(shares)];
}

const similarities: readonly UniversalSimilarity[] = [
  "euclidean",
  "manhattan",
  "normalizedDot",
  "dot",
  "kullbackLeibler",
  "reverseKullbackLeibler",
];
const table = [
  ["MNIST", "absolute-noise:127.5", [1.0, 1.0, 0.98, 0.08, 0.22, 0.15]],
  ["MNIST", "half:bottom", [0.67, 0.82, 0.88, 0.77, 0.98, 1.0]],
  ["CIFAR-10", "absolute-noise:127.5", [0.52, 0.76, 0.85, 0.02, 0.22, 0.57]],
  ["CIFAR-10", "half:bottom", [0.17, 0.48, 0.14, 0.01, 0.05, 0.15]],
] as const;

test.skipIf(!haveRealData)(
  named("100 pictures: the similarities come out as in an independent program, 24 cells"),
  () => {
    const sources = { MNIST: mnist(), "CIFAR-10": cifar10() };
    let close = 0;
    for (const [data, corrupt, expected] of table) {
      similarities.forEach((similarity, k) => {
        const [share, spread] = accepted(sources[data], { similarity, corrupt });
        const off = Math.abs(share - expected[k]);
        if (off <= 0.05) close++;
        expect(off, `${data} ${corrupt} ${similarity}: ${share} for ${expected[k]}`).toBeLessThanOrEqual(
          0.05 + (2 * spread) / Math.sqrt(runs),
        );
      });
    }
    expect(close).toBeGreaterThanOrEqual(18);
  },
);

const separations: readonly (readonly [UniversalSeparation, number])[] = [
  ["identity", 0.02],
  ["square", 0.03],
  ["cube", 0.03],
  ["quartic", 0.09],
  ["tenth", 0.32],
  ["softmax", 0.39],
  ["max", 0.45],
];

test.skipIf(!haveRealData)(
  named("half-masked CIFAR-10, Manhattan: sharper separations recall more, as published"),
  () => {
    const source = cifar10();
    const shares = separations.map(([separation, expected]) => {
      const [share, spread] = accepted(source, { separation, corrupt: "half:bottom" });
      expect(Math.abs(share - expected)).toBeLessThanOrEqual(0.05 + (2 * spread) / Math.sqrt(runs));
      return share;
    });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  },
);

test.skipIf(!haveRealData)(
  named("their threshold accepts the mean digit half of the time; on CIFAR-10 it does not"),
  () => {
    const run = (source: ReturnType<typeof mnist>) =>
      universalProtocol.run({ ...universalProtocol.defaults, separation: "identity" }, 0, source).measures;
    const digits = run(mnist());
    expect(digits.meanImageAccepted).toBeGreaterThan(0.4);
    expect(digits.threshold50).toBeGreaterThan(0.4);
    expect(digits.nearest).toBeLessThan(0.2);
    expect(run(cifar10()).meanImageAccepted).toBeLessThan(0.1);
  },
);

test.skipIf(!haveRealData)(
  named("the energy form, told what is hidden, gets every half-masked picture"),
  () => {
    const { measures } = universalProtocol.run(
      {
        ...universalProtocol.defaults,
        corrupt: "half:bottom",
        form: "energy",
        separation: "softmax",
        beta: "auto",
      },
      0,
      cifar10(),
    );
    expect(measures.correct).toBe(1);
    expect(measures.nearest).toBe(1);
  },
);
