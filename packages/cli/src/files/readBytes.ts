import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { HopfieldError } from "modern-hopfield";

/** Whether bytes begin as a gzip member. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The bytes of a file, gunzipped if it is a gzip.
 * @throws HopfieldError ERR_DATA_MISSING when there is no such file, ERR_DATA when the gzip is damaged
 */
export function readBytes(path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new HopfieldError("ERR_DATA_MISSING", `cannot read ${path}: ${(error as Error).message}`, { path });
  }
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new HopfieldError(
      "ERR_DATA",
      `${path} is a damaged gzip: ${(error as Error).message} (it ends at offset ${bytes.length}); fetch it again`,
      { path, offset: bytes.length },
    );
  }
}
