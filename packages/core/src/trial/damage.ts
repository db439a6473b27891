import type { Corruption, CorruptionContext } from "../images/corruption.ts";
import type { Random } from "../math/random.ts";
import type { TrialStore } from "./store.ts";

/** A damaged query: pixel units for pictures, its mask of known components. */
export interface DamagedQuery {
  readonly stored: number;
  readonly values: Float64Array;
  readonly known: Uint8Array;
}

/** Damages the query made from a stored pattern. */
export function damage(
  store: TrialStore,
  stored: number,
  corruptions: readonly Corruption[],
  random: Random,
): DamagedQuery {
  const values = store.original(stored);
  const known = store.alphaOf(stored) ?? new Uint8Array(values.length).fill(1);
  const others = (stream: Random): Float64Array => {
    const other = stream.below(Math.max(1, store.patterns.count - 1));
    return store.original(other >= stored && store.patterns.count > 1 ? other + 1 : other);
  };
  let damaged = { values, known };
  corruptions.forEach((corruption, k) => {
    const context: CorruptionContext = { shape: store.shape, random: random.fork(k), others };
    damaged = corruption.apply(damaged, context);
  });
  return { stored, ...damaged };
}
