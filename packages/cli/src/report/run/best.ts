import type { MeasureInfo } from "modern-hopfield/experiment";
import { conditionKey, type Entry } from "./entries.ts";
import { compare, meanOf, measureText } from "./measures.ts";

/** What is compared with each other, the first of these that differs among the conditions. */
const compared = ["variant", "similarity", "separation", "rule"];

/** The name of the setting whose values are rivals; null when conditions differ in amounts alone. */
export function rivals(entries: readonly Entry[]): string | null {
  const differs = (name: string): boolean =>
    new Set(entries.map(({ summary }) => summary.condition[name])).size > 1;
  return compared.find(differs) ?? null;
}

/**
 * Conditions that face the same task (equal in everything but the setting that is compared), in the order in which they
 * first appear; all of them as one group where no setting is compared.
 */
export function groupsOf(entries: readonly Entry[], rival: string | null): Entry[][] {
  if (rival === null) return [[...entries]];
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { [rival]: _left, ...task } = entry.summary.condition;
    const key = conditionKey(task);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}

/** The best of some conditions by a measure, with all that read the same; none where neither end is good or all are equal. */
export function bestOf(entries: readonly Entry[], measure: string, info: MeasureInfo): Set<Entry> {
  const rated = entries.flatMap((entry) => {
    const mean = meanOf(entry, measure);
    return mean === null ? [] : [{ entry, mean }];
  });
  if (info.better === null || rated.length < 2) return new Set();
  const sorted = [...rated].sort((a, b) => compare(info, a.mean, b.mean));
  const text = measureText(info, sorted[0].mean);
  const best = rated.filter(({ mean }) => measureText(info, mean) === text);
  return new Set(best.length === rated.length ? [] : best.map(({ entry }) => entry));
}
