import { HopfieldError, requireCount } from "../errors.ts";
import type { Corruption } from "../images/corruption.ts";
import { parseCorruption } from "../images/parseCorruption.ts";
import { type Selection, selections } from "../images/select.ts";
import { Random } from "../math/random.ts";
import type { TrialConfig } from "../trial/config.ts";
import { type DamagedQuery, damage } from "../trial/damage.ts";
import { defaultTrialConfig } from "../trial/defaults.ts";
import type { TrialSource } from "../trial/source.ts";
import { storeOf, type TrialStore } from "../trial/store.ts";
import type { Field, Fields } from "./field.ts";

/** Which patterns are stored, which of them are asked for, and how they are damaged. */
export type DrawSettings = {
  readonly patterns: number;
  readonly queries: number;
  readonly select: Selection;
  readonly color: "rgb" | "gray";
  readonly corrupt: string;
};

/** Reads a text of corruptions, "none" for none. */
export function readCorruptions(text: string): Corruption[] {
  return text === "none" ? [] : [parseCorruption(text)];
}

/** A text that names a corruption, or none. */
export const corruptField: Field = {
  kind: "text",
  about:
    'How a query is damaged, in pixel units 0..255 ("none"; several are joined by "+" and applied in turn).',
  check: (text) => {
    readCorruptions(text);
  },
  examples: ["none", "half:bottom", "noise:50", "absolute-noise:127.5", "rows:0.5"],
};

/** The fields of the settings above. */
export const drawFields: Fields<DrawSettings> = {
  patterns: { kind: "whole", least: 1, about: "How many patterns are stored." },
  queries: {
    kind: "whole",
    least: 1,
    about: "How many of the stored patterns are asked for; all where fewer are stored.",
  },
  select: { kind: "choice", choices: selections, about: "How the stored patterns are chosen from the data." },
  color: {
    kind: "choice",
    choices: ["rgb", "gray"],
    about: "Whether pictures are stored in colour or in gray.",
  },
  corrupt: corruptField,
};

/** Stored patterns and the damaged queries made from some of them. */
export interface Drawn {
  readonly store: TrialStore;
  readonly queries: readonly DamagedQuery[];
  /** The queries in the units of the stored patterns before these are normalised, one after the other. Not to be changed. */
  readonly rows: Float64Array;
}

/**
 * Draws patterns and damages queries as a trial with that seed does: with the same seed a larger number of random
 * patterns contains the smaller one, and the damage of a pattern depends on the seed and on its number alone.
 *
 * @throws HopfieldError ERR_OPTION without data or for settings that cannot be used, ERR_COUNT for too many patterns
 */
export function drawPatterns(
  source: TrialSource | null,
  { patterns, queries, select, color, corrupt }: DrawSettings,
  seed: number,
  { scale = "unit", normalize = "none" }: Partial<Pick<TrialConfig, "scale" | "normalize">> = {},
): Drawn {
  if (source === null) {
    throw new HopfieldError(
      "ERR_OPTION",
      "this protocol needs data to draw its patterns from; name a data set",
    );
  }
  requireCount(patterns, "patterns", 1);
  requireCount(queries, "queries", 1);
  const corruptions = readCorruptions(corrupt);
  const random = new Random(seed);
  const config: TrialConfig = { ...defaultTrialConfig, patterns, select, color, scale, normalize, seed };
  const store = storeOf(source, config, random.fork("select"));
  const { count } = store.patterns;
  const asked =
    queries >= count
      ? Array.from({ length: count }, (_, i) => i)
      : random.fork("queries").sample(count, queries);
  const damaged = asked.map((i) => damage(store, i, corruptions, random.fork("corrupt").fork(i)));
  return { store, queries: damaged, rows: inUnitsOf(store, damaged) };
}

/** Queries in the units of the stored patterns. */
function inUnitsOf({ patterns }: TrialStore, queries: readonly DamagedQuery[]): Float64Array {
  const { size, scale } = patterns;
  const rows = new Float64Array(queries.length * size);
  queries.forEach(({ values }, q) => {
    for (let j = 0; j < size; j++) rows[q * size + j] = scale.gain * values[j] + scale.offset;
  });
  return rows;
}
