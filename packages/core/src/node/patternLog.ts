/// <reference types="node" />
import { closeSync, fsyncSync, ftruncateSync, writeSync } from "node:fs";
import { HopfieldError } from "../errors.ts";
import { AssociativeMemory } from "../memory/associativeMemory.ts";
import type { MemoryOptions } from "../memory/options.ts";
import { requireWeight } from "../memory/weights.ts";
import { Patterns, type PatternsOptions } from "../patterns/patterns.ts";
import { allocate, defaultMemoryLimit, requireRoom } from "../patterns/room.ts";
import { fileError } from "./fileError.ts";
import { readAt } from "./fileWindow.ts";
import type { FileLock } from "./lockFile.ts";
import { encodeFrame, frameLength } from "./logFrame.ts";
import { encodeHeader, type LogDtype, type LogHeader } from "./logHeader.ts";
import type { IndexEntry, LogIndex } from "./logIndex.ts";
import { decodeNumbers, encodeNumbers, type LogPattern } from "./logPattern.ts";
import { decodeRecord, encodePattern, encodeRemoval } from "./logRecord.ts";
import { replaceFileSync } from "./replaceFile.ts";

/** What was cut off the end of a log when it was opened. */
export interface Recovered {
  /** How many bytes, from which offset on. */
  readonly bytes: number;
  readonly offset: number;
  readonly reason: string;
}

/** What may come with a pattern. */
export interface AppendOptions {
  /** A name that no other pattern of the log has. */
  readonly key?: string | undefined;
  /** A positive number; 1 by default. */
  readonly weight?: number | undefined;
  /** A class number, a whole one. */
  readonly label?: number | undefined;
}

/** A pattern of a log. */
export interface LogEntry {
  /** Its number, by which `get` and `remove` know it: patterns are counted from 0 as they are appended. */
  readonly index: number;
  readonly key: string | null;
  readonly weight: number;
  readonly label: number | null;
  readonly pattern: LogPattern;
}

/** How the patterns of a log become a memory. */
export type ToMemoryOptions = Omit<MemoryOptions, "weights" | "values"> &
  Pick<PatternsOptions, "scale" | "normalize" | "memoryLimit">;

/** An open log file; what `openPatternLog` hands over. */
export interface OpenLog {
  readonly path: string;
  readonly header: LogHeader;
  readonly index: LogIndex;
  readonly lock: FileLock;
  readonly fd: number;
  readonly end: number;
  readonly recovered: Recovered | null;
  /** Opens the file at the path again and reads its index. */
  readonly reopen: () => Pick<OpenLog, "fd" | "end" | "index">;
}

/**
 * Patterns in a file that grows: each `append` writes one record at the end, and nothing before it changes. All calls
 * finish before they return; what was appended is on the disk for certain once `sync` returned.
 */
export class PatternLog {
  readonly path: string;
  readonly size: number;
  readonly dtype: LogDtype;
  /** What was cut off when the log was opened; null where it was whole. */
  readonly recovered: Recovered | null;
  /** The dead process whose lock was taken over; null where there was none. */
  readonly lockTakenFrom: number | null;
  readonly #open: OpenLog;
  #index: LogIndex;
  #fd: number | null;
  #end: number;

  constructor(open: OpenLog) {
    this.path = open.path;
    this.size = open.header.size;
    this.dtype = open.header.dtype;
    this.recovered = open.recovered;
    this.lockTakenFrom = open.lock.takenFrom;
    this.#open = open;
    this.#index = open.index;
    this.#fd = open.fd;
    this.#end = open.end;
  }

  /** The number of patterns that are there. */
  get count(): number {
    return this.#index.entries.size;
  }

  /** The bytes of the file. */
  get byteLength(): number {
    return this.#end;
  }

