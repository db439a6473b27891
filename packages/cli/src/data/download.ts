import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { HopfieldError } from "modern-hopfield";
import { sha256Of } from "./checksum.ts";
import type { DataFile } from "./registry.ts";

/** How a file is downloaded. */
export interface DownloadOptions {
  /** Called as the bytes arrive. */
  readonly onProgress?: ((file: string, done: number, total: number) => void) | undefined;
  /** Takes a line for each mirror that failed. */
  readonly log?: ((line: string) => void) | undefined;
  /** Stops the transfer; what has arrived stays as `.part`. */
  readonly signal?: AbortSignal | undefined;
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** What went wrong, with the cause that `fetch` hides behind "fetch failed". */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error
    ? `${message} (${cause.message || (cause as { code?: string }).code})`
    : message;
}

/** Appends to the partial file what is missing of it, or begins anew where the server sends the whole. */
async function transfer(url: string, part: string, file: DataFile, options: DownloadOptions): Promise<void> {
  const have = sizeOf(part);
  const response = await fetch(url, {
    // The files are gzips: a server that packs them once more for the transfer would make ranges meaningless.
    headers: { "Accept-Encoding": "identity", ...(have > 0 ? { Range: `bytes=${have}-` } : {}) },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const resumed = response.status === 206;
  const fits = !resumed || response.headers.get("Content-Range")?.startsWith(`bytes ${have}-`) === true;
  if (response.status === 416 || !fits) {
    await response.body?.cancel();
    rmSync(part, { force: true });
    throw new Error(`the server cannot continue at offset ${have}`);
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error(`the server answered ${response.status}`);
  }
  let done = resumed ? have : 0;
  // Piece by piece through a handle: a stream would throw away what it has not written when the transfer breaks off.
  const handle = await open(part, resumed ? "a" : "w");
  try {
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      if (done + piece.length > file.bytes) throw new Error(`the server sends more than ${file.bytes} bytes`);
      await handle.writeFile(piece);
      done += piece.length;
      options.onProgress?.(file.name, done, file.bytes);
    }
  } finally {
    await handle.close();
  }
  if (done < file.bytes) throw new Error(`the transfer ended at offset ${done} of ${file.bytes}`);
}

/** Tries one mirror; a partial file that turns out not to be the beginning of the right one is begun anew. */
async function fromMirror(
  url: string,
  path: string,
  file: DataFile,
  options: DownloadOptions,
): Promise<void> {
  const part = `${path}.part`;
  for (;;) {
    if (sizeOf(part) > file.bytes) rmSync(part);
    const resumed = sizeOf(part) > 0;
    try {
      if (sizeOf(part) < file.bytes) await transfer(url, part, file, options);
    } catch (error) {
      if (resumed && !existsSync(part)) continue;
      throw error;
    }
    const sum = await sha256Of(part);
    if (sum === file.sha256) {
      renameSync(part, path);
      return;
    }
    rmSync(part);
    if (!resumed) throw new Error(`sha256 is ${sum}, expected ${file.sha256}`);
    options.log?.(`${file.name}: the partial download does not fit, beginning anew`);
  }
}

/**
 * Downloads a file to `path`, from the first mirror that has the right one.
 *
 * What arrives is kept beside it as `.part` and continued by the next mirror or the next call; the file appears under
 * its name only when its sha256 is right.
 *
 * @throws HopfieldError ERR_DATA_MISSING with the reason of every mirror; ERR_DATA when the file cannot be written
 * @throws the signal's reason when it is aborted
 */
export async function download(file: DataFile, path: string, options: DownloadOptions = {}): Promise<void> {
  const failures: string[] = [];
  for (const url of file.urls) {
    options.signal?.throwIfAborted();
    try {
      return await fromMirror(url, path, file, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      const { syscall } = error as NodeJS.ErrnoException;
      if (syscall === "open" || syscall === "write" || syscall === "rename") {
        throw new HopfieldError(
          "ERR_DATA",
          `cannot write ${path}: ${(error as Error).message}; make room or choose another folder with --data-dir`,
          { path },
        );
      }
      failures.push(`${url}: ${reasonOf(error)}`);
      options.log?.(failures[failures.length - 1]);
    }
  }
  const kept = sizeOf(`${path}.part`);
  throw new HopfieldError(
    "ERR_DATA_MISSING",
    `could not get ${file.name}:\n  ${failures.join("\n  ")}\n  ${
      kept > 0
        ? `${kept} of ${file.bytes} bytes are kept: run the command again to continue`
        : "try again later"
    }, or get the file yourself and use --from <folder>`,
    { file: file.name, failures, kept },
  );
}
