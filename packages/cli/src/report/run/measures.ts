import type { MeasureInfo } from "modern-hopfield/experiment";
import { protocolNamed } from "../../experiment/protocols.ts";
import type { Run } from "../../experiment/run.ts";
import type { Statistic } from "../../experiment/summary.ts";
import { none, number, percent, pixelError } from "../numbers.ts";
import type { Entry } from "./entries.ts";

/** What the protocol says about a measure; one that it does not know goes by its name. */
export function measureOf({ specification }: Run, name: string): MeasureInfo {
  const known = protocolNamed(specification.protocol).measures;
  return Object.hasOwn(known, name) ? known[name] : { label: name, about: "", better: null };
}

/** The axis and column title of a measure, with its unit. */
export function measureTitle({ label, share }: MeasureInfo): string {
  return share === true ? `${label} (%)` : label;
}

/** Squared errors are written so that the rounding of floating point does not look like an error. */
const isSquaredError = ({ label }: MeasureInfo): boolean => label.startsWith("MSE");

/** A value of a measure with its unit: shares in per cent. */
export function measureText(info: MeasureInfo, value: number | null | undefined): string {
  if (value === null || value === undefined) return none;
  if (info.share === true) return percent(value);
  return isSquaredError(info) ? pixelError(value) : number(value);
}

/** A spread below this share of its mean has no digit to be seen in. */
const unseen = 5e-5;

/** Mean and spread over the repeats: "98 ± 1.2 %". */
export function statisticText(info: MeasureInfo, statistic: Statistic | null | undefined): string {
  if (statistic === null || statistic === undefined) return none;
  const mean = measureText(info, statistic.mean);
  if (statistic.count < 2 || mean.startsWith("<")) return mean;
  const spread = statistic.spread < unseen * Math.abs(statistic.mean) ? 0 : statistic.spread;
  const text =
    info.share === true
      ? `${mean.replace(/ %$/, "")} ± ${number(100 * spread, 2)} %`
      : `${mean} ± ${number(spread, 2)}`;
  return unbroken(text);
}

/** A number that no end of a line may part from its unit. */
export function unbroken(text: string): string {
  return text.replaceAll(" ", "\u00a0");
}

/** The mean of a measure in a condition; null where it has none. */
export function meanOf({ summary }: Entry, measure: string): number | null {
  return summary.measures[measure]?.mean ?? null;
}

/** Whether some condition has a measure. */
export function occurs(entries: readonly Entry[], measure: string): boolean {
  return entries.some((entry) => meanOf(entry, measure) !== null);
}

/** At most so many columns where the specification does not say which measures matter. */
const mostMeasures = 8;

/**
 * The measures of the runs' tables, the most important first: those of their specifications, else the protocol's first.
 * One that no condition has is left out.
 */
export function tableMeasures(runs: readonly Run[], entries: readonly Entry[]): string[] {
  const names = runs.flatMap(({ specification }) => {
    if (specification.measures !== undefined) return specification.measures;
    const all = Object.keys(protocolNamed(specification.protocol).measures);
    return all.filter((name) => !name.startsWith("failed.") && occurs(entries, name)).slice(0, mostMeasures);
  });
  return [...new Set(names)].filter((name) => occurs(entries, name));
}

/** The measure that a sentence is about: the first of the table with a good end, else the first. */
export function headline(runs: readonly Run[], entries: readonly Entry[]): string | undefined {
  const all = tableMeasures(runs, entries);
  return all.find((name) => measureOf(runs[0], name).better !== null) ?? all[0];
}

/** The smaller of two numbers is the better one, or the larger: negative when `a` is better. */
export function compare({ better }: MeasureInfo, a: number, b: number): number {
  return better === "lower" ? a - b : b - a;
}
