import type { Run } from "../../experiment/run.ts";
import { conditionKey, type Entry } from "./entries.ts";

/** The conditions that all of some runs have, in the order of the first: per condition an entry of each run. */
export function commonConditions(runs: readonly Run[], entries: readonly Entry[]): Entry[][] {
  const byRun = runs.map(
    (run) =>
      new Map(
        entries
          .filter((entry) => entry.run === run)
          .map((entry) => [conditionKey(entry.summary.condition), entry]),
      ),
  );
  return [...byRun[0].keys()].flatMap((key) => {
    const row = byRun.map((of) => of.get(key));
    return row.every((entry) => entry !== undefined) ? [row] : [];
  });
}
