import { basename } from "node:path";
import { parse } from "csv-parse/sync";
import { HopfieldError } from "modern-hopfield";
import { readNpy } from "modern-hopfield/formats";
import type { VectorSet } from "modern-hopfield/trial";
import { readBytes } from "../files/readBytes.ts";

/** Runs a reader that knows only bytes, and puts the file's name before its complaint. */
function withPath<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HopfieldError) || "path" in error.details) throw error;
    throw new HopfieldError(error.code, `${path}: ${error.message}`, { ...error.details, path });
  }
}

/** Vectors of an npy file: the first axis counts, the others are one vector. */
export function loadNpy(path: string): VectorSet {
  const { shape, data } = withPath(path, () => readNpy(readBytes(path)));
  if (shape.length < 2 || data.length === 0) {
    throw new HopfieldError(
      "ERR_DATA",
      `${path} has shape ${shape.join(" x ") || "()"} (expected count x size: one row per vector)`,
      { path, shape },
    );
  }
  const values = data instanceof Float32Array ? data : Float64Array.from(data as ArrayLike<number>, Number);
  return { values, count: shape[0], size: data.length / shape[0], name: basename(path) };
}

/** The columns that hold a class instead of a component. */
const labelColumns = ["label", "target", "class"];
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

interface Row {
  readonly record: readonly string[];
  /** The line of the file on which the row ends, from 1. */
  readonly info: { readonly lines: number };
}

function parseRows(path: string): Row[] {
  try {
    const options = { relax_column_count: true, skip_empty_lines: true, trim: true, bom: true, info: true };
    return parse(Buffer.from(readBytes(path)), options) as unknown as Row[];
  } catch (error) {
    if (error instanceof HopfieldError) throw error;
    throw new HopfieldError("ERR_DATA", `${path} is no csv file: ${(error as Error).message}`, { path });
  }
}

/** A first row without any number is a header, and so is one with a name of a column of classes. */
function headerOf(rows: readonly Row[]): readonly string[] | undefined {
  const names = rows[0]?.record.map((cell) => cell.toLowerCase());
  if (names === undefined) return undefined;
  const isHeader =
    names.every((name) => !number.test(name)) || names.some((name) => labelColumns.includes(name));
  return isHeader ? names : undefined;
}

/** Whole numbers as they are; other words numbered in alphabetical order, so that the order of the rows is no matter. */
function classNumbers(words: readonly string[]): Int32Array {
  if (words.every((word) => /^\d{1,9}$/.test(word))) return Int32Array.from(words, Number);
  const order = new Map([...new Set(words)].sort().map((word, i) => [word, i]));
  return Int32Array.from(words, (word) => order.get(word) as number);
}

/**
 * Vectors of a csv file, one per row; a first row that holds no number is the header. A column named label, target or
 * class gives the classes.
 * @throws HopfieldError ERR_DATA naming the row and column of a cell that is no number, or the row of another length
 */
export function loadCsv(path: string): VectorSet {
  const rows = parseRows(path);
  const header = headerOf(rows);
  const body = header === undefined ? rows : rows.slice(1);
  if (body.length === 0) throw new HopfieldError("ERR_DATA", `${path} has no rows of numbers`, { path });
  const labelAt = header?.findIndex((name) => labelColumns.includes(name)) ?? -1;
  const width = (header ?? body[0].record).length;
  const size = width - (labelAt >= 0 ? 1 : 0);
  if (size === 0) throw new HopfieldError("ERR_DATA", `${path} has no column of numbers`, { path });
  const values = new Float64Array(body.length * size);
  let to = 0;
  for (const { record, info } of body) {
    const row = info.lines;
    if (record.length !== width) {
      throw new HopfieldError(
        "ERR_DATA",
        `${path} row ${row} has ${record.length} cells (expected ${width})`,
        {
          path,
          row,
        },
      );
    }
    for (const [j, cell] of record.entries()) {
      if (j === labelAt) continue;
      const value = number.test(cell) ? Number(cell) : Number.NaN;
      if (!Number.isFinite(value)) {
        const column = header === undefined ? j + 1 : `${j + 1} (${header[j]})`;
        throw new HopfieldError(
          "ERR_DATA",
          `${path} row ${row} column ${column} is ${cell === "" ? "empty" : `"${cell}"`} (expected a number)`,
          { path, row, column: j + 1 },
        );
      }
      values[to++] = value;
    }
  }
  const labels = labelAt < 0 ? undefined : classNumbers(body.map(({ record }) => record[labelAt]));
  return { values, count: body.length, size, labels, name: basename(path) };
}
