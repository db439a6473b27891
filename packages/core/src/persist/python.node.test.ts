import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import { compress } from "../patterns/compress.ts";
import { Patterns } from "../patterns/patterns.ts";
import { toBytes } from "./toBytes.ts";

// All that it takes to read the format: eight bytes, JSON, and numbers.
const reader = `
import json, struct, sys
raw = open(sys.argv[1], "rb").read()
(length,) = struct.unpack("<Q", raw[:8])
header = json.loads(raw[8:8 + length])
metadata = header.pop("__metadata__")
codes = {"F64": "d", "F32": "f", "F16": "e", "I32": "i", "U8": "B"}
def read(entry):
    begin, end = entry["data_offsets"]
    data = raw[8 + length:][begin:end]
    code = codes[entry["dtype"]]
    return {"dtype": entry["dtype"], "shape": entry["shape"], "data": list(struct.unpack("<%d%s" % (len(data) // struct.calcsize(code), code), data))}
print(json.dumps({"metadata": metadata, "tensors": {name: read(entry) for name, entry in header.items()}}))
`;

const python = spawnSync("python3", ["--version"]).status === 0;
if (!python) console.log("there is no python3: that Python reads our files is not tested");

function readByPython(bytes: Uint8Array): {
  metadata: Record<string, string>;
  tensors: Record<string, { dtype: string; shape: number[]; data: number[] }>;
} {
  const folder = mkdtempSync(join(tmpdir(), "hopfield-python-"));
  try {
    writeFileSync(join(folder, "memory.safetensors"), bytes);
    const { status, stdout, stderr } = spawnSync("python3", ["-c", reader, "memory.safetensors"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.skipIf(!python)("Python reads patterns, values, weights, labels, keys and metadata", () => {
  const stored = new Patterns(Float32Array.from([0.25, 1, 2, 3, 5, 8]), { size: 3, labels: [4, -1] });
  const values = new Patterns(Uint8Array.of(7, 255), { size: 1, scale: "unit" });
  const memory = new AssociativeMemory(stored, { values, weights: [1, 2], similarity: "dot", beta: 0.1 });
  const { metadata, tensors } = readByPython(toBytes(memory, { keys: ["Ä", "b"] }));
  expect(metadata).toMatchObject({ format: "modern-hopfield", version: "1", similarity: "dot", beta: "0.1" });
  expect(metadata).toMatchObject({ size: "3", count: "2", values_scale: "unit" });
  expect(tensors.patterns).toEqual({ dtype: "F32", shape: [2, 3], data: [0.25, 1, 2, 3, 5, 8] });
  expect(tensors.values).toEqual({ dtype: "U8", shape: [2, 1], data: [7, 255] });
  expect(tensors.labels).toEqual({ dtype: "I32", shape: [2], data: [4, -1] });
  expect(tensors.log_weights).toEqual({ dtype: "F64", shape: [2], data: [0, Math.log(2)] });
  expect(new TextDecoder().decode(Uint8Array.from(tensors.keys.data))).toBe('["Ä","b"]');
});

test.skipIf(!python)("Python reads half floats as half floats", () => {
  const stored = compress(new Patterns([0.5, 1 / 3, -2, 65504], { size: 2 }), "float16");
  const { tensors } = readByPython(toBytes(new AssociativeMemory(stored)));
  expect(tensors.patterns.dtype).toBe("F16");
  expect(tensors.patterns.data).toEqual([0.5, 0.333251953125, -2, 65504]);
});
