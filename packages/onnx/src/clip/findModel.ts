import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { HopfieldError } from "modern-hopfield";
import { clipProcessor, type Processor, readProcessor } from "./processor.ts";

/** A model on the disk. */
export interface FoundModel {
  readonly path: string;
  readonly processor: Processor;
}

/** What exporters call a vision model, the exact forms first. */
const stems = ["vision_model", "model"];
const forms = ["", "_fp16", "_quantized", "_int8", "_uint8", "_q4", "_q4f16", "_bnb4"];

/** Where a model may lie in its folder, in the order it is looked for. */
export const modelPlaces: readonly string[] = stems.flatMap((stem) =>
  forms.flatMap((form) => [`onnx/${stem}${form}.onnx`, `${stem}${form}.onnx`]),
);

/** Where the config of its processor may lie. */
const configPlaces = ["preprocessor_config.json", "onnx/preprocessor_config.json"];

function readConfig(path: string): Processor {
  let config: unknown;
  try {
    config = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new HopfieldError(
      "ERR_DATA",
      `${path} is no JSON: ${(cause as Error).message}; get the file again, or delete it for CLIP's own`,
      { path },
    );
  }
  return readProcessor(config);
}

/**
 * Finds the ONNX model of a folder as exporters lay it out, and what its pictures are to be prepared like: its
 * `preprocessor_config.json`, or CLIP's own without one.
 *
 * @param file  the model in the folder; by default the first of the usual names
 * @throws HopfieldError ERR_DATA_MISSING that names all that was looked for; ERR_DATA for a config that cannot be read
 */
export function findModel(folder: string, file?: string): FoundModel {
  const places = file === undefined ? modelPlaces : [file];
  const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
  const path = places.map((place) => join(folder, place)).find(isFile);
  if (path === undefined) {
    throw new HopfieldError(
      "ERR_DATA_MISSING",
      `there is no ONNX vision model in ${folder}${existsSync(folder) ? "" : ", which is not there"} (looked for ${places.join(", ")}); put the files of an exported CLIP model there`,
      { folder, places },
    );
  }
  const config = configPlaces.map((place) => join(folder, place)).find(isFile);
  return { path, processor: config === undefined ? clipProcessor : readConfig(config) };
}

/** What a model is called in reports: its folder and its file. */
export function modelName(folder: string, path: string): string {
  return `${basename(folder)}/${basename(path, ".onnx")}`;
}
