import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { HopfieldError, unknownName } from "modern-hopfield";
import { readJson } from "./runFolder.ts";
import { readSpecification } from "./schema.ts";
import type { Specification } from "./specification.ts";

/** The folder of committed experiments: beside the packages in a checkout, in this package where it is installed. */
function experimentsFolder(): string {
  const places = ["../../../../experiments/", "../../experiments/"].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new HopfieldError(
    "ERR_DATA_MISSING",
    "the folder experiments is not where it belongs; install the package anew",
  );
}

/** The names of all committed experiments, in order. */
export function experimentNames(): string[] {
  return readdirSync(experimentsFolder())
    .filter((file) => file.endsWith(".json"))
    .map((file) => basename(file, ".json"))
    .sort(inOrder);
}

/** Names with numbers in them by their numbers. */
function inOrder(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** A committed experiment. */
export function readExperiment(name: string): Specification {
  const path = join(experimentsFolder(), `${name}.json`);
  return readSpecification(readJson(path), path);
}

/**
 * A committed experiment by name, or a specification by the path of its file.
 * @throws HopfieldError ERR_OPTION naming the nearest name
 */
export function experimentNamed(name: string): Specification {
  if (name.endsWith(".json")) return readSpecification(readJson(name), name);
  const names = experimentNames();
  if (!names.includes(name)) throw unknownName("experiment", name, names);
  return readExperiment(name);
}
