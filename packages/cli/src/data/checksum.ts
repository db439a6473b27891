import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { DataMember } from "./registry.ts";

/** The sha256 of a file, read in pieces. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest("hex");
}

/** The sha256 of bytes at hand. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Whether these are the bytes of the unpacked file: by its sha256, or by its git object name where that is known. */
export function isMember(bytes: Uint8Array, member: DataMember): boolean {
  if (bytes.length !== member.bytes) return false;
  if (member.sha256 !== undefined) return sha256(bytes) === member.sha256;
  const blob = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  return blob === member.gitBlob;
}
