/// <reference types="node" />
import type { Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { HopfieldError } from "../errors.ts";
import { allocate, defaultMemoryLimit } from "../patterns/room.ts";
import { fileError } from "./fileError.ts";

/**
 * The bytes of a safetensors file. Its kind, its size and the length of its header are looked at before it is read.
 * @throws HopfieldError ERR_DATA_MISSING, ERR_DATA or ERR_MEMORY, naming the path
 */
export async function readWhole(path: string, limit: number = defaultMemoryLimit): Promise<Uint8Array> {
  try {
    // Before it is opened: opening a pipe waits for somebody who writes into it.
    requireFile(path, await stat(path));
    const file = await open(path, "r");
    try {
      return await readOpen(file, path, limit);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError("read", path, error);
  }
}

function refused(path: string, message: string): HopfieldError {
  return new HopfieldError("ERR_DATA", `cannot read ${path}: ${message}`, { path });
}

function requireFile(path: string, stat: Stats): void {
  if (stat.isDirectory()) throw refused(path, "it is a folder (expected a file); name a file in it");
  if (!stat.isFile()) throw refused(path, "it is no regular file; name one that saveMemory or toBytes wrote");
  if (stat.size === 0) throw refused(path, "it is empty; no memory was written there, save it again");
}

async function readOpen(file: FileHandle, path: string, limit: number): Promise<Uint8Array> {
  const refuse = (message: string): HopfieldError => refused(path, message);
  const stat = await file.stat();
  requireFile(path, stat);
  const { size } = stat;
  if (size === 0) throw refuse("it is empty; the memory was never written there, save it again");
  if (size > limit) {
    throw new HopfieldError(
      "ERR_MEMORY",
      `cannot read ${path}: it has ${size} bytes, more than memoryLimit ${limit}; raise memoryLimit if it is the right file`,
      {
        path,
        size,
        limit,
      },
    );
  }
  const head = new Uint8Array(9);
  const { bytesRead } = await file.read(head, 0, 9, 0);
  const headerLength = new DataView(head.buffer).getBigUint64(0, true);
  if (bytesRead < 9 || headerLength > BigInt(size - 8) || head[8] !== 0x7b) {
    throw refuse(`it does not begin like a safetensors file; it is damaged or another file`);
  }
  const bytes = allocate(1, size, () => new Uint8Array(size));
  let at = 0;
  while (at < size) {
    const { bytesRead: read } = await file.read(bytes, at, Math.min(size - at, 2 ** 30), at);
    if (read === 0)
      throw refuse(`it ended at ${at} of ${size} bytes while it was read; somebody is writing it`);
    at += read;
  }
  return bytes;
}
