import type { Scalar } from "modern-hopfield/experiment";
import { conditionsOf } from "./conditions.ts";
import type { Point } from "./point.ts";
import { protocolNamed } from "./protocols.ts";
import { chartLines } from "./series.ts";
import type { Expected, Specification } from "./specification.ts";
import {
  type ConditionSummary,
  type ExpectedOutcome,
  matches,
  type RunSummary,
  type Statistic,
  type SummaryTable,
} from "./summary.ts";

/** A measure over repeats; null where none of them has it. Sums run in the order of the seeds. */
function statistic(values: readonly (number | null | undefined)[]): Statistic | null {
  const numbers = values.filter(
    (value): value is number => typeof value === "number" && Number.isFinite(value),
  );
  if (numbers.length === 0) return null;
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    spread: numbers.length < 2 ? 0 : Math.sqrt(squares / (numbers.length - 1)),
    least: Math.min(...numbers),
    most: Math.max(...numbers),
    count: numbers.length,
  };
}

/** The points of each condition, summarised; a condition without points is left out. */
export function summarizeConditions(points: readonly Point[]): ConditionSummary[] {
  const groups = new Map<string, Point[]>();
  for (const point of points) {
    const id = JSON.stringify(point.condition);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [point]);
    else group.push(point);
  }
  return [...groups.values()].map((group) => {
    const sorted = [...group].sort((a, b) => a.seed - b.seed);
    const names = [...new Set(sorted.flatMap(({ measures }) => Object.keys(measures)))];
    return {
      condition: sorted[0].condition,
      settings: sorted[0].settings,
      repeats: sorted.length,
      measures: Object.fromEntries(
        names.map((name) => [name, statistic(sorted.map(({ measures }) => measures[name]))]),
      ),
    };
  });
}

/** The measures that a specification wants in its table; the protocol's first five by default. */
export function tableMeasures(specification: Specification): readonly string[] {
  return specification.measures ?? Object.keys(protocolNamed(specification.protocol).measures).slice(0, 5);
}

function tableOf(specification: Specification, conditions: readonly ConditionSummary[]): SummaryTable {
  const names = [...new Set(conditions.flatMap(({ condition }) => Object.keys(condition)))];
  const measures = tableMeasures(specification);
  return {
    columns: [...names, ...measures],
    rows: conditions.map(({ condition, measures: found }) => [
      ...names.map((name): Scalar => condition[name] ?? null),
      ...measures.map((name) => found[name]?.mean ?? null),
    ]),
  };
}

/** Bounds in words. */
function wanted({ atLeast, atMost }: Expected): string {
  if (atLeast !== undefined && atMost !== undefined) {
    return atLeast === atMost ? String(atLeast) : `from ${atLeast} to ${atMost}`;
  }
  if (atLeast !== undefined) return `at least ${atLeast}`;
  return atMost === undefined ? "no bound" : `at most ${atMost}`;
}

/** Sums of decimal fractions are off by some units of the last place. */
const dust = 1e-9;

function outcomeOf(expected: Expected, conditions: readonly ConditionSummary[]): ExpectedOutcome {
  const meant = conditions.filter(({ condition, settings }) => matches(expected.where, condition, settings));
  const got = meant.map(({ condition, measures }) => ({
    condition,
    mean: measures[expected.measure]?.mean ?? null,
    spread: measures[expected.measure]?.spread ?? 0,
  }));
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = expected;
  return {
    name: expected.name,
    published: expected.published,
    measure: expected.measure,
    wanted: wanted(expected),
    got,
    holds:
      got.length === 0
        ? null
        : got.every(({ mean }) => mean !== null && mean >= atLeast - dust && mean <= atMost + dust),
  };
}

/**
 * Everything that follows from the points of a run, always from all of them: the same points give the same bytes, in
 * whatever order and however often interrupted they were measured.
 */
export function summarize(specification: Specification, points: readonly Point[]): RunSummary {
  const conditions = summarizeConditions(ordered(specification, points));
  return {
    version: 1,
    specification,
    conditions,
    series: (specification.charts ?? []).flatMap((chart) =>
      chart.kind === "lines"
        ? chartLines(chart, conditions).map(({ chart: title, name, x, y, spread }) => ({
            chart: title,
            name,
            x,
            y,
            spread,
          }))
        : [],
    ),
    table: tableOf(specification, conditions),
    expected: (specification.expected ?? []).map((expected) => outcomeOf(expected, conditions)),
    points: [...points]
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .map(({ key, condition, repeat, seed, measures }) => ({ key, condition, repeat, seed, measures })),
  };
}

/** Points in the order of their conditions in the specification, then of their repeats. */
export function ordered(specification: Specification, points: readonly Point[]): Point[] {
  const own = new Set(points.map(({ settings }) => String(settings.similarity)));
  const places = new Map(
    conditionsOf(specification, own).map(({ condition }, place) => [JSON.stringify(condition), place]),
  );
  const place = (point: Point): number => places.get(JSON.stringify(point.condition)) ?? places.size;
  return [...points].sort((a, b) => place(a) - place(b) || a.repeat - b.repeat);
}
