import { HopfieldError } from "modern-hopfield";
import {
  ImageSet,
  proceduralDigits,
  proceduralScenes,
  readCifar10,
  readIdxImages,
} from "modern-hopfield/images";
import { readBytes } from "../files/readBytes.ts";
import { dataFolder } from "./folders.ts";
import { locateCifar10, locateCifar10Archive, locateIdx } from "./locate.ts";
import { registry } from "./registry.ts";
import { tarFiles } from "./tar.ts";

/** What is wanted of a data set. */
export interface DataSetOptions {
  /** The folder to look in; HOPFIELD_DATA or the user's cache folder otherwise. */
  readonly dataDir?: string | undefined;
  /** How many pictures are needed at least: no more files are read than that takes. All by default. */
  readonly atLeast?: number | undefined;
  /** The seed of procedural pictures. */
  readonly seed?: number | undefined;
}

/** How many procedural pictures to choose from when so many are needed: painting takes 3 ms each. */
const proceduralPool = (needed: number): number => Math.max(200, 2 * needed);

/** The class names of Fashion-MNIST, by label. */
const clothing = [
  "T-shirt",
  "trouser",
  "pullover",
  "dress",
  "coat",
  "sandal",
  "shirt",
  "sneaker",
  "bag",
  "boot",
];

/** The error for data that is not there: the exact command to get it, and where it was looked for. */
function missing(name: string, folder: string): HopfieldError {
  const size =
    registry.find((entry) => entry.name === name)?.files.reduce((sum, file) => sum + file.bytes, 0) ?? 0;
  return new HopfieldError(
    "ERR_DATA_MISSING",
    `no ${name} in ${folder}; get it with\n    hopfield data fetch ${name}\n  (${(size / 1e6).toFixed(0)} MB; licence and checksum are shown first), or name a folder that has it: --data-dir <folder> or HOPFIELD_DATA`,
    { name, folder },
  );
}

/** Several sets of one shape as one. */
function joined(sets: readonly ImageSet[], name: string): ImageSet {
  const data = new Uint8Array(sets.reduce((sum, set) => sum + set.data.length, 0));
  const labels = new Int32Array(sets.reduce((sum, set) => sum + set.count, 0));
  let [byte, label] = [0, 0];
  for (const set of sets) {
    data.set(set.data, byte);
    if (set.labels !== undefined) labels.set(set.labels, label);
    byte += set.data.length;
    label += set.count;
  }
  const { width, height, channels, classNames } = sets[0];
  return new ImageSet({ width, height, channels, classNames, data, labels, name });
}

function loadCifar10(folder: string, atLeast: number): ImageSet {
  const batches: { name: string; from?: string; read: () => Uint8Array }[] = locateCifar10(folder).map(
    ({ name, path }) => ({ name, from: path, read: () => readBytes(path) }),
  );
  const archive = locateCifar10Archive(folder);
  if (batches.length === 0 && archive !== null) {
    for (const { name, data } of tarFiles(readBytes(archive))) {
      const batch = name.split("/").at(-1) ?? name;
      if (/^data_batch_\d\.bin$/.test(batch)) batches.push({ name: batch, read: () => data });
    }
    // An archive need not hold its files in the order of their names.
    batches.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  if (batches.length === 0) throw missing("cifar10", folder);
  const sets: ImageSet[] = [];
  for (const { name, from, read } of batches) {
    if (sets.length > 0 && sets.reduce((sum, set) => sum + set.count, 0) >= atLeast) break;
    sets.push(readCifar10(read(), from ?? `${archive}: ${name}`));
  }
  const used = batches.slice(0, sets.length).map(({ name }) => /\d/.exec(name)?.[0]);
  return joined(sets, `cifar10 (training batch${used.length > 1 ? "es" : ""} ${used.join(", ")})`);
}

/**
 * A data set by name: `cifar10`, `mnist`, `fashion-mnist` (training pictures in canonical order), or the procedural
 * `scenes` and `digits`. Nothing is ever fetched here.
 * @throws HopfieldError ERR_DATA_MISSING with the exact command to get it; ERR_DATA for a damaged file
 */
export function loadDataSet(name: string, options: DataSetOptions = {}): ImageSet {
  const { atLeast, seed = 0 } = options;
  if (name === "scenes") return proceduralScenes(proceduralPool(atLeast ?? 500), seed);
  if (name === "digits") return proceduralDigits(proceduralPool(atLeast ?? 500), seed);
  const folder = dataFolder(options.dataDir);
  if (name === "cifar10") return loadCifar10(folder, atLeast ?? Number.POSITIVE_INFINITY);
  const files = locateIdx(folder, name as "mnist" | "fashion-mnist");
  if (files === null) throw missing(name, folder);
  const sample = files.images.includes("sample10k") ? " (sample of 10,000)" : "";
  const classNames = name === "fashion-mnist" ? clothing : Array.from("0123456789");
  // Read under the file's name, so that an error says which file is damaged.
  const images = readIdxImages(readBytes(files.images), readBytes(files.labels), { name: files.images });
  const { width, height, channels, data, labels } = images;
  return new ImageSet({ width, height, channels, data, labels, classNames, name: `${name}${sample}` });
}
