import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

// Files of another implementation: the golden retrievals lie beside the data where there are any.
const data = process.env.HOPFIELD_DATA;
const folder = data === undefined ? undefined : join(data, "..", "golden", "retrieval");
const present = folder !== undefined && existsSync(folder);

test.skipIf(!present)("files of the reference implementation are read, and survive a round trip", () => {
  const names = readdirSync(folder as string).filter((name) => name.endsWith(".safetensors"));
  expect(names.length).toBeGreaterThan(50);
  for (const name of names) {
    const read = readSafetensors(readFileSync(join(folder as string, name)));
    expect(read.tensors.size).toBeGreaterThan(0);
    expect(readSafetensors(writeSafetensors(read.tensors, read.metadata)).tensors).toEqual(read.tensors);
  }
});
