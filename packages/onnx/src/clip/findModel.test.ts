import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findModel, modelName, modelPlaces } from "./findModel.ts";
import { clipProcessor } from "./processor.ts";

/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "hopfield-clip-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

test.each([
  "onnx/vision_model.onnx",
  "vision_model.onnx",
  "onnx/vision_model_quantized.onnx",
  "model.onnx",
  "model_quantized.onnx",
])("%s is found, with CLIP's own processor where there is no config", (name) => {
  const folder = folderOf({ [name]: "x" });
  expect(findModel(folder)).toEqual({ path: join(folder, name), processor: clipProcessor });
});

test("the exact vision model goes before a quantized one, and that before one that may read texts", () => {
  const names = ["onnx/vision_model.onnx", "onnx/vision_model_quantized.onnx", "onnx/model.onnx"];
  expect([...names].sort((a, b) => modelPlaces.indexOf(a) - modelPlaces.indexOf(b))).toEqual(names);
  const folder = folderOf(Object.fromEntries(names.map((name) => [name, "x"])));
  expect(findModel(folder).path).toBe(join(folder, names[0]));
  expect(findModel(folder, names[1]).path).toBe(join(folder, names[1]));
  expect(modelName("/models/clip-b32/", join(folder, names[1]))).toBe("clip-b32/vision_model_quantized");
});

test("the config of the folder is read", () => {
  const folder = folderOf({
    "model.onnx": "x",
    "preprocessor_config.json": '{ "size": 336, "crop_size": 336 }',
  });
  expect(findModel(folder).processor.resize).toBe(336);
});

test("a config that is no JSON, or an array, is named", () => {
  const files = { "model.onnx": "x", "preprocessor_config.json": "{" };
  expect(() => findModel(folderOf(files))).toThrow(/preprocessor_config[.]json is no JSON/);
  expect(() => findModel(folderOf({ ...files, "preprocessor_config.json": "[]" }))).toThrow(/an object/);
});

test("without a model the error names all that was looked for", () => {
  const folder = folderOf({ "config.json": "{}" });
  expect(() => findModel(folder)).toThrow(
    expect.objectContaining({
      code: "ERR_DATA_MISSING",
      message: expect.stringMatching(
        /looked for onnx[/]vision_model[.]onnx, .*vision_model_quantized[.]onnx.* model[.]onnx/,
      ),
    }),
  );
  expect(() => findModel(join(folder, "gone"))).toThrow(/which is not there/);
  expect(() => findModel(folder, "mine.onnx")).toThrow(/looked for mine[.]onnx[)]/);
});
