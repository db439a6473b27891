import { requireCount } from "../errors.ts";
import type { ImageSet } from "../images/imageSet.ts";
import { keepsKnown, parseCorruption } from "../images/parseCorruption.ts";
import { toImageSet } from "../images/toImageSet.ts";
import { Random } from "../math/random.ts";
import type { TrialConfig } from "./config.ts";
import { type DamagedQuery, damage } from "./damage.ts";
import type { TrialSource } from "./source.ts";
import { storeOf, type TrialStore } from "./store.ts";

/** One repeat of a trial before anything is retrieved: what is stored and what is asked. */
export interface PreparedTrial {
  readonly config: TrialConfig;
  readonly repeat: number;
  readonly seed: number;
  readonly store: TrialStore;
  readonly queries: readonly DamagedQuery[];
  /** Whether the memory is told which components are missing. */
  readonly told: boolean;
  /** Whether what is known is exactly as in the original, so that it can be kept. */
  readonly intact: boolean;
}

/**
 * Chooses and damages the patterns of one repeat. The seed is that of the configuration plus `repeat`; the choice
 * depends on it and on how many are stored, the damage of a pattern on it and on the pattern's number: so
 * conditions that differ in other settings alone are paired.
 *
 * @throws HopfieldError for every setting that cannot be used
 */
export function prepareTrial(source: TrialSource, config: TrialConfig, repeat = 0): PreparedTrial {
  requireCount(config.patterns, "patterns", 1);
  requireCount(config.queries, "queries", 1);
  const corruptions = config.corrupt.map((spec) => parseCorruption(spec));
  const seed = config.seed + repeat;
  const random = new Random(seed);
  const store = storeOf(source, config, random.fork("select"));
  const count = Math.min(config.queries, store.asked);
  const asked =
    count === store.asked
      ? Array.from({ length: count }, (_, i) => i)
      : random.fork("queries").sample(store.asked, count);
  const queries = asked.map((i) => damage(store, i, corruptions, random.fork("corrupt").fork(i)));
  const pixels = config.space === "pixels";
  return {
    config,
    repeat,
    seed,
    store,
    queries,
    told: pixels && config.missing === "known" && queries.some(({ known }) => known.includes(0)),
    intact: config.corrupt.every(keepsKnown),
  };
}

/** What an embedder has to see: all stored pictures, and the damaged ones. null for vectors. */
export function picturesToEmbed({
  store,
  queries,
}: PreparedTrial): { stored: ImageSet; queries: ImageSet } | null {
  if (store.shape === null) return null;
  const { count, size } = store.patterns;
  const values = new Float64Array(count * size);
  for (let i = 0; i < count; i++) values.set(store.original(i), i * size);
  return { stored: toImageSet(values, store.shape, "stored"), queries: damagedPictures(queries, store) };
}

/** The queries as pictures. */
function damagedPictures(queries: readonly DamagedQuery[], store: TrialStore): ImageSet {
  const { size } = store.patterns;
  const values = new Float64Array(queries.length * size);
  queries.forEach((query, q) => {
    values.set(query.values, q * size);
  });
  return toImageSet(values, store.shape as NonNullable<typeof store.shape>, "corrupted");
}
