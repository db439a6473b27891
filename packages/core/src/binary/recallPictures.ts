import { HopfieldError } from "../errors.ts";
import { type Level, levelOf, signsAbove, signsToPixels } from "./binarize.ts";
import { type BinaryModel, binaryNetwork } from "./models.ts";
import type { BinaryNetwork } from "./network.ts";
import type { BinaryOutcome, BinaryRetrieveOptions } from "./options.ts";

/** Pictures to be remembered in black and white, and damaged ones to be completed. */
export interface RecallTask {
  /** What is stored: rows in pixel units 0..255. */
  readonly stored: readonly ArrayLike<number>[];
  /** Damaged rows in pixel units. */
  readonly damaged: readonly ArrayLike<number>[];
  /** The stored row that each damaged one was made from; row q from row q by default. */
  readonly of?: ArrayLike<number>;
  /** Per damaged row, 1 = this component may be trusted and stays; null (default) when nothing is said. */
  readonly known?: readonly Uint8Array[] | null;
}

/** How they are remembered. */
export interface RecallOptions
  extends BinaryModel,
    Pick<BinaryRetrieveOptions, "update" | "seed" | "maxSweeps" | "onQueries"> {
  /** Where white begins: `mean` by default. A damaged row is read at the level of its original. */
  readonly level?: Level;
}

/** How one query came back. */
export interface BinaryRecall {
  /** The stored row that it was made from. */
  readonly stored: number;
  /** Every bit equals the original's. */
  readonly recovered: boolean;
  /** x·s / d with the original: 1 for equal, 0 for unrelated, -1 for turned over. */
  readonly overlap: number;
  /** The stored pattern most like the state. */
  readonly top: number;
  /** The share of bits that differ from the original's, before and after. */
  readonly wrongBitsBefore: number;
  readonly wrongBits: number;
  readonly outcome: BinaryOutcome;
  readonly sweeps: number;
  /** Sweeps that raised the energy. */
  readonly energyRises: number;
}

/** What came back: pictures in pixel units, black 0 and white 255. */
export interface RecalledPictures {
  readonly network: BinaryNetwork;
  readonly queries: readonly BinaryRecall[];
  /** The damaged pictures in black and white, as the network was shown them. */
  readonly shown: readonly Float64Array[];
  /** What it made of them. */
  readonly states: readonly Float64Array[];
  /** Their originals in black and white. */
  readonly originals: readonly Float64Array[];
}

/**
 * The classical network beside a modern one, on the same pictures: thresholds them, stores them, completes the damaged
 * ones and compares.
 *
 * @throws HopfieldError ERR_SIZE for rows that do not belong together, ERR_COUNT for an original that is not stored,
 *   ERR_OPTION for an unknown model
 */
export function recallPictures(task: RecallTask, options: RecallOptions): RecalledPictures {
  const { stored, damaged, of, known } = task;
  const { level = "mean", update, seed, maxSweeps, onQueries, ...model } = options;
  requireTogether(task);
  const levels = stored.map((row) => levelOf(row, level));
  const patterns = stored.map((row, m) => signsAbove(row, levels[m]));
  const network = binaryNetwork(patterns, model);
  const asked = damaged.map((_, q) => of?.[q] ?? q);
  const shown = damaged.map((row, q) => signsAbove(row, levels[asked[q]]));
  const run = network.retrieve(shown, {
    ...(update === undefined ? {} : { update }),
    ...(seed === undefined ? {} : { seed }),
    ...(maxSweeps === undefined ? {} : { maxSweeps }),
    ...(onQueries === undefined ? {} : { onQueries }),
    ...(known == null ? {} : { known: sideBySide(known) }),
  });
  const queries = asked.map((m, q): BinaryRecall => {
    const wrongBits = shareOfDifferent(run.stateOf(q), patterns[m]);
    return {
      stored: m,
      recovered: wrongBits === 0,
      overlap: 1 - 2 * wrongBits,
      top: run.top(q, 1)[0].index,
      wrongBitsBefore: shareOfDifferent(shown[q], patterns[m]),
      wrongBits,
      outcome: run.outcome[q],
      sweeps: run.sweeps[q],
      energyRises: run.energyRises(q),
    };
  });
  return {
    network,
    queries,
    shown: shown.map(signsToPixels),
    states: asked.map((_, q) => signsToPixels(run.stateOf(q))),
    originals: asked.map((m) => signsToPixels(patterns[m])),
  };
}

/** The share of units in which two states differ. */
export function shareOfDifferent(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let different = 0;
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) different++;
  return different / a.length;
}

function sideBySide(masks: readonly Uint8Array[]): Uint8Array {
  const size = masks[0].length;
  const flat = new Uint8Array(masks.length * size);
  masks.forEach((mask, q) => {
    flat.set(mask, q * size);
  });
  return flat;
}

function requireTogether({ stored, damaged, of, known }: RecallTask): void {
  const size = stored[0]?.length ?? 0;
  const rows = [...stored, ...damaged, ...(known ?? [])];
  const odd = rows.findIndex((row) => row.length !== size);
  if (odd >= 0 || size === 0) {
    throw new HopfieldError(
      "ERR_SIZE",
      `a row has ${rows[Math.max(0, odd)]?.length ?? 0} values, the first stored one ${size}; pictures and masks must have one size`,
      { size },
    );
  }
  if (known != null && known.length !== damaged.length) {
    throw new HopfieldError("ERR_SIZE", `${known.length} masks for ${damaged.length} damaged rows`, {
      masks: known.length,
      damaged: damaged.length,
    });
  }
  for (let q = 0; q < damaged.length; q++) {
    const m = of?.[q] ?? q;
    if (!Number.isInteger(m) || m < 0 || m >= stored.length) {
      throw new HopfieldError(
        "ERR_COUNT",
        `damaged row ${q} is said to be made from row ${m} of ${stored.length}; pass \`of\` with the stored row of each`,
        { query: q, stored: m, count: stored.length },
      );
    }
  }
}
