// @ts-check
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/**
 * Real data and reference outputs may lie in `shared` beside the checkout. Sets HOPFIELD_DATA and HOPFIELD_GOLDEN to
 * them unless they are set already; only tests and checks do this, the product knows nothing of that folder.
 *
 * @param {NodeJS.ProcessEnv} [environment]  changed in place
 * @returns {[name: string, folder: string | undefined][]}
 */
export function useSharedFolders(environment = process.env) {
  return [
    ["HOPFIELD_DATA", "data"],
    ["HOPFIELD_GOLDEN", "golden"],
  ].map(([name, folder]) => {
    const beside = join(root, "..", "shared", folder);
    if (!environment[name] && existsSync(beside)) environment[name] = beside;
    return [name, environment[name] || undefined];
  });
}
