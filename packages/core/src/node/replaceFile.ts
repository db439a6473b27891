/// <reference types="node" />
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { systemCode } from "./fileError.ts";

/** A name beside `path` that nobody else uses. */
function temporaryName(path: string): string {
  return `${path}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
}

/** Whether a folder cannot be synchronised here at all: Windows, and some file systems. */
function isUnable(error: unknown): boolean {
  return ["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP", "EBADF"].includes(systemCode(error) ?? "");
}

/**
 * Puts a new file in the place of `path` in one step: at every moment there is the old one or the new one, whole. The
 * new one is written beside it, brought to the disk, and renamed.
 */
export async function replaceFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const temporary = temporaryName(path);
  const file = await open(temporary, "wx");
  try {
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  syncFolderSync(path);
}

/** As `replaceFile`, without a promise; `write` gets the file descriptor. */
export function replaceFileSync(path: string, write: (fd: number) => void): void {
  const temporary = temporaryName(path);
  const fd = openSync(temporary, "wx");
  try {
    try {
      write(fd);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolderSync(path);
}

/** Brings the folder's entry of `path` to the disk, where the system can. */
function syncFolderSync(path: string): void {
  try {
    const folder = openSync(dirname(path), "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch (error) {
    if (!isUnable(error)) throw error;
  }
}
