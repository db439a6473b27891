import { HopfieldError } from "../errors.ts";
import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import { readMemory } from "../persist/fromBytes.ts";
import type { FromBytesOptions, SavedMemory } from "../persist/savedMemory.ts";
import { readWhole } from "./readWhole.ts";

/**
 * The memory that `saveMemory` wrote at `path`.
 * @throws HopfieldError ERR_DATA_MISSING where there is no file; ERR_DATA for a folder, an empty or a damaged file,
 *   ERR_MEMORY for one larger than `memoryLimit`, before it is read; what `fromBytes` throws; each names the path
 */
export async function loadMemory(path: string, options: FromBytesOptions = {}): Promise<AssociativeMemory> {
  return (await loadSavedMemory(path, options)).memory;
}

/** As `loadMemory`, with the keys and the metadata of the file. */
export async function loadSavedMemory(path: string, options: FromBytesOptions = {}): Promise<SavedMemory> {
  const bytes = await readWhole(path, options.memoryLimit);
  try {
    return readMemory(bytes, options);
  } catch (error) {
    if (!(error instanceof HopfieldError)) throw error;
    throw new HopfieldError(error.code, `${path}: ${error.message}`, { ...error.details, path });
  }
}
