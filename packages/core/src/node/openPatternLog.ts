/// <reference types="node" />
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  realpathSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { HopfieldError } from "../errors.ts";
import { fileError } from "./fileError.ts";
import { FileWindow, readAt } from "./fileWindow.ts";
import { takeLock } from "./lockFile.ts";
import {
  decodeHeader,
  encodeHeader,
  headerLength,
  type LogDtype,
  type LogHeader,
  requireHeader,
} from "./logHeader.ts";
import { LogIndex } from "./logIndex.ts";
import { decodeRecord } from "./logRecord.ts";
import { type OpenLog, PatternLog, type Recovered } from "./patternLog.ts";
import { replaceFileSync } from "./replaceFile.ts";
import { type ScanEnd, scanFrames } from "./scanFrames.ts";

/** How a log is opened. */
export interface PatternLogOptions {
  /** The components of a pattern; needed for a new log, and compared with that of an old one. */
  readonly size?: number | undefined;
  /** What a component is kept in; "uint8" by default for a new log, and compared with that of an old one. */
  readonly dtype?: LogDtype | undefined;
  /** Keep what comes before damage in the middle, and cut off the damage and everything behind it; false by default. */
  readonly salvage?: boolean | undefined;
}

/**
 * Opens a file of patterns that grows, or makes one. The end that a killed writer left unfinished is cut off, which
 * `recovered` says. While the log is open nobody else can open it: `path`.lock holds the process.
 *
 * Format: a header of 32 bytes (see `encodeHeader`), then records: length (u32), CRC-32 of the body, CRC-32 of those 8
 * bytes, body (see `encodePattern`); all little-endian.
 *
 * @throws HopfieldError ERR_DATA for another file, for one that somebody else has open, and for damage in the middle,
 *   naming its offset; ERR_OPTION for a size or dtype that is not the file's; ERR_DATA_MISSING for a missing folder
 */
export function openPatternLog(path: string, options: PatternLogOptions = {}): PatternLog {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined) requireFile(path, stat);
    else newHeader(path, options);
    // By its real name, so that two links to one file share the lock.
    const real = stat === undefined ? path : realpathSync(path);
    const lock = takeLock(`${real}.lock`);
    try {
      return new PatternLog({ ...openFile(path, real, options), lock });
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw fileError("open", path, error);
  }
}

function requireFile(path: string, stat: Stats): void {
  if (stat.isFile()) return;
  throw new HopfieldError(
    "ERR_DATA",
    `cannot open ${path}: it is ${stat.isDirectory() ? "a folder" : "no regular file"} (expected a pattern log); name a file`,
    { path },
  );
}

/** The header that the options ask for in a new file. */
function newHeader(path: string, { size, dtype = "uint8" }: PatternLogOptions): LogHeader {
  if (size === undefined) {
    throw new HopfieldError(
      "ERR_OPTION",
      `${path} is a new log, and nothing says the size of its patterns (expected size); pass { size }`,
      { path },
    );
  }
  return requireHeader({ size, dtype });
}

/** Opens the file under its lock: makes it where there is none, and cuts off what is torn. */
function openFile(path: string, real: string, options: PatternLogOptions): Omit<OpenLog, "lock"> {
  const beginning = makeHeader(path, real, options);
  const fd = openSync(real, "r+");
  try {
    const size = statSync(real).size;
    const header = decodeHeader(readAt(fd, 0, Math.min(size, headerLength)), path);
    requireSame(path, header, options);
    const { index, offset, fault } = readIndex(fd, size, header);
    const recovered = cutOff(fd, path, size, { offset, fault }, options.salvage ?? false) ?? beginning;
    const reopen = (): Pick<OpenLog, "fd" | "end" | "index"> => {
      const again = openSync(real, "r+");
      const end = statSync(real).size;
      return { fd: again, end, index: readIndex(again, end, header).index };
    };
    return { path: real, header, index, fd, end: offset, recovered, reopen };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/**
 * Makes the file with its header where there is none, or where there is only the beginning of that very header; returns
 * what was there in that case.
 */
function makeHeader(path: string, real: string, options: PatternLogOptions): Recovered | null {
  const size = statSync(real, { throwIfNoEntry: false })?.size;
  if (size !== undefined && size >= headerLength) return null;
  const bytes = encodeHeader(newHeader(path, options));
  if (size !== undefined && size > 0) {
    const fd = openSync(real, "r");
    try {
      const found = readAt(fd, 0, size);
      // Whatever else it is, it is not ours.
      if (!found.every((byte, i) => byte === bytes[i])) decodeHeader(found, path);
    } finally {
      closeSync(fd);
    }
  }
  replaceFileSync(real, (fd) => {
    writeSync(fd, bytes);
  });
  return size === undefined
    ? null
    : { bytes: size, offset: 0, reason: `the header was cut off after ${size} bytes` };
}

function requireSame(path: string, header: LogHeader, { size, dtype }: PatternLogOptions): void {
  const same =
    (size === undefined || size === header.size) && (dtype === undefined || dtype === header.dtype);
  if (same) return;
  throw new HopfieldError(
    "ERR_OPTION",
    `${path} keeps patterns of size ${header.size} as ${header.dtype}, not ${size ?? header.size} as ${dtype ?? header.dtype}; leave size and dtype out, or choose another path`,
    { ...header, path },
  );
}

function readIndex(fd: number, size: number, header: LogHeader): ScanEnd & { index: LogIndex } {
  const index = new LogIndex();
  const end = scanFrames(new FileWindow(fd, size), headerLength, (body, offset) => {
    index.follow(decodeRecord(body, header, offset), offset, body.length);
  });
  return { ...end, index };
}

/** Cuts off what comes behind the last sound record and says what it was; null where nothing does. */
function cutOff(
  fd: number,
  path: string,
  size: number,
  { offset, fault }: ScanEnd,
  salvage: boolean,
): Recovered | null {
  if (fault === null) return null;
  if (!fault.torn && !salvage) {
    throw new HopfieldError(
      "ERR_DATA",
      `${path} is damaged at offset ${offset}: ${fault.reason} (expected damage at the end alone); copy the file, then open it with { salvage: true } to keep the ${offset} bytes before`,
      { path, offset },
    );
  }
  ftruncateSync(fd, offset);
  fsyncSync(fd);
  return { bytes: size - offset, offset, reason: fault.reason };
}
