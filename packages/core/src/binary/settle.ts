import type { BinaryOutcome, Update } from "./options.ts";
import type { Walk } from "./walk.ts";

/** How a state is to be settled. */
export interface SettleTask {
  readonly update: Update;
  /** The order of the units in sweep `t`. */
  orderOf(t: number): ArrayLike<number>;
  readonly maxSweeps: number;
  /** 1 = this unit never moves; null when all do. */
  readonly clamped: Uint8Array | null;
  readonly trace: boolean;
}

/** What came of it. */
export interface Settled {
  readonly outcome: BinaryOutcome;
  readonly sweeps: number;
  /** E of the query and after each sweep. */
  readonly energies: number[];
  /** The other state of a cycle. */
  readonly other: Int8Array | null;
  /** The query and the state after each sweep; empty unless asked for. */
  readonly trace: Int8Array[];
}

/**
 * Updates the units of a state, in place, until a sweep moves none, or until two states follow each other, or until the
 * sweeps are used up. The sweep that moves nothing counts.
 *
 * One unit at a time the energy of symmetric weights with a diagonal that is not negative can only fall. All at once it
 * may rise; such weights then lead to a fixed point or to a cycle of two states (Goles-Chacc, Fogelman-Soulie and
 * Pellegrin 1985), with units of force 0 keeping their state too.
 */
export function settle(walk: Walk, state: Int8Array, task: SettleTask): Settled {
  const sweep = task.update === "sync" ? syncSweep : asyncSweep;
  const energies = [walk.energy()];
  const trace = task.trace ? [state.slice()] : [];
  let before: Int8Array | null = null;
  for (let t = 0; t < task.maxSweeps; t++) {
    const last: Int8Array | null = task.update === "sync" ? state.slice() : null;
    const moved = sweep(walk, state, task.orderOf(t), task.clamped);
    energies.push(walk.energy());
    if (task.trace) trace.push(state.slice());
    if (moved === 0) return { outcome: "converged", sweeps: t + 1, energies, other: null, trace };
    if (before !== null && same(before, state)) {
      return { outcome: "cycle", sweeps: t + 1, energies, other: last, trace };
    }
    before = last;
  }
  return { outcome: "max-sweeps", sweeps: task.maxSweeps, energies, other: null, trace };
}

/** One unit after another; returns how many moved. */
function asyncSweep(
  walk: Walk,
  state: Int8Array,
  order: ArrayLike<number>,
  clamped: Uint8Array | null,
): number {
  let moved = 0;
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    if (clamped !== null && clamped[i] !== 0) continue;
    const force = walk.force(i);
    if (force === 0 || force > 0 === state[i] > 0) continue;
    state[i] = -state[i];
    walk.turned(i);
    moved++;
  }
  return moved;
}

/** All units at once; returns how many moved. */
function syncSweep(
  walk: Walk,
  state: Int8Array,
  order: ArrayLike<number>,
  clamped: Uint8Array | null,
): number {
  const turning: number[] = [];
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    if (clamped !== null && clamped[i] !== 0) continue;
    const force = walk.force(i);
    if (force !== 0 && force > 0 !== state[i] > 0) turning.push(i);
  }
  for (const i of turning) {
    state[i] = -state[i];
    walk.turned(i);
  }
  return turning.length;
}

function same(a: Int8Array, b: Int8Array): boolean {
  return a.every((value, j) => value === b[j]);
}
