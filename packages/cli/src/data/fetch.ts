import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { HopfieldError } from "modern-hopfield";
import { atomicWrite } from "../files/atomicWrite.ts";
import { readBytes } from "../files/readBytes.ts";
import { isMember, sha256Of } from "./checksum.ts";
import { copyFiles, copyMember } from "./copyLocal.ts";
import { type DownloadOptions, download } from "./download.ts";
import { locateFile } from "./locate.ts";
import type { DataFile, DataSetEntry } from "./registry.ts";
import { tarFiles } from "./tar.ts";
import { homeOf, isThere } from "./verify.ts";

/** How data is fetched. */
export interface FetchOptions extends DownloadOptions {
  /** Take the files from this folder instead of the network. */
  readonly from?: string | undefined;
}

/** Where the files of an archive are unpacked below the data set's folder. */
function unpackedIn(home: string): string {
  return join(home, "cifar-10-batches-bin");
}

/** The archive of a data set that is published as one. */
function archiveOf(entry: DataSetEntry): DataFile | undefined {
  return entry.files.find(({ name }) => name.endsWith(".tar.gz"));
}

/** Unpacks the known files of an archive; each is checked and appears whole. */
function unpack(entry: DataSetEntry, archive: string, folder: string): string[] {
  const files = new Map(
    [...tarFiles(readBytes(archive))].map(({ name, data }) => [name.split("/").at(-1) as string, data]),
  );
  return entry.members.map((member) => {
    const data = files.get(member.name);
    if (data === undefined || !isMember(data, member)) {
      throw new HopfieldError(
        "ERR_DATA",
        `${archive} ${data === undefined ? "has no" : "has another"} ${member.name}; delete it and fetch again`,
        { path: archive, member: member.name },
      );
    }
    const path = join(folder, member.name);
    atomicWrite(path, data);
    return path;
  });
}

async function copyArchive(
  entry: DataSetEntry,
  archive: DataFile,
  from: string,
  home: string,
): Promise<{ paths: string[]; missing: string[] }> {
  const here: DataSetEntry = { ...entry, places: [...entry.places, "."] };
  const packed = locateFile(from, here, archive.name);
  if (packed !== null) {
    if ((await sha256Of(packed)) !== archive.sha256) {
      throw new HopfieldError("ERR_DATA", `${packed} is not the published file (its sha256 differs)`, {
        path: packed,
      });
    }
    return { paths: unpack(entry, packed, unpackedIn(home)), missing: [] };
  }
  const missing: string[] = [];
  const paths = entry.members.flatMap((member) => {
    const path = copyMember(here, member, from, unpackedIn(home));
    if (path === null) missing.push(member.name);
    return path === null ? [] : [path];
  });
  return { paths, missing };
}

async function fromFolder(entry: DataSetEntry, home: string, options: FetchOptions): Promise<string[]> {
  const from = options.from as string;
  const archive = archiveOf(entry);
  const { paths, missing } =
    archive === undefined ? copyFiles(entry, from, home) : await copyArchive(entry, archive, from, home);
  if (paths.length === 0) {
    throw new HopfieldError(
      "ERR_DATA_MISSING",
      `no file of ${entry.name} in ${from} (expected ${entry.files.map(({ name }) => name).join(", ")})`,
      { from, missing },
    );
  }
  if (missing.length > 0) options.log?.(`not found in ${from}: ${missing.join(", ")}`);
  return paths;
}

/**
 * Fetches a data set into the data folder and returns the paths. Partial downloads are kept as `.part` and resumed; a
 * file appears under its name only when its checksum is right; what is there already is not fetched again. An archive
 * is unpacked and then removed.
 * @throws HopfieldError ERR_DATA_MISSING when no mirror gives the right file, or the local folder has none;
 *   ERR_DATA for a local file that is not the published one, or a folder that cannot be written
 */
export async function fetchDataSet(
  entry: DataSetEntry,
  folder: string,
  options: FetchOptions = {},
): Promise<string[]> {
  const home = homeOf(folder, entry);
  try {
    mkdirSync(home, { recursive: true });
  } catch (error) {
    throw new HopfieldError(
      "ERR_DATA",
      `cannot make the folder ${home}: ${(error as Error).message}; choose another with --data-dir`,
      { path: home },
    );
  }
  if (options.from !== undefined) return fromFolder(entry, home, options);
  const archive = archiveOf(entry);
  if (archive !== undefined) {
    const unpacked = entry.members.map(({ name }) => join(unpackedIn(home), name));
    if (entry.members.every((member, i) => isThere(unpacked[i], member))) return unpacked;
    const path = join(home, archive.name);
    await download(archive, path, options);
    options.log?.(`unpacking ${archive.name}`);
    unpack(entry, path, unpackedIn(home));
    rmSync(path);
    return unpacked;
  }
  const paths: string[] = [];
  for (const file of entry.files) {
    const path = join(home, file.name);
    mkdirSync(dirname(path), { recursive: true });
    if (!isThere(path, file)) await download(file, path, options);
    paths.push(path);
  }
  return paths;
}
