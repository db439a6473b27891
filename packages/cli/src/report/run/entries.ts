import { basename } from "node:path";
import type { Point } from "../../experiment/point.ts";
import type { Run } from "../../experiment/run.ts";
import type { ConditionSummary } from "../../experiment/summary.ts";
import { conditionText } from "./conditionText.ts";

/** One condition of one run: what every section of a report walks over. */
export interface Entry {
  readonly run: Run;
  /** The run's name where several are reported, "" where there is one. */
  readonly runName: string;
  /** What tells the condition from the others of its run, in words, without the run's name. */
  readonly condition: string;
  /** The same, with the run's name where several are reported: unique. */
  readonly name: string;
  readonly summary: ConditionSummary;
  /** Its finished points, by repeat. */
  readonly points: readonly Point[];
  /** The point of the first repeat, which alone has pictures and all about its queries; null when it is missing. */
  readonly first: Point | null;
}

/** A condition as a text that does not depend on the order of its names. */
export function conditionKey(condition: Point["condition"]): string {
  return JSON.stringify(Object.entries(condition).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * A name for each of some runs: that of its specification where all differ, else the folder's last part, else that with
 * a number.
 */
export function runNames(runs: readonly Run[]): string[] {
  const unique = (names: readonly string[]): boolean => new Set(names).size === names.length;
  const specified = runs.map(({ specification }) => specification.name);
  if (unique(specified)) return specified;
  const folders = runs.map(({ folder }) => basename(folder));
  if (unique(folders)) return folders;
  return folders.map((name, i) => `${name} (${i + 1})`);
}

/** The conditions of some runs, run after run, in the order of their specifications. */
export function entriesOf(runs: readonly Run[]): Entry[] {
  const names = runNames(runs);
  return runs.flatMap((run, r) => {
    const runName = runs.length > 1 ? names[r] : "";
    const groups = new Map<string, Point[]>();
    for (const point of run.points) {
      const key = conditionKey(point.condition);
      groups.set(key, [...(groups.get(key) ?? []), point]);
    }
    const conditions = run.summary.conditions.map(({ condition }) => condition);
    return run.summary.conditions.map((summary): Entry => {
      const points = [...(groups.get(conditionKey(summary.condition)) ?? [])].sort(
        (a, b) => a.repeat - b.repeat,
      );
      const condition = conditionText(summary.condition, conditions);
      return {
        run,
        runName,
        condition,
        name: [runName, condition].filter((part) => part !== "").join(": ") || run.specification.name,
        summary,
        points,
        first: points.find(({ repeat }) => repeat === 0) ?? null,
      };
    });
  });
}
