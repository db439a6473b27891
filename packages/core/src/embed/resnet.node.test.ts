import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readCifar10 } from "../images/cifar10.ts";
import { resnet20 } from "./resnet.ts";
import { plainFeatures, plainLogits } from "./testing/plainResNet.ts";

// The trained network and the test pictures, where HOPFIELD_DATA says they are; skipped elsewhere.
const folder = process.env.HOPFIELD_DATA ?? "";
const weights = join(folder, "models", "resnet20-cifar10.safetensors");
const pictures = join(folder, "cifar10", "test_batch.approx23.bin.gz");
const missing = !existsSync(weights) || !existsSync(pictures);
if (missing) {
  console.log("no trained ResNet-20 with CIFAR-10's test batch (HOPFIELD_DATA): not tested");
}

/** The first records of the test batch; none of the 23 that are not exact is among them. */
const count = 1000;

test.skipIf(missing)("the trained ResNet-20 (HOPFIELD_DATA): 915 of the first 1,000 test pictures", () => {
  const file = readFileSync(weights);
  const batch = readCifar10(gunzipSync(readFileSync(pictures)).subarray(0, count * 3073));
  const network = resnet20(file);
  expect([network.name, network.classes]).toEqual(["resnet20", 10]);
  const found = network.classify(batch);
  // Plain loops in float64 find 915 as well.
  expect(found.filter((label, i) => label === batch.labels?.[i])).toHaveLength(915);
  const features = network.embedSync(batch.select([0, 1, 2, 3]));
  for (let i = 0; i < 4; i++) {
    const wanted = plainFeatures(file, batch, i);
    wanted.forEach((value, j) => {
      expect(Math.abs(features[64 * i + j] - value)).toBeLessThan(1e-4);
    });
    const logits = plainLogits(file, wanted);
    expect(found[i]).toBe(logits.indexOf(Math.max(...logits)));
  }
});
