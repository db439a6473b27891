import { existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { HopfieldError, unknownName } from "modern-hopfield";
import { readCifar10, readIdxImages } from "modern-hopfield/images";
import type { TrialSource } from "modern-hopfield/trial";
import { readBytes } from "../files/readBytes.ts";
import { type DataSetOptions, loadDataSet } from "./datasets.ts";
import { isPhoto, loadPhotos } from "./photos.ts";
import { dataNames } from "./registry.ts";
import { loadCsv, loadNpy } from "./vectors.ts";

/** What is wanted of `--data`. */
export interface SourceOptions extends DataSetOptions {
  /** The side in pixels that photographs are resized to. */
  readonly side: number;
}

/**
 * Opens what `--data` names: a data set, a folder of photographs, one photograph, an npy or csv file of vectors, or
 * a file in the layout of CIFAR-10 or IDX.
 * @throws HopfieldError naming the nearest valid name, or what is wrong with the file
 */
export async function openData(spec: string, options: SourceOptions): Promise<TrialSource> {
  if (dataNames.includes(spec)) return { kind: "images", images: loadDataSet(spec, options) };
  if (!existsSync(spec)) {
    if (/[/\\.]/.test(spec)) {
      throw new HopfieldError("ERR_DATA_MISSING", `there is no file or folder ${spec}`, { path: spec });
    }
    throw unknownName("data set (and no such file)", spec, dataNames);
  }
  const plainName = spec.replace(/\.gz$/, "");
  if (statSync(spec).isDirectory() || isPhoto(spec)) {
    return { kind: "images", ...(await loadPhotos(spec, options.side)) };
  }
  if (plainName.endsWith(".npy")) return { kind: "vectors", ...loadNpy(spec) };
  if (plainName.endsWith(".csv")) return { kind: "vectors", ...loadCsv(spec) };
  const bytes = readBytes(spec);
  if (bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 8 && !plainName.endsWith(".bin")) {
    return { kind: "images", images: readIdxImages(bytes, undefined, { name: basename(spec) }) };
  }
  if (plainName.endsWith(".bin")) return { kind: "images", images: readCifar10(bytes, basename(spec)) };
  throw new HopfieldError(
    "ERR_DATA",
    `${spec} is no data that is known here (expected .npy, .csv, .bin of CIFAR-10, an IDX file, or photographs)`,
    { path: spec },
  );
}
