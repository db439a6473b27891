import type { AssociativeMemory } from "../memory/associativeMemory.ts";
import { type ToBytesOptions, toBytes } from "../persist/toBytes.ts";
import { fileError } from "./fileError.ts";
import { replaceFile } from "./replaceFile.ts";

/**
 * Saves a memory as one safetensors file. The file is there whole or not at all, whatever happens in between: it is
 * written beside `path`, brought to the disk and renamed.
 *
 * @throws HopfieldError what `toBytes` throws; ERR_DATA_MISSING for a folder that does not exist, ERR_DATA for what
 *   cannot be written, naming the path
 */
export async function saveMemory(
  memory: AssociativeMemory,
  path: string,
  options: ToBytesOptions = {},
): Promise<void> {
  const bytes = toBytes(memory, options);
  try {
    await replaceFile(path, async (file) => {
      for (let at = 0; at < bytes.length; ) {
        // Systems write at most about 2 GiB at once.
        const { bytesWritten } = await file.write(bytes, at, Math.min(bytes.length - at, 2 ** 30), at);
        at += bytesWritten;
      }
    });
  } catch (error) {
    throw fileError("write", path, error);
  }
}
