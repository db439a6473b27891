import { amountOf } from "../../../experiment/amount.ts";
import { settingOf } from "../../../experiment/series.ts";
import type { Entry } from "../entries.ts";
import { measureOf, measureTitle } from "../measures.ts";

/** What settings are called on an axis. */
const labels: Readonly<Record<string, string>> = {
  beta: "beta (inverse temperature)",
  patterns: "stored patterns",
  queries: "queries",
  steps: "updates at most",
  effective: "wanted effective patterns",
  side: "side of a picture (pixels)",
  eps: "step below which it stops",
};

/** The label of an axis: a setting's or a measure's, with its unit. */
export function axisLabel(name: string, entries: readonly Entry[]): string {
  const values = entries.map(({ summary }) => settingOf(summary, name)).filter((value) => value !== null);
  if (values.length === 0) return entries.length === 0 ? name : measureTitle(measureOf(entries[0].run, name));
  if (name === "corrupt") {
    const units = new Set(values.map((value) => amountOf(value)?.unit));
    const [unit] = units;
    return units.size === 1 && unit !== undefined ? unit : "amount of damage";
  }
  return labels[name] ?? name;
}
