import { conditionText } from "./conditionText.ts";
import type { Entry } from "./entries.ts";

/** Names of some conditions by what tells them from each other alone; "retrieved" for one that stands by itself. */
export function namesAmong(entries: readonly Entry[]): string[] {
  const conditions = entries.map(({ summary }) => summary.condition);
  const runs = new Set(entries.map(({ run }) => run)).size;
  if (entries.length === 1) return ["retrieved"];
  const names = entries.map(({ runName, summary }) =>
    [runs > 1 ? runName : "", conditionText(summary.condition, conditions)]
      .filter((part) => part !== "")
      .join(": "),
  );
  // Runs may differ in what no condition names.
  return new Set(names).size === names.length ? names : entries.map(({ name }) => name);
}
