import fc from "fast-check";
import { Random } from "modern-hopfield";
import { describe, expect, test } from "vitest";
import { activationNames, activationOf } from "./activations.ts";
import { affine } from "./affine.ts";
import { add, divide, maximum, multiply, subtract } from "./arithmetic.ts";
import { conv1d, conv2d } from "./convolution.ts";
import { dropout } from "./dropout.ts";
import { gather } from "./gather.ts";
import { layerNorm } from "./layerNorm.ts";
import { binaryCrossEntropyWithLogits, crossEntropy, meanSquaredError } from "./losses.ts";
import { lstm } from "./lstm.ts";
import { fillMasked } from "./mask.ts";
import { matmul } from "./matmul.ts";
import { normedAffine } from "./normedAffine.ts";
import { abs, exp, log, negate, sqrt, square } from "./pointwise.ts";
import { averagePool2d, maxPool2d } from "./pooling.ts";
import { max, mean, sum } from "./reduce.ts";
import { scaleBy } from "./scale.ts";
import { broadcastTo, concat, reshape, slice, transpose } from "./shape.ts";
import { logSoftmax, logSumExp, softmax } from "./softmax.ts";
import type { Tensor } from "./tensor.ts";
import { expectGradients, randomTensor } from "./testing/differences.ts";

/** A law over random shapes and numbers. */
function forAll(law: (random: Random, seed: number) => void, numRuns = 25): void {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      law(new Random(seed), seed);
    }),
    { numRuns, seed: 5 },
  );
}

/** A size of 1 to `most`. */
const size = (random: Random, most = 4): number => 1 + random.below(most);

/** Moves numbers away from a kink that central differences would step across. */
function awayFrom(input: Tensor, kink: number): Tensor {
  for (let k = 0; k < input.data.length; k++) {
    if (Math.abs(input.data[k] - kink) < 1e-3) input.data[k] = kink + 0.01;
  }
  return input;
}

