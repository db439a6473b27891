import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSafetensors, writeSafetensors } from "../../packages/core/dist/formats/index.js";
import { HopfieldPooling } from "../../packages/layers/dist/index.js";
import { emptyFolder, hopfield, root } from "./command.ts";

const config = [
  "--module",
  "HopfieldPooling",
  "--config",
  '{"input_size": 8, "num_heads": 2, "scaling": [1, 2]}',
];

/** A folder with weights of a pooling, `w.safetensors`. */
function folderWithWeights(): string {
  const folder = emptyFolder();
  const { tensors } = { tensors: new HopfieldPooling({ inputSize: 8, numHeads: 2 }).stateDict() };
  writeFileSync(join(folder, "w.safetensors"), writeSafetensors(tensors));
  return folder;
}

test("convert verifies, remembers the layer, and inspect says what the weights are", () => {
  const folder = folderWithWeights();
  const converted = hopfield(["convert", "w.safetensors", "out/ours.safetensors", ...config], {}, folder);
  expect(converted.stderr).toBe("");
  expect(converted.stdout).toMatch(/11 tensors written/);
  const inspected = hopfield(["inspect", "out/ours.safetensors"], {}, folder);
  expect(inspected.stdout).toMatch(/hopfield\.association_core\.in_proj_weight +F32 +24 x 8/);
  expect(inspected.stdout).toMatch(/11 tensors fit HopfieldPooling, 344 parameters/);
  expect(inspected.stdout).toMatch(/D2 {2}a scaling per head/);
  const document = JSON.parse(hopfield(["inspect", "out/ours.safetensors", "--json"], {}, folder).stdout);
  expect(document.defects.map(({ id }: { id: string }) => id)).toEqual(["D2"]);
  expect(document.tensors.length).toBe(11);
});

test("weights that do not fit are an error that lists them all, and nothing is written", () => {
  const folder = folderWithWeights();
  const wrong = ["--module", "HopfieldPooling", "--config", '{"input_size": 9}'];
  const { code, stderr } = hopfield(["convert", "w.safetensors", "ours.safetensors", ...wrong], {}, folder);
  expect(code).toBe(3);
  expect(stderr).toMatch(
    /misshaped: pooling_weights is \[1, 1, 8\], expected \[1, 1, 9\], hopfield\.association_core/,
  );
  expect(readdirSync(folder)).toEqual(["w.safetensors"]);
  expect(hopfield(["inspect", "w.safetensors", "--module", "Hopfeld"], {}, folder).stderr).toMatch(
    /did you mean Hopfield/,
  );
});

test("weights that are no numbers end with 3", () => {
  const folder = emptyFolder();
  const data = Float32Array.of(1, Number.NaN);
  writeFileSync(join(folder, "w.safetensors"), writeSafetensors({ broken: { shape: [2], data } }));
  const { code, stdout } = hopfield(["inspect", "w.safetensors"], {}, folder);
  expect(code).toBe(3);
  expect(stdout).toMatch(/not finite: broken/);
});

const python = spawnSync("python3", ["-c", "import numpy"]).status === 0;
if (!python) console.log("python3 with numpy is not here: npz files made by numpy are not tested");

test.skipIf(!python)("npz files of numpy, packed or not, become safetensors", () => {
  const folder = folderWithWeights();
  const script = `
import json, struct, numpy as np
b = open("w.safetensors", "rb").read()
n = struct.unpack("<Q", b[:8])[0]
h, d = json.loads(b[8:8 + n]), b[8 + n:]
a = {k: np.frombuffer(d[slice(*v["data_offsets"])], "<f4").reshape(v["shape"]) for k, v in h.items() if k != "__metadata__"}
np.savez("plain.npz", **a)
np.savez_compressed("packed.npz", **a)
`;
  expect(spawnSync("python3", ["-c", script], { cwd: folder, encoding: "utf8" }).stderr).toBe("");
  const wanted = readSafetensors(readFileSync(join(folder, "w.safetensors"))).tensors;
  for (const name of ["plain", "packed"]) {
    const { code, stderr } = hopfield(
      ["convert", `${name}.npz`, `${name}.safetensors`, ...config],
      {},
      folder,
    );
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(readSafetensors(readFileSync(join(folder, `${name}.safetensors`))).tensors).toEqual(wanted);
  }
  const cut = readFileSync(join(folder, "packed.npz")).subarray(0, 900);
  mkdirSync(join(folder, "cut"));
  writeFileSync(join(folder, "cut", "cut.npz"), cut);
  const { code, stderr } = hopfield(["inspect", "cut/cut.npz"], {}, folder);
  expect(code).toBe(3);
  expect(stderr).toMatch(/no npz file/);
});

