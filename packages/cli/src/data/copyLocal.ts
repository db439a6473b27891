import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { HopfieldError } from "modern-hopfield";
import { atomicWrite } from "../files/atomicWrite.ts";
import { readBytes } from "../files/readBytes.ts";
import { isMember, sha256 } from "./checksum.ts";
import { locateFile } from "./locate.ts";
import type { DataFile, DataMember, DataSetEntry } from "./registry.ts";

function differs(path: string, known: boolean): HopfieldError {
  return new HopfieldError(
    "ERR_DATA",
    known
      ? `${path} is not the published file (its sha256 differs); nothing was copied from it`
      : `no checksum is published for ${path}; give the original .gz`,
    { path },
  );
}

/** Copies the published file where it is there, else the unpacked one; returns the path, or null for neither. */
function copyFile(entry: DataSetEntry, file: DataFile, from: string, to: string): string | null {
  const plainName = file.name.replace(/\.gz$/, "");
  const path = locateFile(from, entry, plainName);
  if (path === null) return null;
  const raw = readFileSync(path);
  if (sha256(raw) === file.sha256) {
    const target = join(to, file.name);
    atomicWrite(target, raw);
    return target;
  }
  const member = entry.members.find(({ name }) => name === plainName);
  const plain = readBytes(path);
  if (member === undefined || !isMember(plain, member)) {
    throw differs(path, member !== undefined || !file.name.endsWith(".gz"));
  }
  const target = join(to, plainName);
  atomicWrite(target, plain);
  return target;
}

/** Copies an unpacked file; returns the path, or null when it is not there. */
export function copyMember(entry: DataSetEntry, member: DataMember, from: string, to: string): string | null {
  const path = locateFile(from, entry, member.name);
  if (path === null) return null;
  const bytes = readBytes(path);
  if (!isMember(bytes, member)) throw differs(path, true);
  const target = join(to, member.name);
  atomicWrite(target, bytes);
  return target;
}

/**
 * Copies the files of a data set that are not in an archive from a folder: the folder itself, or any of the places
 * below it where they are looked for. Each is checked against the published checksum first.
 * @returns the paths of the copies, and the names of what was not found
 * @throws HopfieldError ERR_DATA for a file that is not the published one
 */
export function copyFiles(
  entry: DataSetEntry,
  from: string,
  to: string,
): { readonly paths: string[]; readonly missing: string[] } {
  const here: DataSetEntry = { ...entry, places: [...entry.places, "."] };
  const missing: string[] = [];
  const paths = entry.files.flatMap((file) => {
    const path = copyFile(here, file, from, to);
    if (path === null) missing.push(basename(file.name));
    return path === null ? [] : [path];
  });
  return { paths, missing };
}
