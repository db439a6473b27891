import { describe, expect, test } from "vitest";
import { type SafetensorsInput, writeSafetensors } from "../formats/safetensors.ts";
import { ImageSet } from "../images/imageSet.ts";
import { availableKernels } from "../kernels/select.ts";
import { resnet20 } from "./resnet.ts";
import { plainFeatures, plainLogits } from "./testing/plainResNet.ts";
import { randomImages, randomResNet, randomTensors } from "./testing/randomResNet.ts";

const file = randomResNet(1);
const network = resnet20(file);
const images = randomImages(5);

describe.each(availableKernels())("with the kernels %s", (kernels) => {
  test("features and classes are those of plain loops in float64", () => {
    const some = resnet20(file, { kernels });
    const two = images.select([0, 1]);
    const features = some.embedSync(two);
    const logits = some.logits(two);
    for (const i of [0, 1]) {
      const wanted = plainFeatures(file, images, i);
      const scores = plainLogits(file, wanted);
      expect(Math.max(...wanted)).toBeGreaterThan(0.1);
      wanted.forEach((value, j) => {
        expect(Math.abs(features[64 * i + j] - value)).toBeLessThan(1e-5);
      });
      scores.forEach((value, k) => {
        expect(Math.abs(logits[10 * i + k] - value)).toBeLessThan(1e-5);
      });
      expect(some.classify(two)[i]).toBe(scores.indexOf(Math.max(...scores)));
    }
  });
});

test("a deeper network is known by its names, and its shortcuts are those of every stage", () => {
  const deeper = randomResNet(2, 7, 3);
  const found = resnet20(deeper);
  expect([found.name, found.depth, found.classes, found.size]).toEqual(["resnet14", 14, 7, 64]);
  const features = found.embedSync(images.select([2]));
  plainFeatures(deeper, images, 2).forEach((value, j) => {
    expect(Math.abs(features[j] - value)).toBeLessThan(1e-5);
  });
});

test("an embedding depends neither on the batch nor on what was embedded before", async () => {
  const all = network.embedSync(images);
  expect(await network.embed(images)).toEqual(all);
  for (const order of [[4, 0, 2], [3], [1, 1]]) {
    const some = network.embedSync(images.select(order));
    order.forEach((i, k) => {
      expect(some.subarray(64 * k, 64 * k + 64)).toEqual(all.subarray(64 * i, 64 * i + 64));
    });
  }
});

test("two networks do not disturb each other", () => {
  const other = resnet20(randomResNet(1, 10, 9));
  const [alone, others] = [network.embedSync(images), other.embedSync(images)];
  expect(others).not.toEqual(alone);
  expect(network.embedSync(images)).toEqual(alone);
  expect(other.embedSync(images)).toEqual(others);
});

test("a gray picture is the colour picture with its channel three times", () => {
  const gray = randomImages(3, 1);
  const data = Uint8Array.from({ length: 3 * gray.data.length }, (_, k) => gray.data[Math.floor(k / 3)]);
  const repeated = new ImageSet({ width: 32, height: 32, channels: 3, data });
  expect(network.embedSync(gray)).toEqual(network.embedSync(repeated));
});

test("many pictures come in chunks with progress, and can be given up between them", async () => {
  const many = images.select(Array.from({ length: 130 }, (_, k) => k % 5));
  const told: [number, number][] = [];
  const features = await network.embed(many, { onProgress: (...progress) => told.push(progress) });
  expect(told).toEqual([
    [64, 130],
    [128, 130],
    [130, 130],
  ]);
  expect(features.subarray(64 * 128, 64 * 129)).toEqual(network.embedSync(images.select([3])));
  const stop = new AbortController();
  const onProgress = (): void => stop.abort(new Error("enough"));
  await expect(network.embed(many, { signal: stop.signal, onProgress })).rejects.toThrow("enough");
});

test("no pictures give no features", async () => {
  expect(await network.embed(images.select([]))).toHaveLength(0);
});

test("pictures of another size are refused with what to do", async () => {
  const digits = randomImages(1, 1, 28);
  expect(() => network.embedSync(digits)).toThrow(
    expect.objectContaining({ code: "ERR_SIZE", message: expect.stringMatching(/32x32.*28x28; resize/) }),
  );
  await expect(network.embed(digits)).rejects.toThrow(/32x32/);
});

test("a file is taken with the prefix of a parallel training, counters and float64", () => {
  const tensors = new Map<string, SafetensorsInput>();
  for (const [name, { shape, data }] of randomTensors(1)) {
    tensors.set(`module.${name}`, { shape, data: Float64Array.from(data as Float32Array) });
    if (!name.endsWith("running_var")) continue;
    const counter = `module.${name.replace("running_var", "num_batches_tracked")}`;
    tensors.set(counter, { shape: [], data: BigInt64Array.of(64_000n) });
  }
  expect(resnet20(writeSafetensors(tensors)).embedSync(images)).toEqual(network.embedSync(images));
});

test("one error lists every tensor that does not fit", () => {
  const tensors = randomTensors(2);
  tensors.delete("layer2.1.bn1.bias");
  tensors.delete("conv1.weight");
  tensors.set("fc.weight", { shape: [2], data: Float32Array.of(1, 2) });
  tensors.set("bn1.weight", { shape: [17], data: new Float32Array(17) });
  tensors.set("linear.bias", { shape: [10], data: new Int32Array(10) });
  try {
    resnet20(writeSafetensors(tensors));
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({
      code: "ERR_DATA",
      details: {
        blocks: 2,
        misfits: [
          "missing conv1.weight [16, 3, 3, 3]",
          "misshaped bn1.weight F32 [17], expected floats [16]",
          "missing layer2.1.bn1.bias [32]",
          "misshaped linear.bias I32 [10], expected floats [10]",
          "unexpected fc.weight [2]",
        ],
      },
    });
    expect((error as Error).message).toMatch(/ResNet-14.*missing conv1.weight.*unexpected fc.weight/s);
  }
});

test("a block that is left out is missing, however high the others count", () => {
  const tensors = [...randomTensors(2)].map(
    ([name, tensor]) => [name.replace("layer3.1.", "layer3.900000000."), tensor] as const,
  );
  expect(() => resnet20(writeSafetensors(new Map(tensors)))).toThrow(
    /missing layer3[.]1[.]conv1.*unexpected layer3[.]900000000[.]conv1/s,
  );
});

test.each([
  ["bn1.running_var", -1, /running_var has -1 at 3 .*at least 0/],
  ["layer3.0.conv2.weight", Number.NaN, /conv2.weight has NaN at 3/],
  ["linear.bias", Number.POSITIVE_INFINITY, /linear.bias has Infinity at 3/],
])("a number that %s cannot have is found", (name, value, message) => {
  const tensors = randomTensors(1);
  const { shape, data } = tensors.get(name)!;
  const spoiled = Float32Array.from(data as Float32Array);
  spoiled[3] = value;
  tensors.set(name, { shape, data: spoiled });
  expect(() => resnet20(writeSafetensors(tensors))).toThrow(message);
});

test("features of another width have no classes", () => {
  expect(() => network.logitsOf(new Float32Array(65))).toThrow(/65 numbers are not 64 features/);
});
