import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readBytes } from "../files/readBytes.ts";
import { isMember, sha256 } from "./checksum.ts";
import { locateFile } from "./locate.ts";
import { catalogue } from "./models.ts";
import type { DataFile, DataMember, DataSetEntry } from "./registry.ts";

/** What is known of one file of a data set. */
export interface FileStatus {
  readonly dataSet: string;
  readonly file: string;
  readonly path: string | null;
  /** `other` is present and readable but not a published file, or one without a published checksum. */
  readonly status: "ok" | "differs" | "missing" | "other";
}

/** The folder of a fetched data set. */
export function homeOf(folder: string, { name }: DataSetEntry): string {
  return join(folder, name);
}

/** Whether the file is at that place with the published checksum. */
export function isThere(path: string, file: DataFile | DataMember): boolean {
  return existsSync(path) && isMember(readFileSync(path), file);
}

/** The bytes of a file, or null where its gzip is damaged. */
function plainBytes(path: string): Uint8Array | null {
  try {
    return readBytes(path);
  } catch {
    return null;
  }
}

/** Compares a file with the published one: as it lies there, or unpacked. */
function statusOf(
  path: string,
  file: DataFile | undefined,
  member: DataMember | undefined,
): FileStatus["status"] {
  if (file !== undefined && sha256(readFileSync(path)) === file.sha256) return "ok";
  const plain = plainBytes(path);
  if (plain === null) return "differs";
  if (member !== undefined) return isMember(plain, member) ? "ok" : "differs";
  // What was unpacked has another checksum than the published gzip; anything else should have its own.
  return path.endsWith(".gz") || file?.name.endsWith(".gz") === false ? "differs" : "other";
}

function verifySet(folder: string, entry: DataSetEntry): FileStatus[] {
  const status = (
    name: string,
    file: DataFile | undefined,
    member: DataMember | undefined,
    path: string | null,
  ): FileStatus => ({
    dataSet: entry.name,
    file: path === null ? name : basename(path),
    path,
    status: path === null ? "missing" : statusOf(path, file, member),
  });
  const variants = entry.variants.flatMap((name): FileStatus[] => {
    const path = locateFile(folder, entry, name);
    return path === null ? [] : [{ dataSet: entry.name, file: basename(path), path, status: "other" }];
  });
  const archives = entry.files.filter(({ name }) => name.endsWith(".tar.gz"));
  if (archives.length > 0) {
    const packed = archives.map((file) =>
      status(file.name, file, undefined, locateFile(folder, entry, file.name)),
    );
    const unpacked = entry.members.map((member) =>
      status(member.name, undefined, member, locateFile(folder, entry, member.name)),
    );
    // Either form is the whole set: the other one is not missing then.
    const some = [...packed, ...unpacked].filter(({ path }) => path !== null);
    const whole = packed.every(({ path }) => path !== null);
    if (some.length === 0) return [...packed, ...variants];
    return [...(whole ? some : unpacked), ...variants];
  }
  const files = entry.files.map((file) => {
    const plainName = file.name.replace(/\.gz$/, "");
    const member = entry.members.find(({ name }) => name === plainName);
    return status(file.name, file, member, locateFile(folder, entry, plainName));
  });
  return [...files, ...variants];
}

/** The files of a data set that are there in any form, without looking into them. */
export function presentFiles(folder: string, entry: DataSetEntry): string[] {
  const names = [...entry.files, ...entry.members].map(({ name }) => name.replace(/\.gz$/, ""));
  const found = [...names, ...entry.variants].map((name) => locateFile(folder, entry, name));
  return [...new Set(found.filter((path) => path !== null))];
}

/**
 * Checks every file of the named data sets and models (all by default) against the published checksums, wherever below the data
 * folder it is found, gzipped or not.
 */
export async function verifyData(folder: string, names: readonly string[] = []): Promise<FileStatus[]> {
  return catalogue
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .flatMap((entry) => verifySet(folder, entry));
}
