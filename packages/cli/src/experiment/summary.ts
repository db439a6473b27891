import type { Scalar } from "modern-hopfield/experiment";
import type { Point } from "./point.ts";
import type { Settings, Specification, Where } from "./specification.ts";

/** A measure over the repeats of a condition. */
export interface Statistic {
  readonly mean: number;
  /** Sample standard deviation over the repeats; 0 for one. */
  readonly spread: number;
  readonly least: number;
  readonly most: number;
  /** In how many repeats it exists. */
  readonly count: number;
}

/** A condition with its repeats. */
export interface ConditionSummary {
  readonly condition: Settings;
  readonly settings: Settings;
  readonly repeats: number;
  readonly measures: Readonly<Record<string, Statistic | null>>;
}

/** A line of a chart as numbers. */
export interface Series {
  readonly chart: string;
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly spread: readonly number[];
}

/** The conditions as a table: a row per condition, the names of `condition` first, then measures (their means). */
export interface SummaryTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Scalar[])[];
}

/** What was published beside what came out. */
export interface ExpectedOutcome {
  readonly name: string;
  readonly published: string;
  readonly measure: string;
  /** In words: "from 0.1 to 0.2". */
  readonly wanted: string;
  /** Per condition that it speaks of. */
  readonly got: readonly {
    readonly condition: Settings;
    readonly mean: number | null;
    readonly spread: number;
  }[];
  /** null when no condition of the run is meant. */
  readonly holds: boolean | null;
}

/** All that follows from the points of a run, without times: the same points give the same bytes. */
export interface RunSummary {
  readonly version: 1;
  readonly specification: Specification;
  readonly conditions: readonly ConditionSummary[];
  readonly series: readonly Series[];
  readonly table: SummaryTable;
  readonly expected: readonly ExpectedOutcome[];
  /** Sorted by key; no lists, no times. */
  readonly points: readonly Pick<Point, "key" | "condition" | "repeat" | "seed" | "measures">[];
}

/** Whether a condition (with its settings) is one that `where` picks. */
export function matches(where: Where | undefined, condition: Settings, settings: Settings): boolean {
  return Object.entries(where ?? {}).every(([name, wanted]) => {
    const value = condition[name] ?? settings[name] ?? null;
    return Array.isArray(wanted) ? wanted.includes(value) : value === wanted;
  });
}
