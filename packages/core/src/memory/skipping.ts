import type { Kernels } from "../kernels/kernels.ts";
import type { Scout } from "../kernels/scout.ts";
import { diameterBound } from "../patterns/diameter.ts";
import type { Rows } from "../patterns/rows.ts";
import type { FewAssociation } from "./fewAssociation.ts";
import type { RetrieveProblem } from "./problem.ts";
import type { Separation } from "./separation.ts";
import type { Similarity } from "./similarity.ts";

/** Fewer patterns than this are all scored: a survey would cost more. */
const fewestPatterns = 64;

/** Numbers in a memory below which surveys are not worth their preparation. */
const fewestNumbers = 2 ** 14;

/** However much is allowed, no more than this share of an association is left out. */
const mostTail = 0.01;

/** What a memory prepares once, until it changes, to skip patterns that cannot matter. */
export class Skipping {
  readonly #stored: Rows;
  readonly #similarity: Similarity;
  readonly #separation: Separation;
  readonly #kernels: Kernels;
  /** Scouts by known components, the last used ones. */
  readonly #scouts: { readonly columns: Int32Array | null; readonly scout: Scout | null }[] = [];
  #remembered:
    | {
        readonly scout: Scout;
        readonly beta: number;
        readonly tail: number;
        readonly map: Map<number, FewAssociation>;
      }
    | undefined;
  readonly #diameters = new Map<Rows | null, number>();

  constructor(stored: Rows, similarity: Similarity, separation: Separation, kernels: Kernels) {
    this.#stored = stored;
    this.#similarity = similarity;
    this.#separation = separation;
    this.#kernels = kernels;
  }

  /** How to skip so that each update (and readout, where there is one) lies within `exact` of the dense one; null: not at all. */
  within(exact: number, readout: Rows | null, weighted: boolean): RetrieveProblem["skip"] {
    const { measure } = this.#similarity;
    const { support, prior } = this.#separation;
    const { count, size } = this.#stored;
    if (measure === undefined || support === undefined || this.#kernels.scout === undefined) return null;
    if (exact === 0 || count < fewestPatterns || count * size < fewestNumbers) return null;
    if (weighted && prior === "factor") return null;
    return (columns, beta) => {
      const scout = this.#scout(columns);
      if (scout === null) return null;
      // A mask hides components that an update fills in all the same.
      const whole = this.#diameterOf(this.#stored);
      const state = columns === null ? Math.min(whole, scout.diameter) : whole;
      const widest = readout === null ? state : Math.max(state, this.#diameterOf(readout));
      // Equal patterns (or none of finite size) leave nothing to decide.
      if (!(widest > 0) || !Number.isFinite(widest)) return null;
      const sway = measure === "manhattan" ? 2 : Math.min(whole, scout.diameter);
      const tail = Math.min(mostTail, exact / widest);
      return { scout, rule: { tail, sway }, atPatterns: this.#atPatterns(scout, beta, tail) };
    };
  }

  /** A scout for questions about the patterns closest to a query; null where all must be scored. */
  scoutFor(columns: Int32Array | null): Scout | null {
    const { count, size } = this.#stored;
    return count < fewestPatterns || count * size < fewestNumbers ? null : this.#scout(columns);
  }

  /** What is remembered of states at stored patterns, for this beta and allowance alone. */
  #atPatterns(scout: Scout, beta: number, tail: number): Map<number, FewAssociation> {
    const known = this.#remembered;
    if (known !== undefined && known.scout === scout && known.beta === beta && known.tail === tail)
      return known.map;
    this.#remembered = { scout, beta, tail, map: new Map() };
    return this.#remembered.map;
  }

  #diameterOf(rows: Rows): number {
    const key = rows === this.#stored ? null : rows;
    let diameter = this.#diameters.get(key);
    if (diameter === undefined) {
      diameter = diameterBound(rows);
      // Plain views are made anew for each retrieval; only the memory's own patterns are worth remembering.
      if (key === null) this.#diameters.set(key, diameter);
    }
    return diameter;
  }

  #scout(columns: Int32Array | null): Scout | null {
    const { measure } = this.#similarity;
    const { scout: make } = this.#kernels;
    if (measure === undefined || make === undefined) return null;
    const known = this.#scouts.find((one) => sameColumns(one.columns, columns));
    if (known !== undefined) return known.scout;
    const made = { columns, scout: make(this.#stored, columns, measure) };
    // One for all components and one for the mask in use: a third takes the place of the second.
    this.#scouts.splice(1, this.#scouts.length >= 2 ? 1 : 0, made);
    return made.scout;
  }
}

function sameColumns(a: Int32Array | null, b: Int32Array | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((j, k) => j === b[k]);
}
