import { homedir } from "node:os";
import { join } from "node:path";

/** Where the user's system keeps what programs can fetch again. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const home = homedir();
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, "modern-hopfield");
  if (process.platform === "win32")
    return join(env.LOCALAPPDATA ?? join(home, "AppData", "Local"), "modern-hopfield");
  if (process.platform === "darwin") return join(home, "Library", "Caches", "modern-hopfield");
  return join(home, ".cache", "modern-hopfield");
}

/** Where data is looked for: the given folder alone, else HOPFIELD_DATA, else the user's cache folder. */
export function dataFolder(given: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  return given ?? (env.HOPFIELD_DATA || cacheFolder(env));
}
