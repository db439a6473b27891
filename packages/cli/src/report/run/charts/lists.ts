import type { Where } from "../../../experiment/specification.ts";
import { matches } from "../../../experiment/summary.ts";
import type { Entry } from "../entries.ts";
import { measureOf } from "../measures.ts";

/** The same list of the untouched queries, and of the nearest other originals. */
export const listBaselines: Readonly<Record<string, readonly [baseline: string, other: string]>> = {
  mse: ["baselineMse", "otherMse"],
  cosine: ["baselineCosine", "otherCosine"],
  vector: ["baselineVector", "otherVector"],
};

/** A list of the first repeat; empty where it is missing. */
export function listOf({ first }: Entry, name: string): readonly (number | null)[] {
  return first?.lists[name] ?? [];
}

/** Lists that are no measures under the same name. */
const labels: Readonly<Record<string, string>> = {
  correct: "right pattern",
  separation: "separation Δᵢ (units of the similarity)",
};

/** The quantity of a list with its unit. */
export function listLabel(name: string, { run }: Entry): string {
  return labels[name] ?? measureOf(run, name).label;
}

/** The conditions that a chart asks for and that have each of some lists. */
export function withLists(
  entries: readonly Entry[],
  where: Where | undefined,
  names: readonly string[],
): Entry[] {
  return entries.filter(
    (entry) =>
      matches(where, entry.summary.condition, entry.summary.settings) &&
      names.every((name) => listOf(entry, name).some((value) => value !== null)),
  );
}

/** What queries are called: their number in the data set and their class; undefined where nothing is known of them. */
export function queryNames({ first }: Entry): string[] | undefined {
  return first?.perQuery?.map(({ source, label }) => `no. ${source}${label === "" ? "" : ` (${label})`}`);
}
