import { HopfieldError } from "../errors.ts";
import { parseCorruption } from "../images/parseCorruption.ts";
import { type Selection, selections } from "../images/select.ts";
import type { TrialConfig } from "../trial/config.ts";
import type { DamagedQuery } from "../trial/damage.ts";
import { defaultTrialConfig } from "../trial/defaults.ts";
import { prepareTrial } from "../trial/prepare.ts";
import type { TrialSource } from "../trial/source.ts";
import { type TrialStore, unitsOf } from "../trial/store.ts";
import type { Field, Fields } from "./field.ts";

/** Which patterns are stored, which of them are asked for, and how they are damaged. */
export type DrawSettings = {
  readonly patterns: number;
  readonly queries: number;
  readonly select: Selection;
  readonly color: "rgb" | "gray";
  readonly corrupt: string;
};

/** A text that names a corruption, or none. */
export const corruptField: Field = {
  kind: "text",
  about:
    'How a query is damaged, in pixel units 0..255 ("none"; several are joined by "+" and applied in turn).',
  check: (text) => {
    if (text !== "none") parseCorruption(text);
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
  const config = {
    ...defaultTrialConfig,
    patterns,
    queries,
    select,
    color,
    scale,
    normalize,
    seed,
    corrupt: corrupt === "none" ? [] : [corrupt],
  };
  const { store, queries: damaged } = prepareTrial(source, config);
  const values = damaged.map((query) => query.values);
  return { store, queries: damaged, rows: unitsOf(values, store.patterns) };
}
