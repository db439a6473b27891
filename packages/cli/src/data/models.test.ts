import { expect, test } from "vitest";
import { fetchDataSet } from "./fetch.ts";
import { sha256, temporaryFolder, writeFiles } from "./fixture.ts";
import { catalogue, models } from "./models.ts";
import { dataNames } from "./registry.ts";
import { presentFiles } from "./verify.ts";

test("every name is there once, and a model is no data set", () => {
  const names = catalogue.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name } of models) expect(dataNames).not.toContain(name);
});

test("what is fetched is told beforehand: size, checksum, address of one revision", () => {
  for (const { files, licence, home } of models) {
    expect([licence, home].every((text) => text.length > 2)).toBe(true);
    for (const { bytes, sha256: sum, urls } of files) {
      expect(bytes).toBeGreaterThan(0);
      expect(sum).toMatch(/^[0-9a-f]{64}$/);
      for (const url of urls) expect(url).toMatch(/^https:.*[/][0-9a-f]{40}[/]/);
    }
  }
});

test("the quantized model beside the exact one is found, and their small files tell of neither", () => {
  const folder = temporaryFolder();
  const [clip, quantized] = ["clip", "clip-quantized"].map((name) => {
    const entry = models.find((one) => one.name === name)!;
    return { ...entry, files: entry.files.slice(0, 1) };
  });
  writeFiles(folder, { "clip/preprocessor_config.json": "{}" });
  expect([presentFiles(folder, clip), presentFiles(folder, quantized)]).toEqual([[], []]);
  writeFiles(folder, { "clip/onnx/vision_model_quantized.onnx": "x" });
  expect(presentFiles(folder, clip)).toEqual([]);
  expect(presentFiles(folder, quantized)).toHaveLength(1);
});

test("files in folders of a model go to their places, checked, and are not fetched again", async () => {
  const weights = "weights";
  const file = { name: "onnx/model.onnx", bytes: weights.length, sha256: sha256(weights), urls: [] };
  const words = { name: "toy", title: "", home: "", licence: "", citation: "", members: [], variants: [] };
  const entry = { ...words, files: [file], places: ["toy"] };
  const [from, folder] = [temporaryFolder(), temporaryFolder()];
  writeFiles(from, { "onnx/model.onnx": weights });
  const [path] = await fetchDataSet(entry, folder, { from });
  expect(path.slice(folder.length + 1).split(/[\\/]/)).toEqual(["toy", "onnx", "model.onnx"]);
  // What is there is not fetched again: there is no address to fetch it from.
  expect(await fetchDataSet(entry, folder)).toEqual([path]);
  writeFiles(from, { "onnx/model.onnx": "other weights" });
  await expect(fetchDataSet(entry, temporaryFolder(), { from })).rejects.toThrow(/not the published file/);
});