  /**
   * Writes a pattern at the end; returns its number.
   * @throws HopfieldError ERR_SIZE, ERR_RANGE, ERR_NOT_FINITE, ERR_OPTION or ERR_DUPLICATE for what cannot be kept,
   *   ERR_DATA for what cannot be written; the log is then as it was before
   */
  append(pattern: ArrayLike<number>, { key, weight = 1, label }: AppendOptions = {}): number {
    const numbers = encodeNumbers(pattern, this.#open.header);
    requireWeight(weight, this.#index.next);
    if (label !== undefined && (!Number.isInteger(label) || Math.abs(label) >= 2 ** 31)) {
      throw new HopfieldError("ERR_OPTION", `invalid label: ${label} (expected a whole number of 32 bits)`, {
        label,
      });
    }
    if (key !== undefined && typeof key !== "string") {
      throw new HopfieldError(
        "ERR_OPTION",
        `invalid key: ${String(key)} (expected a string); write String(key)`,
        { key },
      );
    }
    const rival = key === undefined ? undefined : this.#index.find(key);
    if (rival !== undefined) {
      throw new HopfieldError(
        "ERR_DUPLICATE",
        `pattern ${rival} has the key ${JSON.stringify(key)} already (expected a new one); remove it first`,
        { key, index: rival },
      );
    }
    const extras = { key: key ?? null, weight, label: label ?? null };
    const body = encodePattern(numbers, extras);
    return this.#index.add({ ...extras, offset: this.#write(body), length: body.length });
  }

  /**
   * Writes down that a pattern was removed; its bytes stay in the file until `compact`.
   * @throws HopfieldError ERR_COUNT for a key or number that is not there
   */
  remove(keyOrIndex: string | number): void {
    const index = this.#require(keyOrIndex);
    this.#write(encodeRemoval(index));
    this.#index.remove(index);
  }

  /** The pattern with that key or number, read from the file; undefined where there is none. */
  get(keyOrIndex: string | number): LogEntry | undefined {
    const index = this.#index.find(keyOrIndex);
    const entry = index === undefined ? undefined : this.#index.entries.get(index);
    return index === undefined || entry === undefined ? undefined : this.#read(index, entry);
  }

  /** The key of each pattern (null for none), in order. */
  keys(): (string | null)[] {
    return Array.from(this.#index.entries.values(), ({ key }) => key);
  }

  /** The patterns in the order in which they were appended, read one after the other. */
  *[Symbol.iterator](): IterableIterator<LogEntry> {
    for (const [index, entry] of this.#index.entries) yield this.#read(index, entry);
  }

  /** Brings everything that was appended to the disk. */
  sync(): void {
    try {
      fsyncSync(this.#file());
    } catch (error) {
      throw fileError("write", this.path, error);
    }
  }

  /**
   * A memory of the patterns that are there, in order, with their weights and labels (-1 for none).
   * @throws HopfieldError ERR_MEMORY when they would pass the limit, and what `AssociativeMemory` throws
   */
  toMemory(options: ToMemoryOptions = {}): AssociativeMemory {
    const { scale, normalize, memoryLimit = defaultMemoryLimit, ...rest } = options;
    const { count, size } = this;
    const bytes = size * (this.dtype === "uint8" ? 1 : 4) + 16;
    requireRoom(count, bytes, memoryLimit);
    const data = allocate(count, bytes, () =>
      this.dtype === "uint8" ? new Uint8Array(count * size) : new Float32Array(count * size),
    );
    const entries = [...this.#index.entries];
    entries.forEach(([index, entry], i) => {
      data.set(this.#read(index, entry).pattern, i * size);
    });
    const labels = entries.some(([, { label }]) => label !== null)
      ? entries.map(([, { label }]) => label ?? -1)
      : undefined;
    const stored = new Patterns(data, { size, scale, normalize, memoryLimit, labels });
    const weighted = entries.some(([, { weight }]) => weight !== 1);
    const weights = entries.map(([, { weight }]) => weight);
    return new AssociativeMemory(stored, weighted ? { ...rest, weights } : rest);
  }

  /**
   * Writes the patterns that are there into a new file, without what was removed, and puts it in the place of the old
   * one in one step. Patterns are counted anew from 0, in the same order.
   */
  compact(): void {
    const old = this.#file();
    try {
      replaceFileSync(this.path, (fd) => {
        let end = writeAll(fd, encodeHeader(this.#open.header), 0);
        for (const { offset, length } of this.#index.entries.values()) {
          end = writeAll(fd, readAt(old, offset - frameLength, frameLength + length), end);
        }
      });
    } catch (error) {
      throw fileError("write", this.path, error);
    }
    try {
      const { fd, end, index } = this.#open.reopen();
      this.#fd = fd;
      this.#end = end;
      this.#index = index;
      closeSync(old);
    } catch (error) {
      this.#abandon();
      throw fileError("read", this.path, error);
    }
  }

  /** Brings everything to the disk, closes the file and gives the lock back. Twice is no error. */
  close(): void {
    if (this.#fd === null) return;
    try {
      this.sync();
    } finally {
      this.#abandon();
    }
  }

  /** Closes the file without a word, where nothing can be written to it any more. */
  #abandon(): void {
    const fd = this.#fd;
    this.#fd = null;
    this.#open.lock.release();
    if (fd !== null) closeSync(fd);
  }

  #file(): number {
    if (this.#fd === null) {
      throw new HopfieldError(
        "ERR_STALE",
        `the log ${this.path} is closed (expected an open one); open it again`,
        {
          path: this.path,
        },
      );
    }
    return this.#fd;
  }

  /** Writes a record at the end and returns the offset of its body. What was written in part is taken back. */
  #write(body: Uint8Array): number {
    const fd = this.#file();
    const start = this.#end;
    try {
      this.#end = writeAll(fd, encodeFrame(body), start);
    } catch (error) {
      this.#takeBack(fd, start);
      throw fileError("write", this.path, error);
    }
    return start + frameLength;
  }

  /** Cuts the file off at `start`; where even that fails the log is closed, and opening it again mends it. */
  #takeBack(fd: number, start: number): void {
    try {
      ftruncateSync(fd, start);
    } catch {
      this.#abandon();
    }
  }

  #read(index: number, { offset, length, key, weight, label }: IndexEntry): LogEntry {
    const record = decodeRecord(readAt(this.#file(), offset, length), this.#open.header, offset);
    if (record.kind !== "pattern") {
      throw new HopfieldError(
        "ERR_DATA",
        `the record at offset ${offset} is no pattern any more; somebody else changes ${this.path}`,
        {
          offset,
        },
      );
    }
    return { index, key, weight, label, pattern: decodeNumbers(record.pattern, this.#open.header) };
  }

  #require(keyOrIndex: string | number): number {
    const index = this.#index.find(keyOrIndex);
    if (index !== undefined) return index;
    throw new HopfieldError(
      "ERR_COUNT",
      `there is no pattern ${JSON.stringify(keyOrIndex)} in ${this.path} (expected a key, or a number that append returned); it has ${this.count}`,
      { keyOrIndex, count: this.count },
    );
  }
}

/** Writes all bytes from `at` on; returns the offset behind them. */
function writeAll(fd: number, bytes: Uint8Array, at: number): number {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(fd, bytes, done, bytes.length - done, at + done);
  }
  return at + bytes.length;
}
