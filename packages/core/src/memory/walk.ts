import { distance } from "../math/vector.ts";
import type { RetrieveProblem } from "./problem.ts";
import type { Round } from "./round.ts";
import type { RetrieveRun } from "./run.ts";

/**
 * The way of some queries that trust the same components, step by step: `ask` gives the states that want an association,
 * `take` is told what came of it, in one or several rounds. Who computes the rounds, and where, is not its concern.
 */
export class Walk {
  readonly #problem: RetrieveProblem;
  /** The known components, where they are clamped. */
  readonly #clamped: Int32Array | null;
  readonly #queries: Float64Array;
  readonly #run: RetrieveRun;
  readonly #running: Set<number>;
  /** Queries that have stopped and still lack the energy of their last state. */
  #closing: number[] = [];
  #asked: number[] = [];
  /** Whether the states asked for already lie in `run.before`. */
  #kept = false;
  #scratch = new Float64Array(0);
  #step = -1;

  /**
   * @param queries  all of the batch, count x size
   * @param members  those that walk together
   * @param run      where they leave what they find
   */
  constructor(
    problem: RetrieveProblem,
    columns: Int32Array | null,
    queries: Float64Array,
    members: readonly number[],
    run: RetrieveRun,
  ) {
    this.#problem = problem;
    this.#clamped = problem.clamp ? columns : null;
    this.#queries = queries;
    this.#run = run;
    this.#running = new Set(members);
  }

  /** The queries whose states want an association, and these states, valid until the next call; null when all have arrived. */
  ask(): { readonly queries: readonly number[]; readonly states: Float64Array } | null {
    const { size } = this.#problem.stored;
    const queries = [...this.#running, ...this.#closing];
    this.#closing = [];
    if (queries.length === 0) return null;
    this.#step++;
    this.#asked = queries;
    const { states, before } = this.#run;
    const first = queries[0];
    this.#kept = queries.every((q, k) => q === first + k && this.#running.has(q));
    if (this.#kept) {
      // Neighbours that all go on: what is kept of the states is what was asked.
      const asked = before.subarray(first * size, (first + queries.length) * size);
      asked.set(states.subarray(first * size, (first + queries.length) * size));
      return { queries, states: asked };
    }
    const asked = new Float64Array(queries.length * size);
    queries.forEach((q, k) => {
      asked.set(this.#at(states, q), k * size);
    });
    return { queries, states: asked };
  }

  /**
   * Takes a round of associations of the states at `places` among those asked for.
   * @param stopped  called with each query that needs no further round but for its last energy
   */
  take(round: Round, places: readonly number[], stopped?: (query: number) => void): void {
    const { maxSteps, observe, trace } = this.#problem;
    const run = this.#run;
    const going: number[] = [];
    places.forEach((place, k) => {
      const q = this.#asked[place];
      const energy = round.energies[k];
      run.energies[q].push(energy);
      run.skipped[q] = Math.max(run.skipped[q], round.skipped[k]);
      const made = this.#running.has(q) && (this.#step < maxSteps || maxSteps === 0);
      if (made) going.push(k);
      if (!made && !trace) return;
      const association = round.summary(k);
      if (trace) run.traces[q].push({ state: this.#at(run.states, q).slice(), energy, association });
      if (!made) return;
      run.last[q] = association;
      if (!this.#kept) this.#at(run.before, q).set(this.#at(run.states, q));
      if (observe !== undefined) {
        round.visit?.(k, (logits, weights) => observe(q, this.#step, logits, weights));
      }
    });
    const done = maxSteps === 0 ? going : this.#move(round, places, going);
    this.#keepReadouts(round, places, done);
    for (const k of done) {
      this.#running.delete(this.#asked[places[k]]);
      stopped?.(this.#asked[places[k]]);
    }
  }

  #at(array: Float64Array, q: number): Float64Array {
    const { size } = this.#problem.stored;
    return array.subarray(q * size, (q + 1) * size);
  }

  /** Updates the states of `going`; returns those that stop. */
  #move(round: Round, places: readonly number[], going: readonly number[]): number[] {
    const { size } = this.#problem.stored;
    const resting = (k: number): boolean => this.#clamped === null && (round.rests?.(k) ?? false);
    const moving = going.filter((k) => !resting(k));
    if (this.#scratch.length < moving.length * size) this.#scratch = new Float64Array(moving.length * size);
    const next = this.#scratch.subarray(0, moving.length * size);
    if (moving.length > 0) round.next(moving, next);
    let n = 0;
    return going.filter((k) => {
      const q = this.#asked[places[k]];
      if (n >= moving.length || moving[n] !== k) return this.#settle(q, 0);
      return this.#settle(q, this.#moveTo(q, next.subarray(n * size, ++n * size)));
    });
  }

  /** Puts query q's next state in the place of its state; returns how far that is. */
  #moveTo(q: number, target: Float64Array): number {
    const state = this.#at(this.#run.states, q);
    if (this.#clamped !== null) {
      const query = this.#at(this.#queries, q);
      for (const j of this.#clamped) target[j] = query[j];
    }
    const moved = distance(target, state);
    // An overflow has no next state: the last good one stays.
    if (Number.isFinite(moved)) state.set(target);
    return moved;
  }

  /** Counts an update that moved query q; returns whether it was the last. */
  #settle(q: number, moved: number): boolean {
    const { tolerance, maxSteps, trace, lastEnergy } = this.#problem;
    const run = this.#run;
    const clamped = this.#clamped !== null;
    run.steps[q]++;
    if (!Number.isFinite(moved) || Number.isNaN(run.last[q].mass)) run.outcomes[q] = "diverged";
    // With the known components clamped the scores cannot change: the first update is the fixed point.
    else if (moved <= tolerance || clamped) run.outcomes[q] = "converged";
    else if (run.steps[q] < maxSteps) return false;
    if ((moved === 0 || clamped) && !trace) run.energies[q].push(run.energies[q][this.#step]);
    else if (run.outcomes[q] !== "diverged" && (lastEnergy || trace)) this.#closing.push(q);
    return true;
  }

  /** Keeps the readouts of the queries that stopped, at `done` of the round. */
  #keepReadouts(round: Round, places: readonly number[], done: readonly number[]): void {
    const { readout } = this.#problem;
    const { readouts } = this.#run;
    if (readout === null || readouts === null || done.length === 0) return;
    const out = round.readout(done);
    done.forEach((k, n) => {
      readouts.set(
        out.subarray(n * readout.size, (n + 1) * readout.size),
        this.#asked[places[k]] * readout.size,
      );
    });
  }
}
