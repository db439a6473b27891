import { closeSync, fstatSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer, Job } from "./job.ts";

/** The bytes of a file in memory of their own, so that they can be seen as numbers. */
function bytesOf(folder: string, name: string): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
  return byteOffset === 0 && byteLength === buffer.byteLength
    ? (buffer as ArrayBuffer)
    : (buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}

/** The stored patterns of a job. */
export function readStored({ folder, kind }: Pick<Job, "folder" | "kind">): Uint8Array | Float32Array {
  const bytes = bytesOf(folder, "stored.bin");
  return kind === "uint8" ? new Uint8Array(bytes) : new Float32Array(bytes);
}

/** The stored patterns in shared memory, where workers read them without a copy. */
export function readStoredShared({ folder, kind }: Pick<Job, "folder" | "kind">): Uint8Array | Float32Array {
  const file = openSync(join(folder, "stored.bin"), "r");
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer(fstatSync(file).size));
    for (let at = 0; at < bytes.length; )
      at += readSync(file, bytes, at, Math.min(2 ** 24, bytes.length - at), at);
    return kind === "uint8" ? bytes : new Float32Array(bytes.buffer);
  } finally {
    closeSync(file);
  }
}

/** The stored patterns as the floats that a library without bytes needs: a byte b is b / 255. */
export function readStoredFloats(job: Pick<Job, "folder" | "kind">): Float32Array {
  const stored = readStored(job);
  if (stored instanceof Float32Array) return stored;
  const floats = new Float32Array(stored.length);
  for (let i = 0; i < floats.length; i++) floats[i] = stored[i] / 255;
  return floats;
}

/** The queries of a job, in the units of 0..1. */
export function readQueries({ folder }: Pick<Job, "folder">): Float32Array {
  return new Float32Array(bytesOf(folder, "queries.f32"));
}

/** The pattern that each query was made of. */
export function readTargets({ folder }: Pick<Job, "folder">): Int32Array {
  return new Int32Array(bytesOf(folder, "targets.i32"));
}

/** Writes the data of a job. */
export function writeData(
  folder: string,
  data: { stored: Uint8Array | Float32Array; queries: Float32Array; targets: Int32Array },
): void {
  writeFileSync(join(folder, "stored.bin"), data.stored);
  writeFileSync(join(folder, "queries.f32"), data.queries);
  writeFileSync(join(folder, "targets.i32"), data.targets);
}

/** Writes what a contestant found, under its name. */
export function writeAnswer(folder: string, name: string, { indices, states }: Answer): void {
  writeFileSync(join(folder, `${name}.indices.i32`), indices);
  if (states !== null) writeFileSync(join(folder, `${name}.states.f32`), states);
}

/** Reads what a contestant found. */
export function readAnswer({ folder, top }: Pick<Job, "folder" | "top">, name: string): Answer {
  return {
    indices: new Int32Array(bytesOf(folder, `${name}.indices.i32`)),
    states: top > 0 ? null : new Float32Array(bytesOf(folder, `${name}.states.f32`)),
  };
}
