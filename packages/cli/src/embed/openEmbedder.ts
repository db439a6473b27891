import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { HopfieldError, unknownName } from "modern-hopfield";
import { type ResNet, resnet20 } from "modern-hopfield/embed";
import { writeSafetensors } from "modern-hopfield/formats";
import type { Embedder } from "modern-hopfield/metrics";
import { dataFolder } from "../data/folders.ts";
import { locateFile } from "../data/locate.ts";
import { type ModelEntry, models } from "../data/models.ts";
import { readBytes } from "../files/readBytes.ts";
import { isTorchFile, readTorchTensors } from "./torchTensors.ts";

/** Where embedders and what they need are looked for. */
export interface EmbedderOptions {
  /** The data folder; HOPFIELD_DATA or the user's cache folder otherwise. */
  readonly dataDir?: string | undefined;
  /** A folder to look for onnxruntime-node from; by default beside the command, then in the current folder. */
  readonly peersFrom?: string | undefined;
}

/** An embedder that is to be given back. */
export interface OpenedEmbedder extends Embedder {
  release(): Promise<void>;
}

/** The names of all embedders; each takes a file or folder behind a colon. */
export const embedderNames: readonly string[] = ["resnet20", "clip"];

function entryOf(name: string): ModelEntry {
  return models.find((entry) => entry.name === name) as ModelEntry;
}

function missing(folder: string, names: readonly string[], own: string): HopfieldError {
  const ways = names.map((name) => {
    const bytes = entryOf(name).files.reduce((sum, file) => sum + file.bytes, 0);
    return `    hopfield data fetch ${name}    (${(bytes / 1e6).toFixed(0)} MB, ${entryOf(name).licence})`;
  });
  return new HopfieldError(
    "ERR_DATA_MISSING",
    `no ${names[0]} in ${folder}; get it with\n${ways.join("\n  or\n")}\n  or name your own: ${own}`,
    { name: names[0], folder },
  );
}

/** A network from a file of weights: safetensors, or what PyTorch has saved. */
function openResNet(path: string): ResNet {
  const bytes = readBytes(path);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw new HopfieldError(
      "ERR_DATA",
      `${path} was saved by PyTorch 1.6 or later, which is not read; in Python: safetensors.torch.save_file(torch.load("${basename(path)}")["state_dict"], "weights.safetensors")`,
      { path },
    );
  }
  try {
    return resnet20(isTorchFile(bytes) ? writeSafetensors(readTorchTensors(bytes)) : bytes);
  } catch (error) {
    if (!(error instanceof HopfieldError)) throw error;
    throw new HopfieldError(error.code, `${path}: ${error.message}`, { ...error.details, path });
  }
}

function findResNet(folder: string): string {
  const entry = entryOf("resnet20");
  const names = [...entry.variants, ...entry.files.map(({ name }) => name)];
  const path = names.map((name) => locateFile(folder, entry, name)).find((found) => found !== null);
  if (path === undefined) throw missing(folder, ["resnet20"], "resnet20:<file>");
  return path;
}

/** The exact model of a data folder, else the quantized one. */
function findClip(folder: string): { readonly folder: string; readonly file: string } {
  for (const name of ["clip", "clip-quantized"]) {
    const { places, files } = entryOf(name);
    const file = files[0].name;
    const place = places.find((candidate) => existsSync(join(folder, candidate, file)));
    if (place !== undefined) return { folder: join(folder, place), file };
  }
  throw missing(folder, ["clip", "clip-quantized"], "clip:<folder>");
}

/** A folder, or one model file: its config lies beside it or one folder up, as exporters have it. */
function clipSource(own: string): { readonly folder: string; readonly file?: string } {
  if (!existsSync(own) || statSync(own).isDirectory()) return { folder: own };
  const parent = dirname(own);
  return basename(parent) === "onnx"
    ? { folder: dirname(parent), file: join("onnx", basename(own)) }
    : { folder: parent, file: basename(own) };
}

async function openClip(
  source: { readonly folder: string; readonly file?: string },
  { peersFrom }: EmbedderOptions,
): Promise<OpenedEmbedder> {
  const { clipEmbedder } = await import("@modern-hopfield/onnx/clip");
  // A command that was installed for all does not see what a folder has installed for itself.
  const places = peersFrom === undefined ? [undefined, process.cwd()] : [peersFrom];
  let failure: unknown;
  for (const from of places) {
    try {
      return await clipEmbedder(source, from === undefined ? {} : { from });
    } catch (error) {
      if (!(error instanceof HopfieldError) || error.details.package === undefined) throw error;
      failure ??= error;
    }
  }
  const { details } = failure as HopfieldError;
  throw new HopfieldError(
    "ERR_OPTION",
    `CLIP needs ${details.package}, which is not installed here: npm install --ignore-scripts ${details.package} (about 300 MB), in ${peersFrom ?? process.cwd()}; resnet20 needs nothing`,
    details,
  );
}

/**
 * Opens what turns pictures into vectors:
 *
 * - `resnet20`: the ResNet-20 of the data folder, for pictures of 32x32; `resnet20:<file>` one of its kin from a file
 *   (safetensors, or as PyTorch saved it)
 * - `clip`: the CLIP model of the data folder, the exact one before the quantized one; `clip:<folder>` an exported model,
 *   `clip:<file>` one of its forms
 *
 * Nothing is ever fetched here.
 *
 * @throws HopfieldError ERR_DATA_MISSING with the exact command that gets it; ERR_OPTION for another name, or with the
 *   command that installs what it needs; ERR_DATA for a file that is none
 */
export async function openEmbedder(spec: string, options: EmbedderOptions = {}): Promise<OpenedEmbedder> {
  const colon = spec.indexOf(":");
  const name = colon < 0 ? spec : spec.slice(0, colon);
  const own = colon < 0 ? undefined : spec.slice(colon + 1);
  if (!embedderNames.includes(name)) throw unknownName("embedder", name, embedderNames);
  if (own === "") {
    throw new HopfieldError(
      "ERR_OPTION",
      `${spec} names nothing behind the colon; write ${name === "clip" ? "clip:<folder>" : "resnet20:<file>"}, or ${name} alone`,
      { spec },
    );
  }
  const folder = dataFolder(options.dataDir);
  if (name === "clip") {
    if (own === undefined) return openClip(findClip(folder), options);
    return openClip(clipSource(own), options);
  }
  const network = openResNet(own ?? findResNet(folder));
  return {
    name: network.name,
    size: network.size,
    embed: (images) => network.embed(images),
    release: () => Promise.resolve(),
  };
}