test("the example of attention finds a layer and a memory equal to it, to rounding", () => {
  const example = join(root, "examples", "attention-equivalence.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [example], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const found = [...stdout.matchAll(/^float(\d+): layer (\S+), memory (\S+)$/gm)];
  expect(found.map(([, bits]) => bits)).toEqual(["64", "32"]);
  for (const [, bits, ...differences] of found) {
    for (const text of differences) expect(Number(text)).toBeLessThan(bits === "64" ? 1e-14 : 1e-6);
  }
});

test("train compares networks, saves weights and curves, and repeats itself", () => {
  const folder = emptyFolder();
  const args = ["train", "latch", "--networks", "pooling,lstm", "--seeds", "1", "--epochs", "1", "--quiet"];
  const first = hopfield([...args, "--out", "runs"], {}, folder);
  expect(first.stderr).toBe("");
  expect(first.stdout).toMatch(/pooling +1841 +1\.000/);
  expect(readdirSync(join(folder, "runs")).sort()).toEqual([
    "latch-lstm-0.safetensors",
    "latch-pooling-0.safetensors",
    "latch.html",
    "latch.jsonl",
  ]);
  const report = readFileSync(join(folder, "runs", "latch.html"), "utf8");
  expect(report).toMatch(/npx hopfield train latch --networks pooling,lstm --seeds 1 --seed 0 --epochs 1/);
  expect(report.match(/<svg/g)?.length).toBe(2);
  expect(report.match(/<th scope="row">bag \d/g)?.length).toBe(6);
  const lines = (text: string) =>
    text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  const saved = lines(readFileSync(join(folder, "runs", "latch.jsonl"), "utf8"));
  const again = JSON.parse(hopfield([...args, "--json"]).stdout);
  for (const [n, { losses, curve }] of saved.entries()) {
    expect(again[n]).toMatchObject({ losses, curve });
  }
  const predict = ["train", "latch", "--predict", "runs/latch-pooling-0.safetensors"];
  expect(hopfield(predict, {}, folder).stdout).toMatch(/pooling, seed 0: 100\.0 % of 512 bags/);
  const { accuracy, bags } = JSON.parse(hopfield([...predict, "--json"], {}, folder).stdout);
  expect(accuracy).toBe(saved[0].curve.at(-1));
  // The class is the first symbol, so that is what it looks at.
  expect(bags[0].heaviest.instance).toBe(0);
  expect(hopfield(["train", "bits", ...predict.slice(2)], {}, folder).stderr).toMatch(
    /trained on latch, not on bits/,
  );
  expect(hopfield(["train", "bit"]).stderr).toMatch(/did you mean bits/);
});

const data = process.env.HOPFIELD_DATA;
if (data === undefined) console.log("HOPFIELD_DATA is not set: bags of MNIST digits are not tested");

test.skipIf(data === undefined)("bags of real digits train", () => {
  const args = [
    "train",
    "mnist-bags",
    "--networks",
    "gated-attention",
    "--seeds",
    "1",
    "--epochs",
    "1",
    "--json",
    "--quiet",
  ];
  const { code, stdout, stderr } = hopfield(args);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const [{ curve, losses }] = JSON.parse(stdout);
  expect(curve[0]).toBeGreaterThan(0.4);
  expect(losses[0]).toBeLessThan(0.8);
});
