/** Rows of words as columns: the first to the left, numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, k) => Math.max(...all.map((row) => (row[k] ?? "").length)));
  const numeric = header.map((_, k) =>
    rows.every((row) => /^[-–]?$|^[\d.,<>±% -]+( dB)?$/.test(row[k] ?? "")),
  );
  return all
    .map((row) =>
      ` ${row.map((cell, k) => (numeric[k] && k > 0 ? cell.padStart(widths[k]) : cell.padEnd(widths[k]))).join("  ")}`.trimEnd(),
    )
    .join("\n");
}
