import type { Entry } from "./entries.ts";
import { compare, headline, meanOf, measureOf } from "./measures.ts";

/**
 * At most `most` of some conditions: the best and the worst by the measure that matters most, and others at even distances
 * between them; in the order given.
 */
export function spreadOut(entries: readonly Entry[], most: number): Entry[] {
  if (entries.length <= most) return [...entries];
  const { run } = entries[0];
  const measure = headline([run], entries);
  const info = measureOf(run, measure ?? "");
  const value = (entry: Entry): number => (measure === undefined ? 0 : (meanOf(entry, measure) ?? 0));
  const sorted = [...entries].sort((a, b) => compare(info, value(a), value(b)));
  const kept = new Set(
    Array.from(
      { length: most },
      (_, i) => sorted[Math.round((i * (sorted.length - 1)) / Math.max(1, most - 1))],
    ),
  );
  return entries.filter((entry) => kept.has(entry));
}
