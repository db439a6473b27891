import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { HopfieldError } from "modern-hopfield";
import { takeLock } from "modern-hopfield/node";
import { atomicWrite } from "../files/atomicWrite.ts";
import { finiteOnly } from "../files/finiteOnly.ts";
import type { Point, RunEnvironment } from "./point.ts";
import { readSpecification } from "./schema.ts";
import type { Specification } from "./specification.ts";

/** The files of a run. */
export const runFiles = {
  specification: "sweep.json",
  environment: "env.json",
  points: "points.jsonl",
  summary: "summary.json",
  lock: "points.lock",
} as const;

/** The points of a file, and how many bytes of it are whole lines. */
export interface ReadPoints {
  readonly points: Point[];
  readonly bytes: number;
}

/**
 * Reads `points.jsonl`: one JSON document a line. A last line without its end was being written when the machine stopped; it is
 * left out.
 * @throws HopfieldError ERR_DATA naming a line that is broken elsewhere
 */
export function readPoints(folder: string): ReadPoints {
  const path = join(folder, runFiles.points);
  if (!existsSync(path)) return { points: [], bytes: 0 };
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf(10) + 1;
  const lines = bytes.subarray(0, whole).toString("utf8").split("\n").slice(0, -1);
  const points = lines.map((line, k): Point => {
    try {
      const point = JSON.parse(line) as Point;
      if (typeof point.key !== "string" || typeof point.measures !== "object") throw new Error("no point");
      return point;
    } catch (error) {
      throw new HopfieldError(
        "ERR_DATA",
        `${path}: line ${k + 1} is broken: ${(error as Error).message}; remove that line, its point is then measured again`,
        { path, line: k + 1 },
      );
    }
  });
  return { points, bytes: whole };
}

/** Reads the specification of a run; null when the folder has none. */
export function readRunSpecification(folder: string): Specification | null {
  const path = join(folder, runFiles.specification);
  if (!existsSync(path)) return null;
  return readSpecification(readJson(path), path);
}

/** Reads the environment of a run; null when the folder has none. */
export function readEnvironment(folder: string): RunEnvironment | null {
  const path = join(folder, runFiles.environment);
  return existsSync(path) ? (readJson(path) as RunEnvironment) : null;
}

/**
 * A JSON file.
 * @throws HopfieldError ERR_DATA_MISSING when it is not there, ERR_DATA when it is no JSON, with the place
 */
export function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new HopfieldError("ERR_DATA_MISSING", `cannot read ${path}: ${(error as Error).message}`, { path });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HopfieldError("ERR_DATA", `${path} is no JSON: ${(error as Error).message}`, { path });
  }
}

/** A run that is being written: one writer at a time, every finished point on disk before the next. */
export class RunWriter {
  readonly folder: string;
  /** The points that were there. */
  readonly before: readonly Point[];
  readonly #file: number;
  readonly #release: () => void;
  #size: number;

  /** @throws HopfieldError ERR_DATA when somebody else writes it, or a line is broken */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.folder = folder;
    const lock = takeLock(join(folder, runFiles.lock));
    this.#release = lock.release;
    try {
      const { points, bytes } = readPoints(folder);
      this.before = points;
      const path = join(folder, runFiles.points);
      this.#file = openSync(path, existsSync(path) ? "r+" : "w+");
      // A line that was being written when the machine stopped goes, so that the next begins on a line of its own.
      ftruncateSync(this.#file, bytes);
      this.#size = bytes;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Appends a finished point, and returns when it is on the disk. */
  append(point: Point): void {
    const line = Buffer.from(`${JSON.stringify(point, finiteOnly)}\n`);
    for (let at = 0; at < line.length; ) {
      const written = writeSync(this.#file, line, at, line.length - at, this.#size);
      at += written;
      this.#size += written;
    }
    fdatasyncSync(this.#file);
  }

  /** Writes a file of the run, whole or not at all. */
  write(name: string, data: string | Uint8Array): void {
    atomicWrite(join(this.folder, name), data);
  }

  close(): void {
    closeSync(this.#file);
    this.#release();
  }
}
