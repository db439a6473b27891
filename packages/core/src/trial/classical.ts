import { recallPictures } from "../binary/recallPictures.ts";
import { mean } from "../math/statistics.ts";
import type { PreparedTrial } from "./prepare.ts";
import type { ClassicalScores } from "./result.ts";

/** With more patterns than this nobody asks a binary network: it has lost them all long before. */
const mostPatterns = 1000;

/**
 * The binary network of `config.classical` asked the same as the memory: the stored pictures in black and white by their
 * mean gray, the same damage, the same knowledge of what is missing. null where none is asked for, and for vectors.
 */
export function classicalScores({
  store,
  queries,
  told,
  intact,
  config,
  seed,
}: PreparedTrial): ClassicalScores | null {
  if (config.classical === "none" || store.shape === null || store.asked > mostPatterns) return null;
  const { queries: recalled } = recallPictures(
    {
      stored: Array.from({ length: store.asked }, (_, i) => store.original(i)),
      damaged: queries.map(({ values }) => values),
      of: queries.map(({ stored }) => stored),
      // What is known but noisy must be free to move.
      known: told && intact ? queries.map(({ known }) => known) : null,
    },
    { model: config.classical, seed },
  );
  const share = (holds: (query: (typeof recalled)[number]) => boolean): number =>
    recalled.filter(holds).length / recalled.length;
  return {
    rule: config.classical,
    recovered: share(({ recovered }) => recovered),
    accuracy: share(({ top, stored }) => top === stored),
    wrongBits: mean(recalled.map(({ wrongBits }) => wrongBits)),
    wrongBitsBefore: mean(recalled.map(({ wrongBitsBefore }) => wrongBitsBefore)),
  };
}

/** The mean over repeats; null where none was asked. */
export function meanClassical(scores: readonly (ClassicalScores | null)[]): ClassicalScores | null {
  const found = scores.filter((score): score is ClassicalScores => score !== null);
  if (found.length === 0) return null;
  const of = (key: "recovered" | "accuracy" | "wrongBits" | "wrongBitsBefore"): number =>
    mean(found.map((score) => score[key]));
  return {
    rule: found[0].rule,
    recovered: of("recovered"),
    accuracy: of("accuracy"),
    wrongBits: of("wrongBits"),
    wrongBitsBefore: of("wrongBitsBefore"),
  };
}
