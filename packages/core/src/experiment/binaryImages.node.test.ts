import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readCifar10 } from "../images/cifar10.ts";
import { binaryImages } from "./binaryImages.ts";

// Real pictures, where HOPFIELD_DATA says they are; skipped elsewhere.
const file = join(process.env.HOPFIELD_DATA ?? "", "cifar10", "data_batch_1.bin.gz");

test.skipIf(!existsSync(file))(
  "half-hidden black and white CIFAR-10 (HOPFIELD_DATA): classical beside modern",
  () => {
    const source = { kind: "images", images: readCifar10(gunzipSync(readFileSync(file))) } as const;
    const hebb = binaryImages.run(
      { ...binaryImages.defaults, patterns: 100, queries: 50 },
      1,
      source,
    ).measures;
    expect(hebb.modernRecovered).toBe(1);
    expect(hebb.recovered).toBeLessThan(0.05);
    expect(hebb.correlation).toBeGreaterThan(4 * (hebb.correlationByChance ?? 1));
    expect(hebb.energyRises).toBe(0);
  },
);
