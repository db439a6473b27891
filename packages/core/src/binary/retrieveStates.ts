import { HopfieldError, requireCount, unknownName } from "../errors.ts";
import { BinaryRetrieval } from "./binaryRetrieval.ts";
import type { BinaryRetrieveOptions } from "./options.ts";
import { ordersOf } from "./orders.ts";
import { type Settled, settle } from "./settle.ts";
import type { SignStore } from "./signStore.ts";
import { readSigns, type SignInput } from "./signs.ts";
import type { Walk } from "./walk.ts";

/** Queries that go through the units side by side: as many as keep what follows them in a fast cache. */
const sideBySide = 16;

/**
 * Settles each query of a batch in the network that `begin` looks at a state with.
 * @throws HopfieldError ERR_EMPTY_MEMORY, ERR_SIZE, ERR_RANGE, ERR_OPTION
 */
export function retrieveStates(
  store: SignStore,
  begin: (state: Int8Array) => Walk,
  queries: SignInput,
  options: BinaryRetrieveOptions,
): BinaryRetrieval {
  const { update = "async", maxSweeps = 100, known, trace = false, onQueries } = options;
  const { size } = store;
  if (store.count === 0) {
    throw new HopfieldError("ERR_EMPTY_MEMORY", "the network stores no pattern yet; add() some first");
  }
  if (update !== "async" && update !== "sync") throw unknownName("update", update, ["async", "sync"]);
  requireCount(maxSweeps, "maxSweeps");
  const maskOf = (q: number): Uint8Array | null => {
    if (known === undefined) return null;
    return known.length === size ? known : known.subarray(q * size, (q + 1) * size);
  };
  const { data, count } = readSigns(queries, size, "query", maskOf);
  if (count < 1) throw new HopfieldError("ERR_SIZE", "there is no query; pass at least one row", { count });
  if (known !== undefined && known.length !== size && known.length !== count * size) {
    throw new HopfieldError(
      "ERR_SIZE",
      `known has ${known.length} values (expected ${size} for all queries, or ${count} x ${size})`,
      { length: known.length, count, size },
    );
  }
  const orderOf = ordersOf(size, options);
  const settled: Settled[] = [];
  for (let from = 0; from < count; from += sideBySide) {
    const block = Array.from({ length: Math.min(sideBySide, count - from) }, (_, k) => {
      const q = from + k;
      const state = data.subarray(q * size, (q + 1) * size);
      return { walk: begin(state), state, clamped: maskOf(q) };
    });
    settled.push(...settle(block, { update, orderOf, maxSweeps, trace }));
    onQueries?.(settled.length);
  }
  return new BinaryRetrieval(data, size, settled, (state) => overlapsWith(store, state));
}

/** x·s / d with each stored pattern. */
export function overlapsWith(store: SignStore, state: Int8Array): Float64Array {
  const overlaps = new Float64Array(store.count);
  store.overlaps(state, overlaps);
  return overlaps.map((overlap) => overlap / store.size);
}

/** Which stored patterns are fixed points: no unit of theirs would move. */
export function fixedPatterns(store: SignStore, begin: (state: Int8Array) => Walk): Uint8Array {
  return Uint8Array.from({ length: store.count }, (_, m) => {
    const state = store.row(m).slice();
    const walk = begin(state);
    for (let i = 0; i < state.length; i++) {
      const force = walk.force(i);
      if (force !== 0 && force > 0 !== state[i] > 0) return 0;
    }
    return 1;
  });
}
