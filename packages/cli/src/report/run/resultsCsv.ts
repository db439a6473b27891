import type { Scalar } from "modern-hopfield/experiment";
import type { Run } from "../../experiment/run.ts";
import { runNames } from "./entries.ts";

/** A field as RFC 4180 has it: quoted where it holds a comma, a quote or the end of a line. */
function field(value: Scalar | undefined): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Every name once, in the order of its first appearance. */
function names(of: readonly (readonly string[])[]): string[] {
  return [...new Set(of.flat())];
}

/**
 * The points of some runs as CSV (RFC 4180), one row each: the run where there are several, the key, the values that
 * make its condition, the repeat, the seed, then every measure in full digits; an empty field where there is no number.
 */
export function resultsCsv(...runs: readonly Run[]): string {
  const points = runs.flatMap((run, r) => run.points.map((point) => ({ point, name: runNames(runs)[r] })));
  const conditions = names(points.map(({ point }) => Object.keys(point.condition)));
  const measures = names(points.map(({ point }) => Object.keys(point.measures)));
  const several = runs.length > 1;
  const head = [...(several ? ["run"] : []), "key", ...conditions, "repeat", "seed", ...measures];
  const rows = points.map(({ point, name }) => [
    ...(several ? [name] : []),
    point.key,
    ...conditions.map((one) => point.condition[one]),
    point.repeat,
    point.seed,
    ...measures.map((one) => point.measures[one]),
  ]);
  return [head, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}
