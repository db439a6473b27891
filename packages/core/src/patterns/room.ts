import { HopfieldError } from "../errors.ts";

/** What patterns may take in memory unless said otherwise, in bytes: as much as one typed array holds in V8. */
export const defaultMemoryLimit: number = 2 ** 33;

/**
 * Returns a memory limit that is a positive number.
 * @throws HopfieldError ERR_OPTION for any other
 */
export function requireLimit(limit: number): number {
  if (!(limit > 0)) {
    throw new HopfieldError(
      "ERR_OPTION",
      `invalid memoryLimit: ${limit} (expected a positive number of bytes, or Infinity)`,
      { memoryLimit: limit },
    );
  }
  return limit;
}

/**
 * Returns the bytes that `count` patterns take. Call it before anything is allocated.
 * @throws HopfieldError ERR_MEMORY naming the bytes needed, the limit and the remedy
 */
export function requireRoom(count: number, bytesPerPattern: number, limit: number): number {
  const bytes = count * bytesPerPattern;
  if (!(bytes <= limit)) throw outOfMemory(count, bytesPerPattern, `more than memoryLimit ${limit}`, limit);
  return bytes;
}

/**
 * What `make` returns, for `count` patterns.
 * @throws HopfieldError ERR_MEMORY where the engine has no room for so large an array
 */
export function allocate<T>(count: number, bytesPerPattern: number, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw outOfMemory(count, bytesPerPattern, `which this engine refused (${error.message})`, null);
  }
}

function outOfMemory(
  count: number,
  bytesPerPattern: number,
  problem: string,
  limit: number | null,
): HopfieldError {
  const bytes = count * bytesPerPattern;
  return new HopfieldError(
    "ERR_MEMORY",
    `${count} patterns of ${bytesPerPattern} bytes need ${bytes} bytes, ${problem}; store bytes (a Uint8Array), compress the patterns, store fewer${limit === null ? "" : ", or raise memoryLimit"}`,
    { count, bytesPerPattern, bytes, limit },
  );
}
