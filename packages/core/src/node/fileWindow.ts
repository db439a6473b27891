/// <reference types="node" />
import { readSync } from "node:fs";
import { HopfieldError } from "../errors.ts";

/** Reads a file from front to back through a window of at least a megabyte; nothing is read beyond `end`. */
export class FileWindow {
  readonly end: number;
  readonly #fd: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;

  constructor(fd: number, end: number) {
    this.#fd = fd;
    this.end = end;
  }

  /** The `length` bytes from `at` on, good until the next call. They must end before `end`. */
  bytes(at: number, length: number): Uint8Array {
    const inside = at >= this.#start && at + length <= this.#start + this.#bytes.length;
    if (!inside) {
      this.#bytes = readAt(this.#fd, at, Math.min(Math.max(length, 2 ** 20), this.end - at));
      this.#start = at;
    }
    return this.#bytes.subarray(at - this.#start, at - this.#start + length);
  }
}

/**
 * The `length` bytes of an open file from `at` on.
 * @throws HopfieldError ERR_DATA when the file ends before
 */
export function readAt(fd: number, at: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let have = 0; have < length; ) {
    const read = readSync(fd, bytes, have, length - have, at + have);
    if (read === 0) {
      throw new HopfieldError(
        "ERR_DATA",
        `the file ended at offset ${at + have} while it was read; somebody else changes it`,
        {
          offset: at + have,
        },
      );
    }
    have += read;
  }
  return bytes;
}
