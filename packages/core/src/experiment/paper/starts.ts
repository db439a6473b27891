import { HopfieldError, requireCount, unknownName } from "../../errors.ts";
import { Random } from "../../math/random.ts";
import { rowOf } from "../../patterns/rows.ts";
import type { TrialSource } from "../../trial/source.ts";
import { drawPatterns } from "../drawn.ts";
import { spherePatterns } from "../sphere/patterns.ts";
import type { OneUpdateSettings } from "./oneUpdateSettings.ts";

/** The patterns as float64 rows, which of them are asked for, and where their queries start before they are moved. */
export interface Starts {
  readonly rows: Float64Array;
  readonly size: number;
  readonly asked: readonly number[];
  readonly starts: Float64Array;
}

/** Patterns from data or from the sphere, by the settings.
 * @throws HopfieldError as `drawPatterns`, and ERR_OPTION for damage without data
 */
export function startsOf(settings: OneUpdateSettings, seed: number, source: TrialSource | null): Starts {
  switch (settings.from) {
    case "data":
      return startsFromData(settings, seed, source);
    case "sphere":
      return startsOnSphere(settings, seed);
    default:
      throw unknownName("from", settings.from, ["data", "sphere"]);
  }
}

/** Patterns of data, normalised, and their damaged copies normalised likewise. */
function startsFromData(settings: OneUpdateSettings, seed: number, source: TrialSource | null): Starts {
  const drawn = drawPatterns(source, settings, seed, settings);
  const { queries } = drawn;
  const { patterns } = drawn.store;
  const { size, count } = patterns;
  const rows = new Float64Array(count * size);
  for (let i = 0; i < count; i++) rows.set(rowOf(patterns, i), i * size);
  const starts = drawn.rows.slice();
  queries.forEach(({ stored }, q) => {
    const start = starts.subarray(q * size, (q + 1) * size);
    if (settings.corrupt === "none") {
      start.set(rows.subarray(stored * size, (stored + 1) * size));
      return;
    }
    const { gain, offset } = patterns.normalizingOf(start, null);
    for (let j = 0; j < size; j++) start[j] = gain * start[j] + offset;
  });
  return { rows, size, asked: queries.map(({ stored }) => stored), starts };
}

/** Random patterns, the first of which are asked for. */
function startsOnSphere(settings: OneUpdateSettings, seed: number): Starts {
  const { size, corrupt } = settings;
  if (corrupt !== "none") {
    throw new HopfieldError(
      "ERR_OPTION",
      `corrupt ${corrupt} needs data; patterns on the sphere are moved by distance alone: use corrupt none`,
      { corrupt },
    );
  }
  requireCount(size, "size", 2);
  const N = requireCount(settings.patterns, "patterns", 1);
  const rows = spherePatterns(settings, N, new Random(seed).fork("patterns"));
  const asked = Array.from(
    { length: Math.min(N, requireCount(settings.queries, "queries", 1)) },
    (_, i) => i,
  );
  return { rows, size, asked, starts: rows.slice(0, asked.length * size) };
}
