// Finds a package that may be installed beside the project, in the folder of --peers-from, or not at all.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { AbsentError } from "../../packages/cli/dist/bench/serve.js";

/** The folders above a path, itself first. */
function upwards(path) {
  const folders = [path];
  while (dirname(folders.at(-1)) !== folders.at(-1)) folders.push(dirname(folders.at(-1)));
  return folders;
}

/**
 * The folder and version of an installed package.
 * @throws AbsentError when it is not installed
 */
export function findPackage(name) {
  const asked = process.env.BENCH_PEERS_FROM;
  const places = [...(asked ? [asked] : []), ...upwards(dirname(fileURLToPath(import.meta.url)))];
  const folder = places
    .map((place) => join(place, "node_modules", name))
    .find((place) => existsSync(join(place, "package.json")));
  if (folder === undefined) throw new AbsentError(`no package ${name}`);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { folder, version };
}

/** Imports a file of an installed package. */
export async function importFrom(name, file) {
  const { folder, version } = findPackage(name);
  return { library: await import(pathToFileURL(join(folder, file)).href), folder, version };
}

/** The number of threads that everyone gets. */
export const threads = Number(process.env.BENCH_THREADS || 1);
