import { groupsOf, rivals } from "./best.ts";
import type { Entry } from "./entries.ts";
import { headline, meanOf } from "./measures.ts";
import { spreadOut } from "./spreadOut.ts";

/**
 * Conditions that face the same task with the most different success by the measure that matters most, so that the same
 * queries can be seen side by side; empty where nothing is compared.
 */
export function contrast(entries: readonly Entry[]): Entry[] {
  const rival = rivals(entries);
  if (rival === null) return [];
  const measure = headline([entries[0].run], entries);
  if (measure === undefined) return [];
  let widest: Entry[] = [];
  let most = -1;
  for (const group of groupsOf(entries, rival)) {
    const means = group.flatMap((entry) => meanOf(entry, measure) ?? []);
    const width = Math.max(...means) - Math.min(...means);
    if (means.length > 1 && width > most) [widest, most] = [group, width];
  }
  return widest;
}

/** At most `most` conditions: those of the widest contrast, then the best, the worst and some between; in the order given. */
export function telling(entries: readonly Entry[], most: number): Entry[] {
  if (entries.length <= most) return [...entries];
  const first = spreadOut(contrast(entries), most);
  const rest = entries.filter((entry) => !first.includes(entry));
  const kept = new Set([...first, ...(first.length < most ? spreadOut(rest, most - first.length) : [])]);
  return entries.filter((entry) => kept.has(entry));
}
