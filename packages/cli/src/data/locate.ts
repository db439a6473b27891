import { existsSync } from "node:fs";
import { join } from "node:path";
import { type DataSetEntry, registry } from "./registry.ts";

/** A file of a data set below a data folder. */
export interface Located {
  readonly name: string;
  readonly path: string;
}

/** The file of that name in the first of the data set's places that has it, plain or gzipped; null for none. */
export function locateFile(folder: string, { places }: DataSetEntry, name: string): string | null {
  const paths = places.flatMap((place) => [join(folder, place, name), join(folder, place, `${name}.gz`)]);
  return paths.find((path) => existsSync(path)) ?? null;
}

function entryOf(name: string): DataSetEntry {
  return registry.find((entry) => entry.name === name) as DataSetEntry;
}

/** The batches of CIFAR-10 that are there, in order. */
export function locateCifar10(folder: string, split: "train" | "test" = "train"): Located[] {
  const names = split === "test" ? ["test_batch.bin"] : [1, 2, 3, 4, 5].map((k) => `data_batch_${k}.bin`);
  return names.flatMap((name) => {
    const path = locateFile(folder, entryOf("cifar10"), name);
    return path === null ? [] : [{ name, path }];
  });
}

/** The archive of CIFAR-10 as it is published, where it is there. */
export function locateCifar10Archive(folder: string): string | null {
  return locateFile(folder, entryOf("cifar10"), "cifar-10-binary.tar.gz");
}

/** The image and label files of an IDX data set, or null when one is missing. */
export function locateIdx(
  folder: string,
  name: "mnist" | "fashion-mnist",
  split: "train" | "test" = "train",
): { images: string; labels: string } | null {
  const { places } = entryOf(name);
  const stems = split === "test" ? ["t10k"] : ["train", ...(name === "fashion-mnist" ? ["sample10k"] : [])];
  for (const stem of stems) {
    for (const place of places) {
      // Unpacking programs have turned the hyphen into a full stop.
      const find = (kind: string): string | undefined =>
        [`${stem}-${kind}`, `${stem}-${kind.replace("-", ".")}`]
          .flatMap((file) => [join(folder, place, file), join(folder, place, `${file}.gz`)])
          .find((path) => existsSync(path));
      const images = find("images-idx3-ubyte");
      const labels = find("labels-idx1-ubyte");
      if (images !== undefined && labels !== undefined) return { images, labels };
    }
  }
  return null;
}
