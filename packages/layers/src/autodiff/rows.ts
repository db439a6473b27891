import type { Floats } from "./tensor.ts";

/** Adds every row of `size` numbers to `to`, from `start` on. */
export function sumRows(rows: Floats, size: number, to: Floats, start = 0): void {
  for (let from = 0; from < rows.length; from += size) {
    for (let j = 0; j < size; j++) to[start + j] += rows[from + j];
  }
}

/** Writes the same numbers into every row. */
export function repeatRow(row: Floats, rows: Floats): void {
  const size = row.length;
  for (let from = 0; from < rows.length; from += size) {
    for (let j = 0; j < size; j++) rows[from + j] = row[j];
  }
}
