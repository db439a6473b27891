// @ts-check
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The system's Chromium, or undefined. Nothing is ever downloaded: a browser is what the machine's own packages brought.
 *
 * Looks at CHROME_PATH first (when it is set and wrong, that is an error, not "none found"), then along PATH.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string | undefined}
 */
export function findChromium(environment = process.env) {
  const chosen = environment.CHROME_PATH;
  if (chosen) {
    if (!isProgram(chosen))
      throw new Error(`CHROME_PATH is ${chosen}, which is no program that can be started`);
    return chosen;
  }
  const folders = [...(environment.PATH ?? "").split(delimiter), "/usr/bin"];
  return ["chromium", "chromium-browser", "google-chrome"]
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isProgram);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
