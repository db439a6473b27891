import { HopfieldError } from "../errors.ts";

/** The code of an error of the operating system (ENOENT ...), or undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

const remedies: Readonly<Record<string, string>> = {
  EACCES: "change its permissions or choose another place",
  EPERM: "change its permissions or choose another place",
  EROFS: "choose a place that can be written",
  EISDIR: "it is a folder; name a file in it",
  ENOTDIR: "a part of the path is no folder",
  ENOSPC: "free some space",
  EDQUOT: "free some space",
  EMFILE: "close files that are not needed any more",
};

/**
 * What an error of the operating system means for the file at `path`; any other error as it is.
 * @param doing  "read", "write" ...
 * @returns a HopfieldError: ERR_DATA_MISSING where there is no such file or folder, ERR_DATA otherwise
 */
export function fileError(doing: string, path: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === undefined || error instanceof HopfieldError) return error;
  const missing = code === "ENOENT";
  const remedy = missing
    ? doing === "read"
      ? "there is no such file; check the path, or save a memory there first"
      : "its folder does not exist; create it first"
    : (remedies[code] ?? (error as Error).message);
  return new HopfieldError(
    missing ? "ERR_DATA_MISSING" : "ERR_DATA",
    `cannot ${doing} ${path} (${code}): ${remedy}`,
    { path, system: code },
  );
}