describe("the gradient of each operation is that of central differences", () => {
  test.each([
    ["add", add],
    ["subtract", subtract],
    ["multiply", multiply],
    ["divide", divide],
    ["maximum", maximum],
  ] as const)("%s, broadcast both ways", (name, run) => {
    forAll((random) => {
      const shape = Array.from({ length: size(random, 3) }, () => size(random, 3));
      const thinned = (): number[] =>
        shape.map((n) => (random.below(3) === 0 ? 1 : n)).slice(random.below(shape.length));
      const full = (): number[] => (random.below(2) === 0 ? shape : thinned());
      const [a, b] = [randomTensor(random, full()), randomTensor(random, full())];
      if (name === "divide") for (let k = 0; k < b.data.length; k++) b.data[k] = 1 + Math.abs(b.data[k]);
      expectGradients(run, [a, b]);
    });
  });

  test.each(activationNames.map((name) => [name]))("activation %s", (name) => {
    forAll((random) => {
      expectGradients(activationOf(name), [awayFrom(randomTensor(random, [3, size(random)], 2), 0)]);
    });
  });

  test.each([
    ["exp", exp],
    ["negate", negate],
    ["square", square],
    ["abs", abs],
    ["scaleBy", (x: Tensor) => scaleBy(x, -2.5)],
  ] as const)("%s", (_name, run) => {
    forAll((random) => expectGradients(run, [awayFrom(randomTensor(random, [size(random), 3]), 0)]));
  });

  test.each([
    ["log", log],
    ["sqrt", sqrt],
  ] as const)("%s of positive numbers", (_name, run) => {
    forAll((random) => {
      const x = randomTensor(random, [size(random), 3]);
      for (let k = 0; k < x.data.length; k++) x.data[k] = 0.5 + Math.abs(x.data[k]);
      expectGradients(run, [x]);
    });
  });

  test("matmul in every transposition, batched and broadcast", () => {
    forAll((random) => {
      const [m, k, n] = [size(random, 5), size(random, 5), size(random, 6)];
      const batch = [size(random, 3), size(random, 3)];
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) {
          const thinned = (): number[] =>
            batch.map((b) => (random.below(3) === 0 ? 1 : b)).slice(random.below(3));
          const a = randomTensor(random, [...thinned(), ...(transposeA ? [k, m] : [m, k])]);
          const b = randomTensor(random, [...thinned(), ...(transposeB ? [n, k] : [k, n])]);
          expectGradients((x, y) => matmul(x, y, { transposeA, transposeB }), [a, b]);
        }
      }
    }, 10);
  });

  test("affine", () => {
    forAll((random) => {
      const [ins, outs] = [size(random, 5), size(random, 5)];
      const [x, w, b] = [[2, size(random), ins], [outs, ins], [outs]].map((s) => randomTensor(random, s));
      expectGradients((y, v, c) => affine(y, v, c), [x, w, b]);
      expectGradients(
        (y, v, c) => affine(y, v, c, { weightStart: outs - 1, biasStart: outs - 1, count: 1 }),
        [x, w, b],
      );
      expectGradients((y, v) => affine(y, v), [x, w]);
    });
  });

  test.each([
    ["sum", (x: Tensor, axis: number) => sum(x, axis)],
    ["mean", (x: Tensor, axis: number) => mean(x, axis)],
    ["max", max],
    ["logSumExp", logSumExp],
    ["softmax", softmax],
    ["logSoftmax", logSoftmax],
  ] as const)("%s along every axis", (_name, run) => {
    forAll((random) => {
      const x = randomTensor(random, [size(random), size(random), size(random)]);
      for (const axis of [0, 1, 2, -1]) expectGradients((y) => run(y, axis), [x]);
    }, 10);
  });

  test("sum and mean of everything", () => {
    forAll((random) => {
      const x = randomTensor(random, [size(random), 3]);
      expectGradients((y) => sum(y), [x]);
      expectGradients((y) => mean(y), [x]);
    });
  });

  test("layerNorm, with and without weight and bias", () => {
    forAll((random) => {
      const features = 2 + random.below(5);
      const x = randomTensor(random, [size(random), 2, features]);
      const [w, b] = [randomTensor(random, [features]), randomTensor(random, [features])];
      expectGradients((y, v, c) => layerNorm(y, v, c, 0.1), [x, w, b]);
      expectGradients((y) => layerNorm(y, null, null, 0.1), [x]);
      expectGradients((v, c) => layerNorm(x.detach(), v, c), [w, b]);
    });
  });

  test("a layer norm folded into the linear map behind it is the two apart, gradients too", () => {
    forAll((random) => {
      const [features, outs] = [2 + random.below(4), 2 + random.below(3)];
      const x = randomTensor(random, [3, size(random), features]);
      const [w, b] = [randomTensor(random, [features]), randomTensor(random, [features])];
      const [weight, bias] = [randomTensor(random, [outs, features]), randomTensor(random, [outs])];
      const [weightStart, biasStart, count] = [1, 1, outs - 1];
      const part = { weightStart, biasStart, count };
      for (const [normWeight, normBias, added] of [
        [w, b, bias],
        [null, b, null],
        [w, null, bias],
        [null, null, null],
      ]) {
        const folded = normedAffine(layerNorm(x), { normWeight, normBias, weight, bias: added, ...part });
        const apart = affine(layerNorm(x, normWeight, normBias), weight, added, part);
        folded.data.forEach((value, k) => {
          expect(value).toBeCloseTo(apart.data[k], 12);
        });
      }
      expectGradients(
        (y, normWeight, normBias, map, added) =>
          normedAffine(y, { normWeight, normBias, weight: map, bias: added, ...part }),
        [x, w, b, weight, bias],
      );
    });
  });

  test("masking, gathering, dropping", () => {
    forAll((random, seed) => {
      const x = randomTensor(random, [3, 4]);
      const hidden = { data: Uint8Array.from({ length: 4 }, () => random.below(2)), shape: [4] };
      expectGradients((y) => fillMasked(y, hidden, -3), [x]);
      const indices = Array.from({ length: 6 }, () => random.below(3));
      expectGradients((y) => gather(y, indices, [2, 3]), [x]);
      expectGradients((y) => dropout(y, 0.4, new Random(seed)), [x]);
    });
  });

  test("reshape, transpose, concat, slice, broadcastTo", () => {
    forAll((random) => {
      const x = randomTensor(random, [2, 3, 4]);
      const y = randomTensor(random, [2, size(random), 4]);
      expectGradients((t) => reshape(t, [4, -1]), [x]);
      const order = random.shuffle([0, 1, 2]);
      expectGradients((t) => transpose(t, order), [x]);
      expectGradients((s, t) => concat([s, t, s], 1), [x, y]);
      expectGradients((t) => slice(t, 1, 1, 3), [x]);
      expectGradients((t) => broadcastTo(t, [5, 2, 3, 4]), [x]);
      expectGradients((t) => broadcastTo(t, [2, 3, 4]), [randomTensor(random, [3, 1])]);
    });
  });

  test("conv1d and conv2d with strides and borders", () => {
    forAll((random) => {
      const [channels, outputs] = [size(random, 3), size(random, 3)];
      const [stride, padding] = [size(random, 2), random.below(2)];
      expectGradients(
        (x, w, b) => conv2d(x, w, b, { stride, padding }),
        [[2, channels, 4, 5], [outputs, channels, 3, 2], [outputs]].map((s) => randomTensor(random, s)),
      );
      expectGradients(
        (x, w, b) => conv1d(x, w, b, { stride, padding }),
        [[2, channels, 5], [outputs, channels, 3], [outputs]].map((s) => randomTensor(random, s)),
      );
    }, 10);
  });

  test("an LSTM, through time", () => {
    forAll((random) => {
      const [inputs, hidden] = [size(random, 3), size(random, 3)];
      const [x, ...weights] = [
        [2, 1 + random.below(4), inputs],
        [4 * hidden, inputs],
        [4 * hidden, hidden],
        [4 * hidden],
        [4 * hidden],
      ].map((s) => randomTensor(random, s));
      expectGradients(
        (y, input, own, inputBias, hiddenBias) => lstm(y, { input, hidden: own, inputBias, hiddenBias }),
        [x, ...weights],
      );
    }, 10);
  });

  test("pooling", () => {
    forAll((random) => {
      const x = randomTensor(random, [2, 2, 4, 6]);
      expectGradients((y) => maxPool2d(y, 2), [x]);
      expectGradients((y) => maxPool2d(y, [2, 3], 1), [x]);
      expectGradients((y) => averagePool2d(y, 2, [1, 2]), [x]);
    });
  });

  test("losses", () => {
    forAll((random) => {
      const x = randomTensor(random, [4, 3], 3);
      const target = randomTensor(random, [4, 3]);
      expectGradients(meanSquaredError, [x, target]);
      const shares = Array.from({ length: 12 }, () => random.uniform());
      expectGradients((y) => binaryCrossEntropyWithLogits(y, shares), [x]);
      const classes = Array.from({ length: 4 }, () => random.below(3));
      expectGradients((y) => crossEntropy(y, classes), [x]);
    });
  });
});

test("a tensor used twice gets both gradients", () => {
  forAll((random) => {
    const x = randomTensor(random, [3, 3]);
    expectGradients((y) => add(matmul(y, y, { transposeB: true }), multiply(y, y)), [x]);
  });
});

test("cross entropy is that of the logarithm of the softmax", () => {
  forAll((random) => {
    const x = randomTensor(random, [5, 4], 20);
    const classes = Array.from({ length: 5 }, () => random.below(4));
    const rows = logSoftmax(x);
    const wanted = -classes.reduce((total, c, r) => total + rows.data[r * 4 + c], 0) / 5;
    expect(crossEntropy(x, classes).item()).toBeCloseTo(wanted, 12);
  });
});
