import type { MeasureInfo, Scalar } from "modern-hopfield/experiment";
import { protocolNamed } from "../experiment/protocols.ts";
import type { ExpectedOutcome, RunSummary } from "../experiment/summary.ts";
import { table } from "../terminal/table.ts";

/** More rows than this are for the report. */
const mostRows = 40;

/** A number as a terminal shows it. */
function shown(value: Scalar, info: MeasureInfo | undefined): string {
  if (value === null) return "-";
  if (typeof value !== "number") return String(value);
  if (info?.share) return `${(100 * value).toFixed(value > 0 && value < 0.1 ? 1 : 0)} %`;
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}

/** What was published and what came out, a line each. */
function expectedLines(expected: readonly ExpectedOutcome[]): string[] {
  return expected
    .filter(({ got }) => got.length > 0)
    .map(({ name, published, wanted, got, holds }) => {
      const ours = got.map(({ mean }) => (mean === null ? "-" : Number(mean.toPrecision(4)))).join(", ");
      return ` ${holds ? "✓" : "✗"} ${name}: ${ours} (wanted ${wanted}; published: ${published})`;
    });
}

/** The outcome of a run for the terminal: its table, and what was published beside it. */
export function summaryLines({ specification, table: cells, expected, conditions }: RunSummary): string {
  const { measures } = protocolNamed(specification.protocol);
  const rows = cells.rows
    .slice(0, mostRows)
    .map((row) => row.map((value, k) => shown(value, measures[cells.columns[k]])));
  const named = cells.columns.map((name) => measures[name]?.label ?? name);
  const more =
    cells.rows.length > mostRows
      ? [` and ${cells.rows.length - mostRows} more conditions: see the report`]
      : [];
  const repeats = Math.max(0, ...conditions.map((condition) => condition.repeats));
  return [
    ` ${specification.title}`,
    "",
    rows.length === 0 ? " no points" : table(named, rows),
    ...more,
    ...(repeats > 1 ? [` means of ${repeats} repeats`] : []),
    "",
    ...expectedLines(expected),
    "",
  ].join("\n");
}
