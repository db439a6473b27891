import type { BinaryOutcome, Update } from "./options.ts";
import type { Walk } from "./walk.ts";

/** A query to be settled, in place. */
export interface Query {
  readonly walk: Walk;
  readonly state: Int8Array;
  /** 1 = this unit never moves; null when all do. */
  readonly clamped: Uint8Array | null;
}

/** How queries are to be settled. */
export interface SettleTask {
  readonly update: Update;
  /** The order of the units in sweep `t`. */
  orderOf(t: number): ArrayLike<number>;
  readonly maxSweeps: number;
  readonly trace: boolean;
}

/** What came of a query. */
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

/** A query on its way. */
class Run implements Settled {
  readonly walk: Walk;
  readonly state: Int8Array;
  readonly clamped: Uint8Array | null;
  readonly #traces: boolean;
  readonly #sync: boolean;
  outcome: BinaryOutcome = "max-sweeps";
  sweeps = 0;
  readonly energies: number[];
  other: Int8Array | null = null;
  readonly trace: Int8Array[];
  /** Units moved in this sweep. */
  moved = 0;
  resting = false;
  /** The states before the last sweep and the one before it, for cycles. */
  #last: Int8Array | null = null;
  #before: Int8Array | null = null;

  constructor({ walk, state, clamped }: Query, task: SettleTask) {
    this.walk = walk;
    this.state = state;
    this.clamped = clamped;
    this.#traces = task.trace;
    this.#sync = task.update === "sync";
    this.energies = [walk.energy()];
    this.trace = task.trace ? [state.slice()] : [];
  }

  beginSweep(): void {
    this.moved = 0;
    if (!this.#sync) return;
    this.#before = this.#last;
    this.#last = this.state.slice();
  }

  /** Whether unit `i` is drawn to its other side. */
  wants(i: number): boolean {
    if (this.clamped !== null && this.clamped[i] !== 0) return false;
    const force = this.walk.force(i);
    return force !== 0 && force > 0 !== this.state[i] > 0;
  }

  turn(i: number): void {
    this.state[i] = -this.state[i];
    this.walk.turned(i);
    this.moved++;
  }

  endSweep(): void {
    this.sweeps++;
    this.energies.push(this.walk.energy());
    if (this.#traces) this.trace.push(this.state.slice());
    if (this.moved === 0) {
      this.outcome = "converged";
      this.resting = true;
    } else if (this.#before !== null && same(this.#before, this.state)) {
      this.outcome = "cycle";
      this.other = this.#last;
      this.resting = true;
    }
  }
}

/**
 * Updates the units of some queries, in place, until a sweep moves none, or until two states follow each other, or until
 * the sweeps are used up. The sweep that moves nothing counts. The queries do not see each other; they go through the
 * units side by side, so that what belongs to a unit is read once for all of them.
 *
 * One unit at a time the energy of symmetric weights with a diagonal that is not negative can only fall. All at once it
 * may rise; such weights then lead to a fixed point or to a cycle of two states (Goles-Chacc, Fogelman-Soulie and
 * Pellegrin 1985), with units of force 0 keeping their state too.
 */
export function settle(queries: readonly Query[], task: SettleTask): Settled[] {
  const runs = queries.map((query) => new Run(query, task));
  const sweep = task.update === "sync" ? syncSweep : asyncSweep;
  let active = runs;
  for (let t = 0; t < task.maxSweeps && active.length > 0; t++) {
    for (const run of active) run.beginSweep();
    sweep(active, task.orderOf(t));
    for (const run of active) run.endSweep();
    active = active.filter(({ resting }) => !resting);
  }
  return runs;
}

/** One unit after another. */
function asyncSweep(runs: readonly Run[], order: ArrayLike<number>): void {
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    for (const run of runs) if (run.wants(i)) run.turn(i);
  }
}

/** All units at once. */
function syncSweep(runs: readonly Run[], order: ArrayLike<number>): void {
  const turning: number[][] = runs.map(() => []);
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    runs.forEach((run, r) => {
      if (run.wants(i)) turning[r].push(i);
    });
  }
  runs.forEach((run, r) => {
    for (const i of turning[r]) run.turn(i);
  });
}

function same(a: Int8Array, b: Int8Array): boolean {
  return a.every((value, j) => value === b[j]);
}
